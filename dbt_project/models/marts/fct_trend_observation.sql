{{ config(materialized='view') }}
-- Every known observation of a term. A title or a text of several terms is one row for each.
select
    term_id,
    source_id,
    origin,
    region,
    seen,
    kind,
    metric,
    period,
    value,
    rank,
    observed_on,
    observed_at,
    captured_at,
    is_partial,
    url,
    slice_id,
    run_id
from {{ ref('int_observation') }}
