-- The weights of a version add up to 1 and name components, each once. A version may lack some.
select score_version
from {{ ref('score_weights') }}
group by score_version
having abs(sum(weight) - {{ dp(1) }}) > {{ dp('1e-12') }} or count(*) <> count(distinct component)
    or sum(case when component in ('{{ components() | join("', '") }}') then 0 else 1 end) > 0
