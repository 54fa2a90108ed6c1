"""Forecasts that are sums: each part of a forecast belongs to one feature."""
