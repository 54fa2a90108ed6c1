-- The occasion that suits a term best on a scored day.
with candidates as (
    select
        t.term_no, o.*,
        row_number() over (
            partition by t.term_no, o.day_idx
            order by cast(o.opportunity as decimal(18, 9)) desc, o.falls_on, {{ byte_order('o.occasion') }}
        ) as best
    from {{ ref('stg_term_occasions') }} as l
    inner join {{ ref('int_term_member') }} as m on l.term_id = m.term_id
    inner join {{ ref('int_term') }} as t on m.head_id = t.term_id
    inner join {{ ref('int_occasion_day') }} as o on l.occasion = o.occasion
    where not t.is_noise
)

select term_no, day_idx, occasion_id, occasion, country, falls_on, publish_from, publish_by, is_due, opportunity
from candidates
where best = 1
