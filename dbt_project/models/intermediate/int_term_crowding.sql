-- How many ideas of this installation have a draft that aims at a term, made within the crowding window of
-- a scored day. Several drafts of one idea are one. A row for terms with at least one.
-- depends_on: {{ ref('score_parameters') }}
with parameters as (
    {{ parameters_row(['crowding_days']) }}
),

made as (
    select t.term_no, d.idea_id, {{ day_index("cast(d.created_at - interval '1 microsecond' as date)") }} as made_idx
    from {{ ref('stg_app_drafts') }} as d
    inner join {{ ref('int_term_member') }} as m on d.term_id = m.term_id
    inner join {{ ref('int_term') }} as t on m.head_id = t.term_id
)

select m.term_no, d.day_idx, cast(count(distinct m.idea_id) as integer) as n_drafts
from made as m
cross join parameters as p
inner join {{ ref('int_score_day') }} as d on m.made_idx <= d.day_idx and m.made_idx > d.day_idx - p.crowding_days
group by m.term_no, d.day_idx
