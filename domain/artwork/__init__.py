"""Laying out artwork: scenes of filled outlines, before any pixel."""
