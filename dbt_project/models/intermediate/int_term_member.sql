-- Which term each term stands for: its head, or itself. A term never stands for noise or for a head
-- that is gone, and noise stands for nothing but itself.
select
    t.term_id,
    coalesce(h.term_id, t.term_id) as head_id,
    case when h.term_id is null or h.term_id = t.term_id then 'head' else c.reason end as reason,
    case when h.term_id is null or h.term_id = t.term_id then '' else c.detail end as detail,
    t.is_curated,
    t.category,
    t.risk_status
from {{ ref('stg_terms') }} as t
left join {{ ref('stg_term_clusters') }} as c on t.term_id = c.term_id and not t.is_noise
left join {{ ref('stg_terms') }} as h on c.head_id = h.term_id and not h.is_noise
