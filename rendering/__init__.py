"""Scenes into pixels: fonts, raster, PNG, mockups, print check."""
