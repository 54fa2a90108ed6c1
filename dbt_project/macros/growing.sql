{#- Growing: a build that takes in what is new since the last one, instead of everything again.
    Whether a build may grow is decided once, in warehouse/builds.py; without the variable every
    build starts anew. -#}
{% macro grown() -%} {{ return(var('grow', false)) }} {%- endmacro %}

{#- Whether it grows within the as-of day: then a term that is not touched measures what it did. -#}
{% macro within_day() -%}
  {{ return(grown() and not var('moved') and (var('score_days') | int) == 1) }}
{%- endmacro %}

{#- Overrides dbt's own: a model whose meta says that it `grows` (`always`, or only within a `day`)
    starts anew in a build of another kind. The history of scores has no such mark and goes only with
    --full-refresh. -#}
{% macro should_full_refresh() -%}
  {%- set grows = (config.get('meta') or {}).get('grows') -%}
  {%- if grows -%} {{ return(not (within_day() if grows == 'day' else grown())) }} {%- endif -%}
  {%- set asked = config.get('full_refresh') -%}
  {{ return(flags.FULL_REFRESH if asked is none else asked) }}
{%- endmacro %}

{#- A model as the last build left it, for those that this build makes before it: by name, because
    a reference would be a circle. -#}
{% macro standing(model) -%}
  {{ return(api.Relation.create(database=target.database, schema='intermediate', identifier=model)) }}
{%- endmacro %}

{#- Slices that came or went since the last build; warehouse/builds.py writes it. -#}
{% macro build_changes() -%}
  {{ return(api.Relation.create(database=target.database, schema='raw', identifier='build_changes')) }}
{%- endmacro %}

{#- The as-of moment of the last build, and the midnight after its as-of day. -#}
{% macro since() -%} cast('{{ var('since') }}' as timestamp) {%- endmacro %}
{% macro since_midnight() -%}
  {%- set moment = modules.datetime.datetime.fromisoformat(var('since')) - modules.datetime.timedelta(microseconds=1) -%}
  {{ return("cast('" ~ (moment.date() + modules.datetime.timedelta(days=1)).isoformat() ~ " 00:00:00' as timestamp)") }}
{%- endmacro %}

{#- What makes two captures captures of one observation. -#}
{% macro observation_key() -%}
  {{ return(['term', 'observed_at', 'metric', 'region', 'source', 'kind', 'period']) }}
{%- endmacro %}

{#- Equality of the columns in two relations. -#}
{% macro same(left, right, columns) -%}
  {% for name in columns %}{{ ' and ' if not loop.first }}{{ left }}.{{ name }} = {{ right }}.{{ name }}{% endfor %}
{%- endmacro %}

{#- Statement before a growing model: takes out of it what the rows of another say. -#}
{% macro take_out(model, columns, when=true) -%}
  {%- if grown() and when -%}
    delete from {{ this }} as standing using {{ model }} as gone where {{ same('standing', 'gone', columns) }}
  {%- endif -%}
{%- endmacro %}

{#- What a test of the scores (or of the forecasts) looks at: all that was ever said, or what a build
    that grows has said. -#}
{% macro scores_to_look_at(scores, day='scored_on') -%}
  {%- if grown() -%}
    (select * from {{ scores }} where {{ day }} >= {{ index_day(first_score_day()) }})
  {%- else -%}
    {{ scores }}
  {%- endif -%}
{%- endmacro %}

{#- The same for dbt's own tests of a column. -#}
{% macro default__get_where_subquery(relation) -%}
  {%- set days = {'fct_term_score_daily': 'scored_on', 'fct_term_forecast_daily': 'made_on'} -%}
  {%- if relation.identifier in days and grown() -%}
    {%- do return(scores_to_look_at(relation, days[relation.identifier]) ~ ' as dbt_subquery') -%}
  {%- endif -%}
  {%- set where = config.get('where', '') -%}
  {%- do return('(select * from ' ~ relation ~ ' where ' ~ where ~ ') dbt_subquery' if where else relation) -%}
{%- endmacro %}

{#- First and last days, as SQL, of spans that hold about so many rows of what a test looks at; one span
    when there are none. A day is never parted. -#}
{% macro day_spans(relation, day, rows) -%}
  {%- set spans = [] -%}
  {%- set held = namespace(first=none, last=none, rows=0) -%}
  {%- if execute -%}
    {%- set found = run_query(
      'select ' ~ day ~ ', count(*) as n from ' ~ scores_to_look_at(relation, day) ~ ' as looked_at group by ' ~ day ~ ' order by ' ~ day
    ) -%}
    {%- for row in found.rows -%}
      {%- if held.first is not none and held.rows + row[1] > rows -%}
        {%- do spans.append((held.first, held.last)) -%}
        {%- set held.first = none -%}
        {%- set held.rows = 0 -%}
      {%- endif -%}
      {%- set date = "cast('" ~ row[0] ~ "' as date)" -%}
      {%- set held.first = date if held.first is none else held.first -%}
      {%- set held.last = date -%}
      {%- set held.rows = held.rows + row[1] -%}
    {%- endfor -%}
  {%- endif -%}
  {%- do spans.append((held.first or "cast('2001-01-01' as date)", held.last or "cast('2001-01-01' as date)")) -%}
  {{ return(spans) }}
{%- endmacro %}
