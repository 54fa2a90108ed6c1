"""Small pictures drawn by code."""
