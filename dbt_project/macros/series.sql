{#- A series is one term, source, metric and period. Its number packs the four. -#}
{% macro series_number(term_no, source_no, metric, period) -%}
  (cast({{ term_no }} as bigint) * 100 + {{ source_no }}) * 100
  + case {{ metric }}
      when 'views_total' then 10 when 'views' then 20 when 'posts_total' then 30 when 'mentions' then 40
      when 'searches' then 50 when 'interest' then 60 when 'rank' then 70 end
  + case {{ period }} when 'week' then 1 when 'month' then 2 else 0 end
{%- endmacro %}

{#- Counts and indexes of weeks and months stay series of their own; everything else is daily. -#}
{% macro series_period(period) -%}
  case when {{ period }} in ('week', 'month') then {{ period }} else 'day' end
{%- endmacro %}

{#- Day of the latest late row: one that became known more than a day after the day it is about. -#}
{% macro late_known_idx() -%}
  max(case when known_on > observed_on + 1 then {{ day_index('known_on') }} end)
{%- endmacro %}

{#- Displayed counters are rounded: below 10,000 exact, then to 100 (K), 100,000 (M), 100,000,000 (B).
    A reading that is no whole number of steps was not rounded. -#}
{% macro display_step(reading) -%}
  case
    when {{ reading }} >= 1000000000 and floor({{ reading }} / {{ dp(100000000) }}) * 100000000 = {{ reading }} then {{ dp(100000000) }}
    when {{ reading }} >= 1000000 and floor({{ reading }} / {{ dp(100000) }}) * 100000 = {{ reading }} then {{ dp(100000) }}
    when {{ reading }} >= 10000 and floor({{ reading }} / {{ dp(100) }}) * 100 = {{ reading }} then {{ dp(100) }}
    else {{ dp(1) }}
  end
{%- endmacro %}
