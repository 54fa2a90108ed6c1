{{ config(
    materialized='incremental',
    incremental_strategy='append',
    meta={'grows': 'day'},
    pre_hook="{{ take_out(ref('int_touched_term'), ['term_no'], within_day()) }}"
) }}
-- Burst, velocity, acceleration, persistence and onset of every live series on every scored day.
-- depends_on: {{ ref('int_touched_term') }}
{% set first = first_score_day() -%}

with measured as (
    select
        series_no, day_idx, n, m7, is_seen, last_seen_idx,
        case when n_base >= {{ var('min_baseline_days') }} and n_recent >= {{ var('min_recent_days') }}
            then (a7 - base_mean) / (
                base_sd + {{ dp('0.3') }}
                -- What one step of the displayed counter more in a week would look like.
                + ({{ anscombe('m28 + step / ' ~ dp(7)) }} - {{ anscombe('m28') }})
            ) end as z7,
        case when n_base >= {{ var('min_baseline_days') }} and n_recent >= {{ var('min_recent_days') }}
            then ln((m7 + greatest({{ dp(5) }}, step)) / (m28 + greatest({{ dp(5) }}, step))) end as velocity,
        case when n is not null and m28 is not null
            then case when n > {{ dp('1.15') }} * m28 then {{ dp(1) }} else {{ dp(0) }} end end as is_above
    from {{ ref('int_series_window') }} as w
    {% if within_day() -%}
    inner join {{ ref('int_touched_term') }} as t on w.term_no = t.term_no
    {% endif -%}
    where day_idx >= {{ first - var('onset_days') }}
),

windowed as (
    select
        *,
        cast(sum(is_seen) over (partition by series_no order by day_idx range between 27 preceding and current row) as integer) as seen_28,
        cast(sum(is_seen) over (
            partition by series_no order by day_idx range between {{ var('list_memory_days') - 1 }} preceding and current row
        ) as integer) as seen_14,
        max(velocity) over (partition by series_no order by day_idx range between 14 preceding and 14 preceding) as velocity_14,
        avg(is_above) over (partition by series_no order by day_idx range between 6 preceding and current row) as persistence,
        max(case when n is not null and (z7 is null or z7 < {{ dp(1) }}) then day_idx end) over (
            partition by series_no order by day_idx range between {{ var('onset_days') }} preceding and current row
        ) as last_calm_idx
    from measured
)

select
    w.series_no,
    s.term_no,
    s.source_no,
    s.metric,
    w.day_idx,
    w.m7,
    w.last_seen_idx,
    w.seen_28,
    case when s.metric = 'rank' then w.seen_14 end as days_on_list,
    {% for measure in ['z7', 'velocity', 'persistence'] -%}
    case when w.z7 is not null and (s.metric <> 'rank' or w.seen_14 > 0) then w.{{ measure }} end as {{ measure }},
    {% endfor -%}
    case when s.metric <> 'rank' or w.seen_14 > 0 then w.velocity - w.velocity_14 end as acceleration,
    -- Days since the rise began; the whole look-back when there is no rise.
    case when (s.metric <> 'rank' or w.seen_14 > 0) and w.z7 is not null
        then case when w.z7 >= {{ dp(1) }} then w.day_idx - coalesce(w.last_calm_idx + 1, {{ -var('onset_days') }} + w.day_idx)
            else {{ var('onset_days') }} end
    end as onset_age
from windowed as w
inner join {{ ref('int_series') }} as s on w.series_no = s.series_no
where w.day_idx >= {{ first }} and w.day_idx >= s.scored_from_idx and w.last_seen_idx > w.day_idx - {{ var('active_days') }}
