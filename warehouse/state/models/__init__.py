"""Tables of the state database, one noun a file."""
