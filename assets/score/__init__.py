"""dbt models that score terms."""
