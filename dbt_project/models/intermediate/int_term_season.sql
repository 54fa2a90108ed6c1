-- The seasons of a term on a scored day, from the calendar or else from its own yearly shape: the next
-- peak, whether it is due, the window to publish for the next one that can still be served, and the
-- growth that the shape explains.
with mondays as (
    select
        {{ first_score_day() - first_score_day() % 7 }} + 7 * n as monday,
        cast(least(extract(week from {{ index_day((first_score_day() - first_score_day() % 7) ~ ' + 7 * n') }}), 52) as integer) as week
    from ({{ numbers(3) }}) as numbers
    where 7 * n < {{ today() - first_score_day() + 450 }}
),

-- The middle of a week of the year: in the week under way or ahead, and where there is time for it.
ahead as (
    select
        d.day_idx, d.cut_idx, d.week_now, m.week,
        min(m.monday) + 3 as middle_idx,
        min(case when m.monday + 3 - {{ var('season_lead_days') }} >= d.day_idx then m.monday end) + 3 as served_idx
    from {{ ref('int_score_day') }} as d
    inner join mondays as m on m.monday + 6 >= d.day_idx
    group by d.day_idx, d.cut_idx, d.week_now, m.week
),

peaks as (
    select
        *,
        row_number() over (
            partition by term_no, cut_idx order by cast(season_index as decimal(18, 9)) desc, week
        ) as place
    from {{ ref('int_season') }}
),

-- A season is one that came in every known year, and in at least two.
measured as (
    select term_no, cut_idx, week, season_index
    from peaks
    where place = 1 and n_years >= 2 and least_index >= {{ dp(var('season_least')) }}
),

shaped as (
    select
        m.term_no, a.day_idx, a.middle_idx, a.served_idx, m.season_index as peak_index,
        -- This week over the four before it.
        ln(
            max(case when s.week = a.week_now then s.season_index end)
            / nullif(avg(case when s.week <> a.week_now then s.season_index end), 0)
        ) as season_growth
    from measured as m
    inner join ahead as a on m.cut_idx = a.cut_idx and m.week = a.week
    left join {{ ref('int_season') }} as s
        on m.term_no = s.term_no and m.cut_idx = s.cut_idx and (a.week_now - s.week + 52) % 52 <= 4 and s.season_index > 0
    group by m.term_no, a.day_idx, a.middle_idx, a.served_idx, m.season_index
),

-- An occasion that can still be served may lie behind a nearer date of the same name.
dated as (
    select o.term_no, o.day_idx, o.falls_on, o.publish_from, o.publish_by, min(n.falls_on) as next_on
    from {{ ref('int_term_occasion') }} as o
    inner join {{ ref('stg_occasions') }} as n
        on o.occasion = n.name and o.country = n.country and n.falls_on >= {{ index_day('o.day_idx') }} and n.falls_on <= o.falls_on
    group by o.term_no, o.day_idx, o.falls_on, o.publish_from, o.publish_by
),

together as (
    select
        coalesce(o.term_no, s.term_no) as term_no,
        coalesce(o.day_idx, s.day_idx) as day_idx,
        case when o.term_no is not null then 'occasion' else 'measured' end as peak_basis,
        coalesce(o.next_on, {{ index_day('s.middle_idx') }}) as peak_on,
        coalesce(o.publish_from, {{ index_day('s.served_idx - ' ~ var('season_window_days')) }}) as publish_from,
        coalesce(o.publish_by, {{ index_day('s.served_idx - ' ~ var('season_lead_days')) }}) as publish_by,
        coalesce(o.falls_on - o.publish_from, {{ var('season_window_days') }}) as window_days,
        coalesce(o.falls_on - o.publish_by, {{ var('season_lead_days') }}) as lead_days,
        s.peak_index, s.season_growth
    from dated as o
    full join shaped as s on o.term_no = s.term_no and o.day_idx = s.day_idx
)

select
    *,
    case when peak_on - {{ index_day('day_idx') }} <= window_days then 1 else 0 end as is_due
from together
