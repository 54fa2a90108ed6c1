select
    term_id,
    occasion
from {{ source('raw', 'term_occasions') }}
