{#- The components in the order in which their contributions are added up. -#}
{% macro components() -%}
  {{ return(['momentum', 'outlook', 'breadth', 'freshness', 'season', 'fit', 'intent', 'competition']) }}
{%- endmacro %}

{#- What a component contributes to log_score, 0 when it is unknown. `s` is its value, `w` its
    weight, `known` the sum of the weights of the known components. -#}
{% macro contribution(s, w, known) -%}
  coalesce({{ w }} / {{ known }} * ln({{ s }}), {{ dp(0) }})
{%- endmacro %}

{#- What crowding adds to log_score: whole, beside the weights. 0 in a version that knows none. -#}
{% macro crowding(s) -%}
  coalesce(ln({{ s }}), {{ dp(0) }})
{%- endmacro %}

{#- The sum of the weights of the known components. -#}
{% macro known_weights() -%}
  {% for name in components() -%}
  {{ '+ ' if not loop.first }}case when s_{{ name }} is not null then coalesce(w_{{ name }}, {{ dp(0) }}) else {{ dp(0) }} end
  {% endfor -%}
{%- endmacro %}

{#- One row: weight of each component in this version (0: the version has none) and their sum. -#}
{% macro weights_row(version) -%}
  select
    {% for name in components() -%}
    coalesce(max(case when component = '{{ name }}' then weight end), {{ dp(0) }}) as w_{{ name }},
    {% endfor -%}
    sum(weight) as w_all
  from {{ ref('score_weights') }}
  where score_version = '{{ version }}'
{%- endmacro %}

{#- One row: these parameters of the version in use; empty where it has none, and then what hangs on
    one is unknown. -#}
{% macro parameters_row(names) -%}
  select
    {% for name in names -%}
    max(case when parameter = '{{ name }}' then value end) as {{ name }}{{ ',' if not loop.last }}
    {% endfor -%}
  from {{ ref('score_parameters') }}
  where score_version = '{{ var('score_version') }}'
{%- endmacro %}

{#- A chance stated as log odds against its base rate: 1/2 when it is as likely as ever, odds ratio
    / (1 + odds ratio) else. -#}
{% macro against_base(log_odds, base_rate) -%}
  {{ logistic(log_odds ~ ' - ln(' ~ base_rate ~ ' / (' ~ dp(1) ~ ' - ' ~ base_rate ~ '))') }}
{%- endmacro %}
