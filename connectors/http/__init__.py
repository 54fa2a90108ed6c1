"""One HTTP client: limits, retries, redaction."""
