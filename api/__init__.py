"""The thin door."""
