-- Where in its life a term is on a scored day. Its growth is over when that of its last series is, so
-- of several rising series the one with the most before it counts.
with ranked as (
    select
        *,
        row_number() over (
            partition by term_no, day_idx
            -- A quartile that nobody saw reached is later than any other.
            order by
                case when n_rises is null then -1 else coalesce(rise_median, 100000) end desc,
                coalesce(rise_high, 100000) desc, coalesce(rise_age, -1) desc, series_no
        ) as place
    from {{ ref('int_series_life') }}
    where day_idx >= {{ first_score_day() }}
),

-- Lasting only where every series that can be judged is.
judged as (
    select m.term_no, m.day_idx, count(*) as n
    from {{ ref('int_series_measure') }} as m
    where m.day_idx >= {{ first_score_day() }} and m.velocity is not null
    group by m.term_no, m.day_idx
),

lasting as (
    select l.term_no, l.day_idx, count(*) as n
    from {{ ref('int_series_life') }} as l
    where l.day_idx >= {{ first_score_day() }} and l.is_lasting = 1
    group by l.term_no, l.day_idx
)

select
    r.term_no, r.day_idx, r.rise_age, r.rise_low, r.rise_median, r.rise_high, r.n_rises,
    case when l.n = j.n then 1 else 0 end as is_lasting
from ranked as r
left join judged as j on r.term_no = j.term_no and r.day_idx = j.day_idx
left join lasting as l on r.term_no = l.term_no and r.day_idx = l.day_idx
where r.place = 1
