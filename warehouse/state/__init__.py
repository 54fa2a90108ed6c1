"""Rows a person may edit: SQLAlchemy models and repositories."""
