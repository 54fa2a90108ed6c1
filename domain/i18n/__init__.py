"""Message catalogues and formats."""
