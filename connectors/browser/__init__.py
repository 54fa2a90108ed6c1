"""A real browser for public pages: one Chromium a run, bounded in time and memory."""
