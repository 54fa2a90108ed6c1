{#- Whether an observation says that a name was on a list. Titles are no names: they are not asked. -#}
{% macro is_listed(of='') -%} {{ of }}rank is not null and {{ of }}kind <> 'title' {%- endmacro %}

{#- Of a name that is followed: the list it counts on. A source without any main list is one list. -#}
{% macro counted_list(list, has_main) -%}
  case when {{ has_main }} is null then 'all' else {{ list }} end
{%- endmacro %}

{#- Sources with a main list. -#}
{% macro sources_with_main() -%}
  select distinct source_no from {{ ref('int_list_capture') }} where list = 'main'
{%- endmacro %}
