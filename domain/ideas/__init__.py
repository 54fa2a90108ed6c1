"""From a scored term to a brief a person would wear."""
