-- Every scored term on every scored day, with each raw measure and each component in [0.02, 1].
-- Scored are terms measured within the active days, curated terms, and terms whose occasion is due.
with parameters as (
    {{ parameters_row(['competition_centre', 'crowding_capacity']) }}
),

population as (
    select term_no, day_idx from {{ ref('int_term_measure') }}
    union
    select t.term_no, d.day_idx
    from {{ ref('int_term') }} as t
    cross join {{ ref('int_score_day') }} as d
    where t.is_curated and not t.is_noise
    union
    select term_no, day_idx from {{ ref('int_term_occasion') }} where is_due = 1
),

joined as (
    select
        p.term_no, t.term_id, t.is_curated, t.risk_status, t.fit, t.intent,
        p.day_idx, d.day as scored_on,
        m.burst, m.velocity, m.acceleration, m.persistence, m.momentum, m.level,
        m.breadth_z, m.breadth_wilson, m.n_known, m.n_rising, m.onset_age,
        m.last_seen_idx, coalesce(m.seen_28, 0) as days_seen, m.days_on_list, m.source_set,
        m.is_import, m.is_live, m.is_replay,
        o.occasion_id, o.occasion, o.country as occasion_country, o.falls_on as occasion_on, o.publish_from, o.publish_by, o.opportunity,
        ahead.season_index as season_ahead, season.season_index, season.n_years as season_years,
        coalesce(due.is_due, 0) as season_is_due, due.season_growth, coalesce(life.is_lasting, 0) as is_lasting,
        f.outlook, c.listings, c.searches, coalesce(w.n_drafts, 0) as n_drafts,
        a.competition_centre, a.crowding_capacity,
        exp(-ln({{ dp(2) }}) * m.onset_age / coalesce(h.half_life_days, {{ dp(14) }})) as freshness,
        {{ logistic(dp(3) ~ ' * ln(' ~ clamp('ahead.season_index', '0.001', 1000) ~ ')') }} as seasonal
    from population as p
    inner join {{ ref('int_term') }} as t on p.term_no = t.term_no
    inner join {{ ref('int_score_day') }} as d on p.day_idx = d.day_idx
    left join {{ ref('int_term_measure') }} as m on p.term_no = m.term_no and p.day_idx = m.day_idx
    left join {{ ref('int_term_occasion') }} as o on p.term_no = o.term_no and p.day_idx = o.day_idx
    left join {{ ref('int_season') }} as season
        on p.term_no = season.term_no and d.cut_idx = season.cut_idx and d.week_now = season.week
    left join {{ ref('int_season') }} as ahead
        on p.term_no = ahead.term_no and d.cut_idx = ahead.cut_idx and d.week_ahead = ahead.week
    left join {{ ref('int_term_season') }} as due on p.term_no = due.term_no and p.day_idx = due.day_idx
    left join {{ ref('int_term_life') }} as life on p.term_no = life.term_no and p.day_idx = life.day_idx
    left join {{ ref('half_lives') }} as h on t.kind = h.kind
    left join {{ ref('int_term_outlook') }} as f on p.term_no = f.term_no and p.day_idx = f.day_idx
    left join {{ ref('int_term_competition') }} as c on p.term_no = c.term_no and p.day_idx = c.day_idx
    left join {{ ref('int_term_crowding') }} as w on p.term_no = w.term_no and p.day_idx = w.day_idx
    cross join parameters as a
)

select
    *,
    case
        -- Growth beyond what the season of other years explains is a rise of its own.
        when season_is_due = 1 and coalesce(velocity - season_growth, 0) <= {{ dp('0.1') }} then 'seasonal'
        when last_seen_idx is null and is_curated then 'evergreen'
        when last_seen_idx is null or last_seen_idx <= day_idx - {{ var('dormant_days') }} then 'dormant'
        when burst is null then 'too_little_history'
        when velocity > {{ dp('0.1') }} and acceleration < 0 then 'peak'
        when velocity > {{ dp('0.1') }} and onset_age <= 7 then 'emerging'
        when velocity > {{ dp('0.1') }} then 'rising'
        when velocity < {{ dp('-0.1') }} then 'fading'
        when burst >= {{ dp(2) }} then 'peak'
        when is_lasting = 1 then 'evergreen'
        else 'steady'
    end as stage,
    case when opportunity is not null then 'occasion' when season_ahead is not null then 'measured' end as season_basis,
    {{ component('exp(momentum)') }} as s_momentum,
    {{ component('breadth_wilson * ' ~ logistic(dp('1.702') ~ ' * breadth_z')) }} as s_breadth,
    {{ component('freshness') }} as s_freshness,
    {{ component('coalesce(opportunity, seasonal)') }} as s_season,
    {{ component('fit') }} as s_fit,
    {{ component('intent') }} as s_intent,
    {{ component(logistic('competition_centre - ln(' ~ dp(1) ~ ' + listings) + ln(' ~ dp(1) ~ ' + searches)')) }} as s_competition,
    {{ component('outlook') }} as s_outlook,
    {{ component('crowding_capacity / greatest(n_drafts, 1)') }} as s_crowding
from joined
