select
    occasion_id,
    name,
    country,
    falls_on,
    publish_from,
    publish_by
from {{ source('raw', 'occasions') }}
