{{ config(
    materialized='incremental',
    incremental_strategy='append',
    indexes=indexed([['seen', 'observed_at'], ['term_no', 'observed_on'], ['seen_no', 'observed_on']]),
    meta={'grows': 'always'},
    pre_hook="{% if grown() %}delete from {{ this }} as standing using {{ ref('int_delta') }} as gone where gone.sign = -1 and {{ same('standing', 'gone', ['observed_at', 'seen', 'metric', 'region', 'source_id', 'kind', 'period']) }}{% endif %}"
) }}
-- Every known observation of every term: staging of all platforms, joined to terms and sources.
-- depends_on: {{ ref('int_delta') }}
{% if grown() -%}
select
    term_no, term_id, seen_no, source_no, source_id, origin, region, seen, kind, metric, period, value, rank,
    observed_at, captured_at, observed_on, known_on, is_partial, url, run_id, slice_id
from {{ ref('int_delta') }}
where sign = 1
{%- else -%}
with staged as (
    {% for platform in platforms() -%}
    {{ 'union all' if not loop.first }}
    select * from {{ ref('stg_' ~ platform ~ '_signals') }}
    {% endfor %}
)

select {{ observation_columns() }}
from staged as o
inner join {{ ref('int_term_link') }} as l on o.term = l.seen and o.kind = l.kind
inner join {{ ref('int_source_name') }} as s on o.source = s.source_id
where o.observed_on <= {{ index_day(today()) }}
{%- endif %}
