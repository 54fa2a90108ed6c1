select
    source_id,
    platform,
    name,
    family,
    licence,
    may_store,
    retention_days,
    commercial_use,
    replayable,
    enabled_by_default,
    attribution
from {{ source('raw', 'sources') }}
