"""Occasions people give and dress for: when they fall, by country, as data and date rules."""
