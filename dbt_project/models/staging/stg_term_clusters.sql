select
    term_id,
    head_id,
    reason,
    detail,
    clusters_version
from {{ source('raw', 'term_clusters') }}
