-- The waterfall is the score: contributions add up to log_score, on every day in a whole build and on
-- the days that a growing one wrote. Some days at a time: all of many terms do not fit beside another test.
{% set scores = ref('fct_score_contribution'), ref('fct_term_score_daily') -%}
{% for first, last in day_spans(scores[1], 'scored_on', 100000) -%}
{{ 'union all' if not loop.first }}
select term_id, scored_on, score_version
from (
    select term_id, scored_on, score_version, contribution as part,
        case when component = 'crowding' then {{ dp(0) }} else weight_used end as used
    from {{ scores[0] }}
    where scored_on between {{ first }} and {{ last }}
    union all
    select term_id, scored_on, score_version, -log_score, {{ dp(-1) }}
    from {{ scores[1] }}
    where scored_on between {{ first }} and {{ last }}
) as parts
group by term_id, scored_on, score_version
having abs(sum(part)) >= {{ dp('1e-9') }} or abs(sum(used)) >= {{ dp('1e-9') }}
{% endfor %}
