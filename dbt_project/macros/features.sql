{#- Days back at which a counter is looked up. -#}
{% macro counter_lags() -%}
  {{ return([1, 2, 3, 5, 7, 14, 21, 28, 35, 42, 49, 56, 63, 70, 77, 84]) }}
{%- endmacro %}

{#- The reading `days` back, or the last one of the three days before it. -#}
{% macro counter_frame(days) -%}
  over (partition by counter_no order by day_idx range between {{ days + 3 }} preceding and {{ days }} preceding)
{%- endmacro %}

{#- Log of a gain; one display step more, so that no gain has a log too, and rounding little weight.
    greatest passes over an empty gain, so it is kept empty here. -#}
{% macro log_gain(gain) -%}
  ln(case when ({{ gain }}) is not null then greatest({{ gain }}, {{ dp(0) }}) end + coarseness)
{%- endmacro %}

{#- Sum over earlier days, each by exp(-lag / days); far days are held back, Postgres refuses to underflow. -#}
{% macro faded(lag, days) -%}
  coalesce(sum(case when {{ lag }} is not null then exp(-least({{ lag }}, {{ 30 * days }}) / {{ dp(days) }}) end), {{ dp(0) }})
{%- endmacro %}

{#- Log of the share of the captured days that a name was seen on; both sides a little more than nothing. -#}
{% macro log_share(seen, captured) -%}
  ln(({{ seen }} + {{ dp(0.1) }}) / ({{ captured }} + {{ dp(1) }}))
{%- endmacro %}

{#- 1 or 0, a feature that is a yes or a no. -#}
{% macro flag(condition) -%} case when {{ condition }} then {{ dp(1) }} else {{ dp(0) }} end {%- endmacro %}

{#- First day whose readings are kept: what the first of the most days ever scored looks back to. -#}
{% macro first_reading_day() -%}
  {%- set most = [var('score_days') | int, var('most_score_days') | int, var('forecast_days') | int] | max -%}
  {{ return(today() - most + 1 - (var('feature_days') | int)) }}
{%- endmacro %}

{#- Counters of which something changed. -#}
{% macro touched_counters() -%}
  select r.counter_no
  from {{ ref('int_counter_reading') }} as r
  inner join {{ ref('int_touched_cell') }} as c on {{ same('r', 'c', ['term_no', 'source_no']) }}
{%- endmacro %}
