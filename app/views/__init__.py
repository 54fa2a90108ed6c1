"""One page, one noun."""
