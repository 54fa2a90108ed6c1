"""Signals: landing files and raw tables."""
