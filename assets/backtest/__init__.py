"""The back-test: recorded signals in, a score card out."""
