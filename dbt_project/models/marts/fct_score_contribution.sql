{{ config(materialized='view') }}
-- The score of every term and day taken apart. Crowding would be one more row; it has none, because
-- no drafts of others are counted yet, and a term of 0 in a sum of logs changes nothing.
with weights as (
    select
        score_version,
        {% for name in components() -%}
        max(case when component = '{{ name }}' then weight end) as w_{{ name }}{{ ',' if not loop.last }}
        {% endfor %}
    from {{ ref('score_weights') }}
    group by score_version
),

known as (
    select
        t.*,
        {% for name in components() -%} w.w_{{ name }}, {% endfor %}
        {% for name in components() -%}
        {{ '+ ' if not loop.first }}case when s_{{ name }} is not null then w_{{ name }} else {{ dp(0) }} end
        {% endfor -%} as w_known
    from {{ ref('fct_term_score_daily') }} as t
    inner join weights as w on t.score_version = w.score_version
)

{% set raw = {
    'momentum': 'burst', 'breadth': 'breadth_z', 'freshness': 'cast(onset_age as double precision)',
    'season': 'coalesce(occasion_opportunity, season_ahead)', 'fit': 's_fit', 'intent': 's_intent',
    'competition': 'cast(null as double precision)',
} -%}
{% for name in components() -%}
{{ 'union all' if not loop.first }}
select
    term_id, scored_on, score_version,
    cast('{{ name }}' as text) as component,
    {{ loop.index }} as position,
    {{ raw[name] }} as raw_value,
    s_{{ name }} as component_value,
    w_{{ name }} as weight,
    case when s_{{ name }} is not null then w_{{ name }} / w_known else {{ dp(0) }} end as weight_used,
    {{ contribution('s_' ~ name, 'w_' ~ name, 'w_known') }} as contribution,
    s_{{ name }} is not null as is_known
from known
{% endfor %}
