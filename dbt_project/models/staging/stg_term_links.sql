select
    seen,
    kind,
    term_id,
    rules_version
from {{ source('raw', 'term_links') }}
