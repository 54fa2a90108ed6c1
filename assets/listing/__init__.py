"""Listing drafts from designs."""
