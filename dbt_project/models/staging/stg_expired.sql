select source_id, retention_days, captured_from, captured_to, removed_on
from {{ source('raw', 'expired') }}
