-- The time that a term leaves: days until its rise is over or its season is there, against the days
-- that a listing needs.
with lead_time as (
    select cast(sum(days) as integer) as days from {{ ref('lead_times') }}
),

timed as (
    select
        d.term_no, d.day_idx, d.stage, d.velocity,
        l.rise_age, l.rise_low, l.rise_median, l.rise_high, l.n_rises,
        s.peak_basis, s.peak_on, s.publish_from, s.publish_by, s.lead_days as season_lead,
        case
            when d.stage = 'seasonal' then 'season'
            when d.stage in ('emerging', 'rising', 'peak') and d.velocity > {{ dp('0.1') }} and l.n_rises is not null then 'rise'
        end as left_basis,
        d.scored_on, t.days as rise_lead
    from {{ ref('int_term_day') }} as d
    cross join lead_time as t
    left join {{ ref('int_term_life') }} as l on d.term_no = l.term_no and d.day_idx = l.day_idx
    left join {{ ref('int_term_season') }} as s on d.term_no = s.term_no and d.day_idx = s.day_idx
),

counted as (
    select
        *,
        -- Within the peak week its middle may be past.
        case left_basis when 'season' then greatest(0, peak_on - scored_on) when 'rise' then rise_median end as days_left,
        case left_basis when 'season' then season_lead when 'rise' then rise_lead end as lead_days
    from timed
)

select
    term_no, day_idx, left_basis,
    case when velocity > {{ dp('0.1') }} then rise_age end as rise_age,
    cast(days_left as integer) as days_left,
    case when left_basis = 'rise' then rise_low end as days_left_low,
    case when left_basis = 'rise' then rise_high end as days_left_high,
    case when left_basis = 'rise' then n_rises end as n_rises,
    cast(lead_days as integer) as lead_days,
    days_left >= lead_days as in_time,
    peak_basis, peak_on, publish_from, publish_by
from counted
