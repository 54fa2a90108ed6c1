"""One Engine interface over DuckDB and Postgres."""
