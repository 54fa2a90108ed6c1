-- Observations of which another capture may be the last known one since the last build: those in
-- slices that came or went, those that a later as-of moment lets in, and those of texts that stand
-- for other terms. Naming one too many costs time and changes nothing. Empty unless the build grows.
-- depends_on: {{ ref('int_link_change') }}
{% set key = observation_key() | join(', ') -%}
{% set key_of_k = 'k.' ~ observation_key() | join(', k.') -%}
{% if grown() -%}
{% for platform in platforms() -%}
{% set signals = source('raw', platform ~ '_signals') -%}
{{ 'union' if not loop.first }}
select {{ key_of_k }}
from {{ signals }} as k
inner join {{ ref('int_link_change') }} as l on k.term = l.seen and k.kind = l.kind
where k.captured_at <= {{ as_of() }}
{% if platform in var('changed') -%}
union
select {{ key }} from {{ signals }}
where
    captured_at <= {{ as_of() }} and captured_at >= cast('{{ var('changed_from') }}' as timestamp)
    and slice_id in (select slice_id from {{ build_changes() }} where platform = '{{ platform }}' and change = 'new')
{% endif -%}
{% if var('moved') -%}
union
select {{ key }} from {{ signals }} where captured_at <= {{ as_of() }} and captured_at > {{ since() }}
union
select {{ key }} from {{ signals }} where captured_at <= {{ as_of() }} and observed_at >= {{ since_midnight() }}
{% endif -%}
{% endfor -%}
{% if var('gone') -%}
union
select seen, observed_at, metric, region, source_id, kind, period
from {{ standing('int_observation') }}
where
    captured_at >= cast('{{ var('changed_from') }}' as timestamp)
    and slice_id in (select slice_id from {{ build_changes() }} where change = 'gone')
{% endif -%}
{%- else -%}
select {{ key }} from {{ source('raw', platforms()[0] ~ '_signals') }} where 1 = 0
{%- endif %}
