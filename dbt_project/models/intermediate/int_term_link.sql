-- What each seen text stands for: the head of each term read in it, once. Texts that differ only in
-- case or a leading # are one series.
with linked as (
    select distinct l.seen, l.kind, m.head_id
    from {{ ref('stg_term_links') }} as l
    inner join {{ ref('int_term_member') }} as m on l.term_id = m.term_id
)

select
    l.seen,
    l.kind,
    t.term_no,
    t.term_id,
    {{ text_number("l.kind || ':' || lower(ltrim(l.seen, '#'))") }} as seen_no
from linked as l
inner join {{ ref('int_term') }} as t on l.head_id = t.term_id
where not t.is_noise
