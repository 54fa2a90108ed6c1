-- The waterfall is the score: contributions add up to log_score. Of the days scored the last week: all
-- come of one expression, and four weeks of many terms do not fit beside another test.
with parts as (
    select term_id, scored_on, score_version, contribution as part,
        case when component = 'crowding' then {{ dp(0) }} else weight_used end as used
    from {{ ref('fct_score_contribution') }}
    where scored_on >= {{ index_day([first_score_day(), today() - 6] | max) }}
    union all
    select term_id, scored_on, score_version, -log_score, {{ dp(-1) }}
    from {{ ref('fct_term_score_daily') }}
    where scored_on >= {{ index_day([first_score_day(), today() - 6] | max) }}
)

select term_id, scored_on, score_version
from parts
group by term_id, scored_on, score_version
having abs(sum(part)) >= {{ dp('1e-9') }} or abs(sum(used)) >= {{ dp('1e-9') }}
