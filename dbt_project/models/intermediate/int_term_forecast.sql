-- The forecasts of a term: the mean of its counters, and of the lists it is on, as sums. Means of sums
-- keep their parts exact.
with names as (
    select distinct l.seen_no, l.term_no
    from {{ ref('int_term_link') }} as l
    inner join (select distinct seen_no from {{ ref('int_list_forecast') }}) as f on l.seen_no = f.seen_no
),

of_counters as (
    select
        term_no, day_idx,
        avg(rise_sum) as rise_sum, avg(rank_sum) as rank_sum, avg(sustain_sum) as sustain_sum,
        cast(count(*) as integer) as n_counters
    from {{ ref('int_counter_forecast') }}
    group by term_no, day_idx
),

of_lists as (
    select n.term_no, f.day_idx, avg(f.return_sum) as return_sum, cast(count(*) as integer) as n_lists
    from {{ ref('int_list_forecast') }} as f
    inner join names as n on f.seen_no = n.seen_no
    group by n.term_no, f.day_idx
),

asked as (
    select term_no, day_idx from of_counters
    union
    select term_no, day_idx from of_lists
)

select
    a.term_no, a.day_idx,
    c.rise_sum, c.rank_sum, c.sustain_sum, l.return_sum,
    coalesce(c.n_counters, 0) as n_counters,
    coalesce(l.n_lists, 0) as n_lists
from asked as a
left join of_counters as c on a.term_no = c.term_no and a.day_idx = c.day_idx
left join of_lists as l on a.term_no = l.term_no and a.day_idx = l.day_idx
where c.rise_sum is not null or c.rank_sum is not null or c.sustain_sum is not null or l.return_sum is not null
