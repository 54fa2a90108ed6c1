-- Nothing that people see is computed from a source whose rows may not be kept or computed from.
-- A build that grows looks at what came; another source or right makes a build that starts anew.
-- depends_on: {{ ref('int_delta') }}
select o.source_id, count(*) as n_rows
from {{ ref('int_delta') if grown() else ref('fct_trend_observation') }} as o
left join {{ source('raw', 'sources') }} as s on o.source_id = s.source_id
where s.source_id is null or not s.may_store or not s.may_score
group by o.source_id
