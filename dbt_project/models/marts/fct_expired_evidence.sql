-- What was deleted because a source's retention had ended: of which days evidence is gone, and since when.
select source_id, retention_days, captured_from, captured_to, removed_on
from {{ ref('stg_expired') }}
