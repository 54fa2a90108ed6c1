"""Recordings of answers, in whatever wrapper a tool saved them."""
