{#- The components in the order in which their contributions are added up. -#}
{% macro components() -%}
  {{ return(['momentum', 'breadth', 'freshness', 'season', 'fit', 'intent', 'competition']) }}
{%- endmacro %}

{#- What a component contributes to log_score, 0 when it is unknown. `s` is its value, `w` its
    weight, `known` the sum of the weights of the known components. -#}
{% macro contribution(s, w, known) -%}
  coalesce({{ w }} / {{ known }} * ln({{ s }}), {{ dp(0) }})
{%- endmacro %}

{#- One row: weight of each component in this version, their sum, and the parameters. -#}
{% macro weights_row(version) -%}
  select
    {% for name in components() -%}
    max(case when component = '{{ name }}' then weight end) as w_{{ name }},
    {% endfor -%}
    sum(weight) as w_all
  from {{ ref('score_weights') }}
  where score_version = '{{ version }}'
{%- endmacro %}
