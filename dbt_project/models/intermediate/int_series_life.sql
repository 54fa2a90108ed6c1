{{ config(
    materialized='incremental',
    incremental_strategy='append',
    meta={'grows': 'day'},
    pre_hook="{{ take_out(ref('int_touched_term'), ['term_no'], within_day()) }}"
) }}
-- Where in its life a live series is on a scored day: how old its rise is, what like rises had still
-- before them, and whether it has been high and flat for the whole baseline.
-- depends_on: {{ ref('int_touched_term') }}
{% set first = first_score_day() -%}
{% set reach = var('onset_days') -%}

-- The velocity of int_series_measure, on its days and on those that an age looks back on.
with grown as (
    select
        w.series_no, w.day_idx, w.m28, w.base_mean, w.base_sd,
        ln((w.m7 + greatest({{ dp(5) }}, w.step)) / (w.m28 + greatest({{ dp(5) }}, w.step))) as velocity
    from {{ ref('int_series_window') }} as w
    {% if within_day() -%}
    inner join {{ ref('int_touched_term') }} as t on w.term_no = t.term_no
    {% endif -%}
    where w.day_idx >= {{ first - reach - var('rise_gap_days') }}
        and w.n_base >= {{ var('min_baseline_days') }} and w.n_recent >= {{ var('min_recent_days') }} and w.m28 is not null
),

-- More than a week of which nothing is known breaks the record.
broken as (
    select
        *,
        case when velocity <= 0 then day_idx end as down_idx,
        case when coalesce(day_idx - lag(day_idx) over (partition by series_no order by day_idx), 1000) > {{ var('rise_gap_days') }}
            then day_idx end as broken_idx
    from grown
),

aged as (
    select
        series_no, day_idx, velocity, m28, base_mean, base_sd,
        max(down_idx) over w as down_idx,
        max(broken_idx) over w as broken_idx,
        max(velocity) over (partition by series_no order by day_idx range between 14 preceding and 14 preceding) as velocity_14
    from broken
    window w as (partition by series_no order by day_idx range between {{ reach }} preceding and current row)
),

told as (
    select
        m.series_no, m.term_no, m.metric, m.day_idx, m.velocity,
        case
            when m.velocity is null or m.velocity <= 0 then null
            when a.down_idx is null and a.broken_idx is null then {{ reach }}
            when a.down_idx >= coalesce(a.broken_idx, a.down_idx) then a.day_idx - a.down_idx
        end as rise_age,
        case
            when m.velocity is null then null
            when abs(m.velocity) <= {{ dp('0.1') }} and abs(a.velocity_14) <= {{ dp('0.1') }} and a.base_sd <= {{ dp('0.1') }} * a.base_mean
                and a.m28 >= case m.metric when 'rank' then {{ dp(5) }} when 'interest' then {{ dp(50) }} else {{ dp(100) }} end
                then 1
            else 0
        end as is_lasting
    from {{ ref('int_series_measure') }} as m
    {% if within_day() -%}
    inner join {{ ref('int_touched_term') }} as t on m.term_no = t.term_no
    {% endif -%}
    inner join aged as a on m.series_no = a.series_no and m.day_idx = a.day_idx
    where m.day_idx >= {{ first }}
)

select
    t.series_no, t.term_no, t.day_idx,
    cast(t.rise_age as integer) as rise_age,
    t.is_lasting,
    d.low as rise_low, d.median as rise_median, d.high as rise_high, d.rises as n_rises
from told as t
left join {{ ref('rise_durations') }} as d
    on d.rise_version = '{{ var('rise_version') }}'
    and d.kind = case when t.metric = 'rank' then 'list' when t.metric in ('views_total', 'posts_total') then 'counter' end
    and t.rise_age between d.age_from and d.age_to and t.velocity > {{ dp('0.1') }}
where t.rise_age is not null or t.is_lasting = 1
