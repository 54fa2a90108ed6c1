-- Every known observation of every term: staging of all platforms, joined to terms and sources.
with staged as (
    {% for platform in platforms() -%}
    {{ 'union all' if not loop.first }}
    select * from {{ ref('stg_' ~ platform ~ '_signals') }}
    {% endfor %}
)

select
    l.term_no,
    l.term_id,
    l.seen_no,
    s.source_no,
    o.source as source_id,
    o.origin,
    o.region,
    o.term as seen,
    o.kind,
    o.metric,
    o.period,
    o.value,
    o.rank,
    o.observed_at,
    o.captured_at,
    o.observed_on,
    o.known_on,
    o.is_partial,
    o.url,
    o.run_id,
    o.slice_id
from staged as o
inner join {{ ref('int_term_link') }} as l on o.term = l.seen and o.kind = l.kind
inner join {{ ref('int_source_name') }} as s on o.source = s.source_id
where o.observed_on <= {{ index_day(today()) }}
