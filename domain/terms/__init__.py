"""Terms: what trends, brought to one form that can be matched, shown and judged."""
