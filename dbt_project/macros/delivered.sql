{#- What one platform had delivered by as_of, by source, origin and day of capture. Where the
    warehouse keeps an aggregate, whole days come from it and the rest of the as-of day from the rows;
    elsewhere all comes from the rows. `since` leaves out earlier days. -#}
{% macro delivered_by_day(platform, since=none) -%}
  {% set signals = source('raw', platform ~ '_signals') -%}
  {% if var('aggregates') -%}
  select
      source, origin, cast(captured_on as date) as captured_on,
      n_rows, first_captured_at, last_captured_at
  from {{ signals_by_day(platform) }}
  where captured_on < {{ as_of_midnight() }}
  {%- if since %} and captured_on >= {{ since }}{% endif %}
  union all
  {% endif -%}
  select
      source, origin, cast(captured_at as date) as captured_on,
      count(*) as n_rows, min(captured_at) as first_captured_at, max(captured_at) as last_captured_at
  from {{ signals }}
  where captured_at <= {{ as_of() }}
  {%- if var('aggregates') %} and captured_at >= {{ as_of_midnight() }}{% endif %}
  {%- if since %} and captured_at >= {{ since }}{% endif %}
  group by source, origin, cast(captured_at as date)
{%- endmacro %}

{#- The aggregate of a raw table; a numbered migration makes it. By name: where it is absent, it is
    no source either. -#}
{% macro signals_by_day(platform) -%}
  {{ return(api.Relation.create(database=target.database, schema='raw', identifier=platform ~ '_signals_by_day')) }}
{%- endmacro %}

{#- The midnight before as_of: all of the days before it is known. -#}
{% macro as_of_midnight() -%}
  {{ return("cast('" ~ as_of_python().date().isoformat() ~ " 00:00:00' as timestamp)") }}
{%- endmacro %}

{#- The first day of capture on which something may be otherwise than in the last build: that of the
    first row that came or went, or of the last as-of moment, after which rows became known. -#}
{% macro delivered_anew_from() -%}
  {%- set moments = [var('changed_from') | string, var('since') | string] | map('trim') | list -%}
  {{ return("cast('" ~ (moments | min)[:10] ~ " 00:00:00' as timestamp)") }}
{%- endmacro %}

{#- Condition on a raw row `k`: it was captured on a day on which one of the touched observations was
    captured, by the aggregate; no condition where there is none. It spares reading the other days. -#}
{% macro captured_when(platform, touched) -%}
  {%- if var('aggregates') -%}
  {%- set days -%}
    from {{ signals_by_day(platform) }} as d
    where
      d.last_observed_at >= (select min(t.observed_at) from {{ touched }} as t where t.source in (select source from {{ signals_by_day(platform) }}))
      and d.first_observed_at <= (select max(t.observed_at) from {{ touched }} as t where t.source in (select source from {{ signals_by_day(platform) }}))
  {%- endset %}
  and k.captured_at >= (select min(d.captured_on) {{ days }})
  and k.captured_at < (select max(d.captured_on) + interval '1 day' {{ days }})
  {%- endif -%}
{%- endmacro %}
