{{ config(materialized='view') }}
-- The score of every term and day taken apart. A component without a weight in the score's version has
-- no row. Crowding is the last term of the sum and is no share of it: it counts whole.
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
        {{ known_weights() }} as w_known
    from {{ ref('fct_term_score_daily') }} as t
    inner join weights as w on t.score_version = w.score_version
)

{% set raw = {
    'momentum': 'burst', 'outlook': 's_outlook', 'breadth': 'breadth_z',
    'freshness': 'cast(onset_age as double precision)',
    'season': 'coalesce(occasion_opportunity, season_ahead)', 'fit': 's_fit', 'intent': 's_intent',
    'competition': '(' ~ dp(1) ~ ' + listings) / (' ~ dp(1) ~ ' + searches)',
} -%}
{% for name in components() -%}
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
where w_{{ name }} is not null
union all
{% endfor %}
select
    term_id, scored_on, score_version,
    cast('crowding' as text) as component,
    {{ components() | length + 1 }} as position,
    cast(n_drafts as double precision) as raw_value,
    s_crowding as component_value,
    {{ dp(1) }} as weight,
    {{ dp(1) }} as weight_used,
    {{ crowding('s_crowding') }} as contribution,
    true as is_known
from known
where s_crowding is not null
