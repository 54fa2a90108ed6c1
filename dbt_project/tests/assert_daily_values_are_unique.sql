-- Nothing is counted twice: one value a term, source, metric, period and day.
select term_id, source_id, metric, period, observed_on
from {{ ref('fct_term_daily') }}
group by term_id, source_id, metric, period, observed_on
having count(*) > 1
