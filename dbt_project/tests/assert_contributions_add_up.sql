-- The waterfall is the score: contributions add up to log_score.
with parts as (
    select term_id, scored_on, score_version, contribution as part, weight_used as used
    from {{ scores_to_look_at(ref('fct_score_contribution')) }} as c
    union all
    select term_id, scored_on, score_version, -log_score, {{ dp(-1) }}
    from {{ scores_to_look_at(ref('fct_term_score_daily')) }} as s
)

select term_id, scored_on, score_version
from parts
group by term_id, scored_on, score_version
having abs(sum(part)) >= {{ dp('1e-9') }} or abs(sum(used)) >= {{ dp('1e-9') }}
