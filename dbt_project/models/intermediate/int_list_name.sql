-- How each name that a forecast is made of is written. Texts that differ only in case or a leading #
-- are one name.
with written as (
    select
        l.seen_no, l.seen, t.is_weekday,
        row_number() over (partition by l.seen_no order by {{ byte_order('l.seen') }}, t.term_id) as place
    from {{ ref('int_term_link') }} as l
    inner join (select distinct seen_no from {{ ref('int_list_history') }}) as h on l.seen_no = h.seen_no
    inner join {{ ref('stg_terms') }} as t on l.term_id = t.term_id
)

select seen_no, seen, is_weekday
from written
where place = 1
