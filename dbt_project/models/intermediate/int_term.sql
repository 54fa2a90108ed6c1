-- Terms with a short number, so that the wide joins and windows run on integers.
select
    cast(row_number() over (order by term_id) as integer) as term_no,
    term_id,
    kind,
    is_noise,
    is_curated,
    fit,
    intent,
    risk_status
from {{ ref('stg_terms') }}
