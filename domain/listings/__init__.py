"""Listing limits, text, prices, compliance and quality."""
