"""Print-ready artwork from ideas."""
