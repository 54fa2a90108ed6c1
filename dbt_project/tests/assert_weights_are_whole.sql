-- The weights of a version add up to 1 and name every component once.
select score_version
from {{ ref('score_weights') }}
group by score_version
having abs(sum(weight) - {{ dp(1) }}) > {{ dp('1e-12') }} or count(*) <> {{ components() | length }}
    or count(distinct component) <> {{ components() | length }}
