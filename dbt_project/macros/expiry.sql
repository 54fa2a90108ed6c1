{#- Whether evidence of a day has expired since: what was said of it stays, and cannot be computed
    again. The rule is `on_record` of domain/expiry.py. -#}
{% macro on_record(day) -%}
  ({{ day }} >= (select coalesce(min(captured_from), cast('9999-12-31' as date)) from {{ ref('stg_expired') }})
    and {{ day }} < (select coalesce(max(removed_on), cast('0001-01-01' as date)) from {{ ref('stg_expired') }}))
{%- endmacro %}
