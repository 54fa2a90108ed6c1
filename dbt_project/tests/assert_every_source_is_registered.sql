{{ config(severity='warn') }}
-- A row of a source without recorded rights is not used; that it exists is an error to mend.
-- A build that grows looks at the slices that came.
select source from {{ source('raw', platforms()[0] ~ '_signals') }} where 1 = 0
{% for platform in platforms() if not grown() or platform in var('changed') -%}
union
select source from {{ source('raw', platform ~ '_signals') }}
where source not in (select source_id from {{ source('raw', 'sources') }})
{% if grown() -%}
and captured_at >= cast('{{ var('changed_from') }}' as timestamp)
and slice_id in (select slice_id from {{ build_changes() }} where platform = '{{ platform }}' and change = 'new')
{% endif -%}
{% endfor %}
