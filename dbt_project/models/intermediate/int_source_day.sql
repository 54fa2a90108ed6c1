{{ config(
    materialized='incremental',
    incremental_strategy='append',
    meta={'grows': 'always'},
    pre_hook="{% if grown() %}delete from {{ this }} where captured_on >= {{ delivered_anew_from() }}{% endif %}"
) }}
-- What each source had delivered by as_of, by origin and day of capture: rows as they were loaded,
-- linked to a term or not, and when they were captured.
{% set since = delivered_anew_from() if grown() else none -%}
with delivered as (
    {% for platform in platforms() -%}
    {{ 'union all' if not loop.first }}
    {{ delivered_by_day(platform, since) }}
    {% endfor %}
)

select
    s.source_no,
    d.origin,
    d.captured_on,
    cast(sum(d.n_rows) as bigint) as n_rows,
    min(d.first_captured_at) as first_captured_at,
    max(d.last_captured_at) as last_captured_at
from delivered as d
inner join {{ ref('int_source_name') }} as s on d.source = s.source_id
group by s.source_no, d.origin, d.captured_on
