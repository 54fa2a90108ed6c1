-- A place on a day belongs to one term, and places have no holes.
select scored_on, score_version
from {{ ref('fct_term_score_daily') }}
group by scored_on, score_version
having count(*) <> count(distinct rank) or count(*) <> max(rank) or count(*) <> count(distinct term_id)
