"""Trend sources, one file each, and their registry."""
