"""All that is kept."""
