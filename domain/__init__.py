"""Pure rules: no network, no database, no framework."""
