{{ config(
    materialized='incremental',
    incremental_strategy='append',
    meta={'grows': 'day'},
    pre_hook=[
        "{% if within_day() %}delete from {{ this }} as standing using {{ ref('int_delta') }} as gone where {{ is_listed('gone.') }} and {{ same('standing', 'gone', ['source_no', 'seen_no']) }}{% endif %}",
        "{% if within_day() %}delete from {{ this }} where (list = 'all') = (source_no in ({{ sources_with_main() }})){% endif %}"
    ]
) }}
-- How often, how lately and how regularly a name was on the list before, for every name on every
-- forecast day that it was on it. Only the names of those days are looked up, each through its whole
-- past; within a day only those that were taken out, or are new on the list.
-- depends_on: {{ ref('int_delta') }}
-- depends_on: {{ ref('int_list_capture') }}
with asked as (
    select distinct s.source_no, s.seen_no
    from {{ ref('int_list_sighting') }} as s
    where
        s.day_idx between {{ first_forecast_day() }} and {{ today() }}
        {% if within_day() -%}
        and not exists (select 1 from {{ this }} as h where {{ same('h', 's', ['source_no', 'seen_no']) }})
        {%- endif %}
),

has_main as (
    {{ sources_with_main() }}
),

counted as (
    select distinct s.source_no, {{ counted_list('s.list', 'm.source_no') }} as list, s.seen_no, s.day_idx
    from {{ ref('int_list_sighting') }} as s
    inner join asked as a on s.source_no = a.source_no and s.seen_no = a.seen_no
    left join has_main as m on s.source_no = m.source_no
),

following as (
    select
        *,
        lag(day_idx) over (partition by source_no, list, seen_no order by day_idx) as previous_idx,
        day_idx - row_number() over (partition by source_no, list, seen_no order by day_idx) as streak_no
    from counted
),

sightings as (
    select *, case when previous_idx is null or day_idx - previous_idx > 3 then 1 else 0 end as begins
    from following
),

scored as (
    select *
    from sightings
    where day_idx between {{ first_forecast_day() }} and {{ today() }}
),

earlier as (
    select
        s.source_no, s.list, s.seen_no, s.day_idx, s.begins,
        s.day_idx - e.day_idx as lag,
        e.begins as earlier_begins,
        case when e.streak_no = s.streak_no then 1 else 0 end as in_streak
    from scored as s
    left join sightings as e
        on s.source_no = e.source_no and s.list = e.list and s.seen_no = e.seen_no and e.day_idx < s.day_idx
)

select
    source_no, list, seen_no, day_idx,
    count(lag) as seen,
    {{ faded('lag', 120) }} as seen_120,
    {{ faded('lag', 30) }} as seen_30,
    sum(case when lag <= 56 and lag % 7 = 0 then 1 else 0 end) as same_weekday,
    sum(case when lag between 5 and 58 and lag % 7 in (1, 2, 5, 6) then 1 else 0 end) as near_weekday,
    sum(case when lag = 7 then 1 else 0 end) as week_ago,
    sum(case when lag = 14 then 1 else 0 end) as fortnight_ago,
    sum(in_streak) as streak,
    max(begins) + coalesce(sum(earlier_begins), 0) - 1 as episodes
from earlier
group by source_no, list, seen_no, day_idx
