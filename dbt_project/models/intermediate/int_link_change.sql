-- Texts that stand for other terms than they did in the last build: new ones, and those read anew.
-- Empty unless the build grows.
{% if grown() -%}
{% set columns = 'seen, kind, term_no, seen_no' -%}
with now_only as (
    select {{ columns }} from {{ ref('int_term_link') }}
    except
    select {{ columns }} from {{ standing('int_link_taken') }}
),

then_only as (
    select {{ columns }} from {{ standing('int_link_taken') }}
    except
    select {{ columns }} from {{ ref('int_term_link') }}
)

select seen, kind from now_only
union
select seen, kind from then_only
{%- else -%}
select seen, kind from {{ ref('int_term_link') }} where 1 = 0
{%- endif %}
