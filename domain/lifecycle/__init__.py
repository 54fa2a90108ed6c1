"""The life of a trend: how long rises last, and when a season is due."""
