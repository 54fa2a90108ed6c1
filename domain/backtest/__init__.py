"""Grading what a rule says of the days to come against what then happened."""
