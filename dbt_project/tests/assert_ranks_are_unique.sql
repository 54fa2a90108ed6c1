-- A place on a day belongs to one term, and places have no holes.
select scored_on, score_version
from {{ scores_to_look_at(ref('fct_term_score_daily')) }} as s
group by scored_on, score_version
having count(*) <> count(distinct rank) or count(*) <> max(rank) or count(*) <> count(distinct term_id)
