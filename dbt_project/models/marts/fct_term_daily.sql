{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='append_new_columns',
    meta={'grows': 'day'},
    pre_hook="{{ take_out(ref('int_touched_term'), ['term_id'], within_day()) }}"
) }}
-- Daily values for sparklines, and the weekly and monthly indexes of the last three years.
-- depends_on: {{ ref('int_touched_term') }}
with live as (
    select s.series_no, s.period
    from {{ ref('int_series') }} as s
    {% if within_day() -%}
    inner join {{ ref('int_touched_term') }} as t on s.term_no = t.term_no
    {% endif -%}
    where s.last_idx > {{ first_live_day(var('active_days')) }}
),

shown as (
    select v.*
    from {{ ref('int_recent_value') }} as v
    inner join live as l on v.series_no = l.series_no and l.period = 'day'
    where v.day_idx > {{ today() - var('history_days') }}
    union all
    select v.*
    from {{ ref('int_daily_value') }} as v
    inner join live as l on v.series_no = l.series_no and l.period <> 'day'
    where v.day_idx > {{ today() - 1100 }}
)

select
    t.term_id,
    i.source_id,
    s.metric,
    s.period,
    {{ index_day('v.day_idx') }} as observed_on,
    v.value,
    case when s.metric = 'rank' then w.m7 / {{ dp(var('list_points')) }} else w.m7 end as smoothed,
    v.best_rank,
    v.n_lists,
    v.n_regions
from shown as v
inner join {{ ref('int_series') }} as s on v.series_no = s.series_no
inner join {{ ref('int_term') }} as t on s.term_no = t.term_no
inner join {{ ref('int_source') }} as i on s.source_no = i.source_no
left join {{ ref('int_series_window') }} as w on v.series_no = w.series_no and v.day_idx = w.day_idx and w.is_seen = 1
