-- Where each term was measured within `region_days` of each scored day, by what was known on that day.
-- depends_on: {{ ref('int_score_day') }}
with spans as (
    select
        term_no, region,
        greatest(day_idx, known_idx) as from_idx,
        day_idx + {{ var('region_days') }} - 1 as until_idx
    from {{ ref('int_region_sighting') }}
),

near as (
    select term_no, region, from_idx, until_idx
    from spans
    where until_idx >= {{ first_score_day() }} and from_idx <= {{ today() }} and from_idx <= until_idx
),

{% if (var('score_days') | int) == 1 -%}
-- Every hour's build: what is near the one day is near it, so no window is needed.
there as (select distinct term_no, {{ today() }} as day_idx, region from near)
{%- else -%}
-- Each day of a term and region is left to the last span that has begun by then, so that the join
-- with the days gives it once.
ordered as (
    select
        term_no, region, from_idx,
        max(until_idx) over (
            partition by term_no, region order by from_idx, until_idx rows between unbounded preceding and current row
        ) as until_idx,
        lead(from_idx) over (partition by term_no, region order by from_idx, until_idx) as next_idx
    from near
),

there as (
    select s.term_no, d.day_idx, s.region
    from ordered as s
    inner join {{ ref('int_score_day') }} as d
        on d.day_idx >= s.from_idx and d.day_idx <= s.until_idx and d.day_idx < coalesce(s.next_idx, d.day_idx + 1)
)
{%- endif %}

select
    term_no,
    day_idx,
    string_agg(region, ',' order by {{ byte_order('region') }}) as regions
from there
group by term_no, day_idx
