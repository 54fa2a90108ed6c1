-- The waterfall is the score: contributions add up to log_score.
select c.term_id, c.scored_on, c.score_version
from {{ ref('fct_score_contribution') }} as c
inner join {{ ref('fct_term_score_daily') }} as s
    on c.term_id = s.term_id and c.scored_on = s.scored_on and c.score_version = s.score_version
where s.scored_on >= {{ index_day(first_score_day()) }}
group by c.term_id, c.scored_on, c.score_version
having abs(sum(c.contribution) - max(s.log_score)) >= {{ dp('1e-9') }}
    or abs(sum(c.weight_used) - {{ dp(1) }}) >= {{ dp('1e-9') }}
