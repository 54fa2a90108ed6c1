{{ config(
    materialized='incremental',
    incremental_strategy='append',
    meta={'grows': 'day'},
    pre_hook="{% if within_day() %}delete from {{ this }} where counter_no in ({{ touched_counters() }}){% endif %}"
) }}
-- What the forecasts of a counter look at, on every forecast day. Gains are logs relative to this
-- week's; what is not known is empty. docs/science/forecasts.md explains each.
-- depends_on: {{ ref('int_touched_cell') }}
{% set lags = counter_lags() -%}

with looked_up as (
    select
        counter_no, day_idx, value, step,
        -- The gain between a rounded and an exact reading is as coarse as the rounded one.
        max(step) over (partition by counter_no order by day_idx range between 28 preceding and current row) as coarseness,
        {% for lag in lags -%}
        last_value(value) {{ counter_frame(lag) }} as value_{{ lag }},
        day_idx - last_value(day_idx) {{ counter_frame(lag) }} as age_{{ lag }}{{ ',' if not loop.last }}
        {% endfor %}
    from {{ ref('int_counter_reading') }}
    where
        day_idx >= {{ first_forecast_day() - var('feature_days') }}
        {% if within_day() -%}
        and counter_no in ({{ touched_counters() }})
        {%- endif %}
),

-- A reading a little older than asked for is brought to the day asked for, at an even pace.
gained as (
    select
        counter_no, day_idx, value, coarseness,
        {% for lag in lags -%}
        (value - value_{{ lag }}) * {{ lag }} / age_{{ lag }} as gain_{{ lag }}{{ ',' if not loop.last }}
        {% endfor %}
    from looked_up
    where day_idx >= {{ first_forecast_day() }}
),

weekly as (
    select
        g.counter_no, g.day_idx, g.coarseness, g.gain_7 as this_week, k.n as week,
        case k.n
            when 0 then g.gain_7
            {% for week in range(1, 12) -%}
            when {{ week }} then g.gain_{{ 7 * week + 7 }} - g.gain_{{ 7 * week }}
            {% endfor %}
        end as gain
    from gained as g
    cross join ({{ numbers(2) }}) as k
    where k.n < 12
),

twelve as (
    select
        counter_no, day_idx,
        percentile_cont({{ dp('0.5') }}) within group (order by gain) as median,
        max(gain) as greatest_gain,
        min(gain) as least_gain,
        avg(case when week > 0 then case when gain < this_week then {{ dp(1) }} when gain = this_week then {{ dp('0.5') }} else {{ dp(0) }} end end) as place,
        stddev_pop({{ log_gain('gain') }}) as spread
    from weekly
    where gain is not null and this_week is not null
    group by counter_no, day_idx
),

placed as (
    select g.*, t.median, t.greatest_gain, t.least_gain, t.place, t.spread, {{ log_gain('g.gain_7') }} as log_week
    from gained as g
    inner join twelve as t on g.counter_no = t.counter_no and g.day_idx = t.day_idx
    where g.gain_7 is not null and g.value > 0
)

select
    counter_no, day_idx, value, coarseness,
    gain_7 as gain,
    ln(value) as level,
    log_week - ln(value) as growth,
    ln(greatest(gain_7, {{ dp(0) }}) / coarseness + {{ dp(1) }}) as steps,
    {{ dp(1) }} / sqrt(greatest(gain_7 / coarseness, {{ dp(1) }})) as thinness,
    {% for lag in lags if lag in [1, 2, 3, 5, 14, 28, 56] -%}
    {{ log_gain('gain_' ~ lag ~ ' * 7 / ' ~ lag) }} - log_week as pace_{{ lag }},
    {% endfor -%}
    {% for week in range(1, 4) -%}
    {{ log_gain('gain_' ~ (7 * week + 7) ~ ' - gain_' ~ (7 * week)) }} - log_week as week_{{ week }},
    {% endfor -%}
    {{ log_gain('median') }} - log_week as median_12,
    {{ log_gain('greatest_gain') }} - log_week as greatest_12,
    {{ log_gain('least_gain') }} - log_week as least_12,
    place as place_12,
    spread as spread_12
from placed
