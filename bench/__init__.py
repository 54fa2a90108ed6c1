"""Benchmarks that print figures and ratios to stated goals; never timed tests."""
