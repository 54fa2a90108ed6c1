-- What the touched observations were (sign -1) and are now (sign 1). Empty unless the build grows.
-- depends_on: {{ ref('int_touched') }}
with known as (
    {% for platform in platforms() -%}
    {{ 'union all' if not loop.first }}
    select k.*
    from {{ source('raw', platform ~ '_signals') }} as k
    inner join {{ ref('int_touched') }} as t on {{ same('k', 't', observation_key()) }}
    where k.captured_at <= {{ as_of() }} {{ captured_when(platform, ref('int_touched')) }}
    {% endfor %}
),

latest as (
    select *, {{ signal_days() }}
    from (
        select *, row_number() over (partition by {{ observation_key() | join(', ') }} order by {{ last_capture() }}) as newest
        from known
    ) as ordered
    where newest = 1
)

select {{ observation_columns() }}, 1 as sign
from latest as o
inner join {{ ref('int_term_link') }} as l on o.term = l.seen and o.kind = l.kind
inner join {{ ref('int_source_name') }} as s on o.source = s.source_id
where o.observed_on <= {{ index_day(today()) }}
{% if grown() -%}
union all
select o.*, -1
from {{ standing('int_observation') }} as o
inner join {{ ref('int_touched') }} as t
    on {{ same('o', 't', ['observed_at', 'metric', 'region', 'kind', 'period']) }} and o.seen = t.term and o.source_id = t.source
{%- endif %}
