-- On which days which names were on which list, as it was known a day later at the latest. The lists
-- of the United States, the United Kingdom and the world are one; each further country has its own.
-- A source that has none of the three is one list. Titles are no names: they are not asked.
with seen as (
    select distinct
        source_no, seen_no, observed_on,
        case when left(region, 2) in ('US', 'GB', 'WW') then 'main' else left(region, 2) end as list
    from {{ ref('int_observation') }}
    where rank is not null and kind <> 'title' and known_on <= observed_on + 1
),

has_main as (
    select distinct source_no
    from seen
    where list = 'main'
)

select distinct
    s.source_no,
    case when h.source_no is null then 'all' else s.list end as list,
    s.seen_no,
    {{ day_index('s.observed_on') }} as day_idx
from seen as s
left join has_main as h on s.source_no = h.source_no
