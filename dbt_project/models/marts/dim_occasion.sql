-- Occasions by country and year, and how each stands on the as-of day.
select
    occasion_id,
    name,
    country,
    falls_on,
    publish_from,
    publish_by,
    case
        when falls_on < {{ index_day(today()) }} then 'past'
        when publish_by < {{ index_day(today()) }} then 'late'
        when publish_from <= {{ index_day(today()) }} then 'due'
        else 'ahead'
    end as status
from {{ ref('stg_occasions') }}
