"""Seen terms to normalised terms, with their gate and fit."""
