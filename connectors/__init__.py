"""The outside world: plain Python, no framework, no database."""
