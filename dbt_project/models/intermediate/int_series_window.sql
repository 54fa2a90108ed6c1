{{ config(
    materialized='incremental',
    incremental_strategy='append',
    meta={'grows': 'day'},
    pre_hook="{{ take_out(ref('int_touched_term'), ['term_no'], within_day()) }}"
) }}
-- The windows of every live series: 7-day means, the weighted baseline of days -90..-7, last sightings.
-- Frames are ranges of days, so rows need not be dense; what is unknown stays unknown.
-- depends_on: {{ ref('int_touched_term') }}
{% set first = first_window_day() -%}
{% set recent = first_score_day() - 14 -%}
{% set decay = dp('0.024755257448569') -%}

-- Only a list, a weekly series or one known often enough can have a baseline; the rest is spared it,
-- and of a monthly one only that it was seen is told.
with live as (
    select
        s.series_no, s.term_no, s.source_no, s.metric, s.period, s.last_idx,
        case
            when metric = 'rank' then last_idx > {{ first_live_day(var('list_memory_days')) }}
            else period = 'week' or period = 'day' and n_recent_days >= {{ var('min_baseline_days') }}
        end as has_baseline
    from {{ ref('int_series') }} as s
    {% if within_day() -%}
    inner join {{ ref('int_touched_term') }} as t on s.term_no = t.term_no
    {% endif -%}
    where s.last_idx > {{ first_live_day(var('active_days')) }}
),

list_grid as (
    select l.series_no, d.day_idx
    from live as l
    inner join {{ ref('int_list_day') }} as d on l.source_no = d.source_no and d.day_idx >= {{ first }}
    where l.metric = 'rank' and l.has_baseline
),

weekly as (
    select
        v.series_no, v.day_idx, v.value, v.step,
        lead(v.day_idx) over (partition by v.series_no order by v.day_idx) as next_idx
    from {{ ref('int_recent_value') }} as v
    inner join live as l on v.series_no = l.series_no
    -- The week under way on the first day began before it.
    where v.period = 'week' and v.day_idx > {{ first - 7 }}
),

points as (
    select v.series_no, v.day_idx, v.value as n, v.step, 1 as is_seen
    from {{ ref('int_recent_value') }} as v
    inner join live as l on v.series_no = l.series_no
    where v.day_idx >= {{ first }} and v.period = 'day' and v.metric <> 'rank'
    union all
    select v.series_no, v.day_idx, v.value * {{ dp(var('list_points')) }}, v.step, 1
    from {{ ref('int_recent_value') }} as v
    inner join live as l on v.series_no = l.series_no
    where v.day_idx >= {{ first }} and v.metric = 'rank'
    union all
    select v.series_no, v.day_idx, cast(null as double precision), v.step, 1
    from {{ ref('int_recent_value') }} as v
    inner join live as l on v.series_no = l.series_no
    where v.day_idx >= {{ first }} and v.period = 'month'
    union all
    select g.series_no, g.day_idx, {{ dp(0) }}, {{ dp(0) }}, 0
    from list_grid as g
    left join {{ ref('int_recent_value') }} as v on g.series_no = v.series_no and g.day_idx = v.day_idx and v.day_idx >= {{ first }}
    where v.series_no is null
    union all
    -- A weekly value is what is known until the next one comes.
    select w.series_no, w.day_idx + k.n, w.value, w.step, case when k.n = 0 then 1 else 0 end
    from weekly as w
    cross join ({{ numbers(1) }}) as k
    where k.n < least(7, coalesce(w.next_idx - w.day_idx, 7), {{ today() + 1 }} - w.day_idx) and w.day_idx + k.n >= {{ first }}
),

spine as (
    select l.series_no, {{ recent }} + k.n as day_idx
    from live as l
    cross join ({{ numbers(4) }}) as k
    where k.n < {{ today() - recent + 1 }} and (l.has_baseline or {{ recent }} + k.n >= {{ first_score_day() }})
),

dense as (
    select series_no, day_idx, n, step, is_seen from points
    union all
    select s.series_no, s.day_idx, cast(null as double precision), cast(null as double precision), 0
    from spine as s
    left join points as p on s.series_no = p.series_no and s.day_idx = p.day_idx
    where p.series_no is null
),

smoothed as (
    select
        *,
        avg({{ anscombe('n') }}) over w7 as a7,
        avg(n) over w7 as m7,
        count(n) over w7 as n_recent,
        max(step) over w7 as step_7,
        max(case when is_seen = 1 then day_idx end) over (
            partition by series_no order by day_idx rows between unbounded preceding and current row
        ) as last_seen_idx
    from dense
    window w7 as (partition by series_no order by day_idx range between 6 preceding and current row)
),

weighted as (
    select
        s.*,
        case when s.n is not null then exp({{ decay }} * (s.day_idx - {{ today() }})) end as w
    from smoothed as s
    inner join live as l on s.series_no = l.series_no and l.has_baseline
),

framed as (
    select
        series_no, day_idx, n, is_seen, a7, m7, n_recent, step_7, last_seen_idx,
        sum(w) over wb as sw,
        sum(a7 * w) over wb as sx,
        sum(a7 * a7 * w) over wb as sxx,
        count(n) over wb as n_base,
        avg(n) over (partition by series_no order by day_idx range between 34 preceding and 7 preceding) as m28
    from weighted
    window wb as (partition by series_no order by day_idx range between 90 preceding and 7 preceding)
),

together as (
    select * from framed
    union all
    select
        s.series_no, s.day_idx, s.n, s.is_seen, s.a7, s.m7, s.n_recent, s.step_7, s.last_seen_idx,
        cast(null as double precision), cast(null as double precision), cast(null as double precision), 0,
        cast(null as double precision)
    from smoothed as s
    inner join live as l on s.series_no = l.series_no and not l.has_baseline
)

select
    t.series_no, l.term_no, t.day_idx, n, cast(is_seen as integer) as is_seen, m7, m28, coalesce(step_7, {{ dp(0) }}) as step,
    cast(last_seen_idx as integer) as last_seen_idx,
    cast(n_base as integer) as n_base,
    cast(n_recent as integer) as n_recent,
    a7,
    sx / sw as base_mean,
    -- Under a thousandth of the level, variation is the rounding of sums.
    case
        when sxx / sw - (sx / sw) * (sx / sw) > {{ dp('1e-6') }} * (sxx / sw)
            then sqrt(sxx / sw - (sx / sw) * (sx / sw))
        when sw is not null then {{ dp(0) }}
    end as base_sd
from together as t
inner join live as l on t.series_no = l.series_no
where t.day_idx > {{ today() - var('history_days') }}
