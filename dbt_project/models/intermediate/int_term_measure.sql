-- A term's measures on a day: series averaged within a source, sources within a family, families
-- within the term, so that copies of one feed count once.
with by_source as (
    select
        m.term_no, m.day_idx, m.source_no,
        avg(z7) as z7, avg(velocity) as velocity, avg(acceleration) as acceleration, avg(persistence) as persistence,
        min(onset_age) as onset_age,
        max(case when m.metric in ('views_total', 'views', 'posts_total', 'mentions', 'searches')
            then ln({{ dp(1) }} + m7) end) as level,
        max(last_seen_idx) as last_seen_idx, max(seen_28) as seen_28, max(days_on_list) as days_on_list
    from {{ ref('int_series_measure') }} as m
    where m.day_idx >= {{ first_score_day() }}
    group by m.term_no, m.day_idx, m.source_no
),

by_family as (
    select
        b.term_no, b.day_idx, s.family,
        avg(b.z7) as z7, avg(b.velocity) as velocity, avg(b.acceleration) as acceleration,
        avg(b.persistence) as persistence, min(b.onset_age) as onset_age, max(b.level) as level,
        max(b.last_seen_idx) as last_seen_idx, max(b.seen_28) as seen_28, max(b.days_on_list) as days_on_list,
        sum(s.source_bit) as source_set,
        max(t.is_import) as is_import, max(t.is_live) as is_live, max(t.is_replay) as is_replay,
        count(b.z7) as n_known,
        sum(case when b.z7 > 0 and b.velocity > 0 then 1 else 0 end) as n_rising
    from by_source as b
    inner join {{ ref('int_source') }} as s on b.source_no = s.source_no
    inner join {{ ref('int_term_source') }} as t on b.term_no = t.term_no and b.source_no = t.source_no
    group by b.term_no, b.day_idx, s.family
),

by_term as (
    select
        term_no, day_idx,
        avg(z7) as burst, avg(velocity) as velocity, avg(acceleration) as acceleration, avg(persistence) as persistence,
        min(onset_age) as onset_age, max(level) as level,
        max(last_seen_idx) as last_seen_idx, max(seen_28) as seen_28, max(days_on_list) as days_on_list,
        cast(sum(source_set) as bigint) as source_set,
        max(is_import) as is_import, max(is_live) as is_live, max(is_replay) as is_replay,
        cast(sum(n_known) as integer) as n_known,
        cast(sum(n_rising) as integer) as n_rising,
        -- Stouffer's sum over families, each held within +-4 so that one cannot carry all.
        sum({{ clamp('z7', -4, 4) }}) / sqrt(cast(nullif(count(z7), 0) as double precision)) as breadth_z
    from by_family
    group by term_no, day_idx
)

select
    *,
    case when burst is not null and velocity is not null and persistence is not null then
        {{ dp('0.50') }} * ln({{ logistic(dp('1.7') ~ ' * (burst - ' ~ dp(2) ~ ')') }})
        + {{ dp('0.35') }} * ln({{ logistic(dp(6) ~ ' * (velocity - ' ~ dp('0.25') ~ ')') }})
        + {{ dp('0.15') }} * ln({{ dp('0.02') }} + {{ dp('0.98') }} * persistence)
    end as momentum,
    {{ wilson_low('n_rising', 'n_known') }} as breadth_wilson
from by_term
