-- What each seen text stands for. Texts that differ only in case or a leading # are one series.
select
    l.seen,
    l.kind,
    t.term_no,
    t.term_id,
    {{ text_number("l.kind || ':' || lower(ltrim(l.seen, '#'))") }} as seen_no
from {{ ref('stg_term_links') }} as l
inner join {{ ref('int_term') }} as t on l.term_id = t.term_id
where not t.is_noise
