{#- Constants are cast: a bare decimal literal makes Postgres use exact arithmetic. -#}
{% macro dp(number) -%} cast({{ number }} as double precision) {%- endmacro %}

{#- Stabilise the variance of a count. -#}
{% macro anscombe(n) -%} {{ dp(2) }} * sqrt(({{ n }}) + {{ dp(0.375) }}) {%- endmacro %}

{#- x within [low, high]. greatest and least pass over an empty x, so it is kept empty here. -#}
{% macro clamp(x, low, high) -%}
  case when ({{ x }}) is not null then greatest({{ dp(low) }}, least({{ dp(high) }}, {{ x }})) end
{%- endmacro %}

{#- 1 / (1 + e^-x), x held within +-30 because Postgres refuses to overflow. -#}
{% macro logistic(x) -%}
  ({{ dp(1) }} / ({{ dp(1) }} + exp(-({{ clamp(x, -30, 30) }}))))
{%- endmacro %}

{#- A component lives in [0.02, 1]. Empty stays empty. -#}
{% macro component(x) -%}
  {{ clamp(x, 0.02, 1) }}
{%- endmacro %}

{#- Lower end of the Wilson interval at one standard error, of `k` successes in `n`. -#}
{% macro wilson_low(k, n) -%}
  case when {{ n }} > 0 then
    (cast({{ k }} as double precision) / {{ n }} + {{ dp(0.5) }} / {{ n }}
      - sqrt(cast({{ k }} as double precision) / {{ n }} * ({{ dp(1) }} - cast({{ k }} as double precision) / {{ n }}) / {{ n }}
             + {{ dp(0.25) }} / (cast({{ n }} as double precision) * {{ n }})))
    / ({{ dp(1) }} + {{ dp(1) }} / {{ n }})
  end
{%- endmacro %}

{#- Integer part of a division; `/` differs between the engines. -#}
{% macro floor_div(a, b) -%} cast(floor(cast({{ a }} as double precision) / {{ b }}) as integer) {%- endmacro %}

{#- Whether a set of sources holds the source of that bit. Exact below 2^53, hence at most 53 sources
    are told apart. -#}
{% macro has_bit(set, bit) -%} cast(floor(cast({{ set }} as double precision) / {{ bit }}) as bigint) % 2 = 1 {%- endmacro %}
