"""Ideas from scored terms."""
