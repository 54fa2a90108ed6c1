-- The members of every cluster of two and more, the head first: why each belongs and what is known
-- of it alone. A text in which two members were read counts for both.
with clusters as (
    select term_no, term_id
    from {{ ref('int_term') }}
    where n_members > 1
),

seen as (
    select
        o.term_no, o.seen, o.kind,
        count(*) as n_observations,
        min(o.observed_on) as first_seen_on,
        max(o.observed_on) as last_seen_on
    from {{ ref('int_observation') }} as o
    inner join clusters as c on o.term_no = c.term_no
    where o.metric not in ('listed', 'listings')
    group by o.term_no, o.seen, o.kind
),

counted as (
    select
        l.term_id,
        cast(sum(s.n_observations) as bigint) as n_observations,
        min(s.first_seen_on) as first_seen_on,
        max(s.last_seen_on) as last_seen_on
    from {{ ref('stg_term_links') }} as l
    inner join {{ ref('int_term_member') }} as m on l.term_id = m.term_id
    inner join clusters as c on m.head_id = c.term_id
    inner join seen as s on l.seen = s.seen and l.kind = s.kind and c.term_no = s.term_no
    group by l.term_id
)

select
    c.term_id,
    m.term_id as member_id,
    cast(row_number() over (
        partition by c.term_id
        order by
            case when m.term_id = c.term_id then 0 else 1 end,
            coalesce(n.n_observations, 0) desc,
            {{ byte_order('m.term_id') }}
    ) as integer) as position,
    t.term,
    t.display,
    t.language,
    t.kind,
    m.reason,
    m.detail,
    coalesce(n.n_observations, 0) as n_observations,
    n.first_seen_on,
    n.last_seen_on
from clusters as c
inner join {{ ref('int_term_member') }} as m on c.term_id = m.head_id
inner join {{ ref('stg_terms') }} as t on m.term_id = t.term_id
left join counted as n on m.term_id = n.term_id
