"""Terms that mean the same, brought together under one head, each with its reason."""
