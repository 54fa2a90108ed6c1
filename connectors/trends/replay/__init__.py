"""Recorded signals: every known format, recognised by columns and content."""
