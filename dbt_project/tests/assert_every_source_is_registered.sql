{{ config(severity='warn') }}
-- A row of a source without recorded rights is not used; that it exists is an error to mend.
{% for platform in platforms() -%}
{{ 'union' if not loop.first }}
select source from {{ source('raw', platform ~ '_signals') }}
where source not in (select source_id from {{ source('raw', 'sources') }})
{% endfor %}
