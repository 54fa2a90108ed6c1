"""Evergreen print-on-demand niches, as data."""
