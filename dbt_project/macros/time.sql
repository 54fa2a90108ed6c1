{#- The as-of moment. Rows with captured_at <= as_of are known; the as-of day is the day that
    ends at or contains it, so both 2025-01-01 00:00 and 2024-12-31 23:59:59 mean 2024-12-31. -#}
{% macro as_of_python() -%}
  {%- set text = var('as_of') | string -%}
  {%- if not text -%}
    {%- if execute -%}
      {{ exceptions.raise_compiler_error("Variable as_of is empty. Pass the UTC moment, e.g. --vars '{as_of: \"2025-01-01 00:00:00\"}'.") }}
    {%- endif -%}
    {%- set text = '2001-01-02 00:00:00' -%}
  {%- endif -%}
  {{ return(modules.datetime.datetime.fromisoformat(text)) }}
{%- endmacro %}

{% macro as_of() -%}
  cast('{{ as_of_python().isoformat(' ') }}' as timestamp)
{%- endmacro %}

{#- Days are counted from Monday 2001-01-01, so that a week starts where day_idx % 7 = 0. -#}
{% macro day_index(day) -%}
  cast(({{ day }}) - cast('2001-01-01' as date) as integer)
{%- endmacro %}

{% macro index_day(day_idx) -%}
  cast(cast('2001-01-01' as date) + ({{ day_idx }}) as date)
{%- endmacro %}

{#- Index of the as-of day, as a literal. -#}
{% macro today() -%}
  {%- set moment = as_of_python() - modules.datetime.timedelta(microseconds=1) -%}
  {{ return((moment.date() - modules.datetime.date(2001, 1, 1)).days) }}
{%- endmacro %}

{% macro first_score_day() -%}
  {{ return(today() - (var('score_days') | int) + 1) }}
{%- endmacro %}

{#- Series without an observation for `days` before this day are left out. It does not hang on how
    many days are scored, so that a build of one day keeps the series that a build of 28 keeps. -#}
{% macro first_live_day(days) -%}
  {{ return([first_score_day(), today() - (var('onset_days') | int) + 1] | min - (days | int)) }}
{%- endmacro %}

{#- First day the windows of the first score day reach back to: the onset is looked for
    onset_days back, and each of those days needs 90 days of baseline smoothed over 7. -#}
{% macro first_window_day() -%}
  {{ return(first_score_day() - (var('onset_days') | int) - 97) }}
{%- endmacro %}

{#- The same for the most days that a build may score, and for sparklines: what is kept, with the
    week under way on the first day. -#}
{% macro first_kept_day() -%}
  {%- set most = [var('score_days') | int, var('most_score_days') | int] | max -%}
  {{ return([today() - most + 1 - (var('onset_days') | int) - 97, today() - (var('history_days') | int)] | min - 6) }}
{%- endmacro %}

{#- First day that the regions of the first day of the longest build look back to. -#}
{% macro first_region_day() -%}
  {%- set most = [var('score_days') | int, var('most_score_days') | int] | max -%}
  {{ return(today() - most + 1 - (var('region_days') | int) + 1) }}
{%- endmacro %}

{#- Rows 0 .. 10^digits - 1 in a column `n`, without generate_series. -#}
{% macro numbers(digits) -%}
  select cast({% for place in range(digits) %}{{ ' + ' if not loop.first }}d{{ place }}.digit * {{ 10 ** place }}{% endfor %} as integer) as n
  from {% for place in range(digits) -%}
  {{ 'cross join ' if not loop.first }}(select 0 as digit union all select 1 union all select 2 union all select 3 union all select 4
    union all select 5 union all select 6 union all select 7 union all select 8 union all select 9) as d{{ place }}
  {% endfor %}
{%- endmacro %}

{#- First day that features are computed of: a forecast is shown, with its parts, for some days. -#}
{% macro first_forecast_day() -%}
  {{ return([first_score_day() | int, (today() | int) - (var('forecast_days') | int) + 1] | min) }}
{%- endmacro %}
