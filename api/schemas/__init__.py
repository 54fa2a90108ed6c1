"""The wire contract; the only part of the API that the screen imports."""
