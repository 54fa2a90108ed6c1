"""Composition root: command line, serve, doctor."""
