select
    source_id,
    platform,
    name,
    family,
    access,
    counts_as,
    licence,
    may_store,
    may_score,
    retention_days,
    commercial_use,
    replayable,
    enabled_by_default,
    attribution
from {{ source('raw', 'sources') }}
