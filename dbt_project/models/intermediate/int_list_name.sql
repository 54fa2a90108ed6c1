-- How each name is written. Texts that differ only in case or a leading # are one name.
with written as (
    select
        l.seen_no, l.seen, t.is_weekday,
        row_number() over (partition by l.seen_no order by {{ byte_order('l.seen') }}, t.term_id) as place
    from {{ ref('int_term_link') }} as l
    inner join {{ ref('stg_terms') }} as t on l.term_id = t.term_id
)

select seen_no, seen, is_weekday
from written
where place = 1
