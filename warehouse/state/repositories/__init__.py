"""The only place with queries on the state database."""
