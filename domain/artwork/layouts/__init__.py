"""Layout families, one file each."""
