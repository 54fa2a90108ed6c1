-- The whole score as one hand-written DuckDB script, the yardstick of the dbt models: what somebody
-- would write who needs these columns once, on this engine, for this day, and nothing else. The score
-- is version v1: no forecasts, insights, drafts, regions; nothing has expired, every term stands alone.
-- Constants are the defaults of dbt_project.yml; $today is the as-of day.
create schema if not exists reference;

create or replace temp table term as
select row_number() over (order by term_id)::integer as term_no, * from raw.terms;

create or replace temp table source as
select row_number() over (order by source_id)::integer - 1 as source_no, * from raw.sources;

create or replace temp table link as
select seen, l.kind, t.term_no, dense_rank() over (order by l.kind, lower(ltrim(seen, '#')))::integer as seen_no
from raw.term_links l join term t using (term_id) where not t.is_noise;

create or replace temp table obs as
with staged as (
    select * from (
        from raw.tiktok_signals union all from raw.twitter_signals union all from raw.youtube_signals
        union all from raw.google_trends_signals union all from raw.pinterest_signals
        union all from raw.wikimedia_signals union all from raw.curated_signals union all from raw.user_signals
    )
    where captured_at <= $today::date + 1
    qualify row_number() over (
        partition by term, observed_at, metric, region, source, kind, period
        order by captured_at desc, slice_id desc, value desc nulls last, rank) = 1
)
select l.term_no, l.seen_no, s.source_no, o.* exclude (source, term), o.term as seen,
    (case when period = 'instant' then observed_at else observed_at - interval 1 microsecond end)::date as observed_on,
    (captured_at - interval 1 microsecond)::date as known_on
from staged o join link l on o.term = l.seen and o.kind = l.kind join source s on o.source = s.source_id
where (case when period = 'instant' then observed_at else observed_at - interval 1 microsecond end)::date <= $today::date;

create or replace temp table term_source as
select term_no, source_no, min(observed_on) as first_seen_on, max(observed_on) as last_seen_on, count(*) as n,
    bool_or(origin = 'import') as is_import, bool_or(origin = 'live') as is_live, bool_or(origin = 'replay') as is_replay,
    bool_or(metric <> 'listed') as is_measured
from obs group by all;

create or replace temp table daily as
with counter as (
    select term_no, source_no, metric, seen_no, region, observed_on, arg_max(value, observed_at) as v,
        max(known_on) filter (known_on > observed_on + 1) as late
    from obs where metric in ('views_total', 'posts_total') and value is not null group by all
), step as (
    select *, lag(v) over w as before, lag(observed_on) over w as before_on
    from counter window w as (partition by term_no, source_no, metric, seen_no, region order by observed_on)
), by_text as (
    select term_no, source_no, metric, 'day' as period, seen_no, observed_on,
        max(v - before) filter (before_on = observed_on - 1 and v >= before) as value,
        max(case when v >= 1e9 and v % 1e8 = 0 then 1e8 when v >= 1e6 and v % 1e5 = 0 then 1e5
            when v >= 1e4 and v % 100 = 0 then 100.0 else 1.0 end) as step, max(late) as late
    from step group by all
    union all
    select term_no, source_no, metric, if(period in ('week', 'month'), period, 'day'), seen_no, observed_on,
        max(value), 0, max(known_on) filter (known_on > observed_on + 1)
    from obs where metric in ('views', 'mentions', 'searches') and value is not null and not is_partial group by all
), list as (
    select term_no, source_no, region, observed_at, observed_on, min(rank) as rank,
        max(known_on) filter (known_on > observed_on + 1) as late
    from obs where rank is not null group by all
), together as (
    select term_no, source_no, metric, period, observed_on, sum(value) as value, max(step)::double as step,
        null::integer as best_rank, null::integer as n_lists, null::integer as n_regions, max(late) as late
    from by_text group by all
    union all
    select term_no, source_no, metric, if(period in ('week', 'month'), period, 'day'), observed_on, max(value), 0, null, null, null,
        max(known_on) filter (known_on > observed_on + 1)
    from obs where metric = 'interest' and value is not null and not is_partial group by all
    union all
    select term_no, source_no, 'rank', 'day', observed_on, 1::double / (min(rank) + 5), 0,
        min(rank), count(*), count(distinct region), max(late)
    from list group by all
)
select (term_no::bigint * 100 + source_no) * 100
    + (case metric when 'views_total' then 10 when 'views' then 20 when 'posts_total' then 30 when 'mentions' then 40
        when 'searches' then 50 when 'interest' then 60 else 70 end)
    + (case period when 'week' then 1 when 'month' then 2 else 0 end) as series_no, *
from together;

create or replace temp table series as
select series_no, term_no, source_no, metric, period, min(observed_on) as first_on, max(observed_on) as last_on,
    coalesce(max(late) filter (observed_on >= $today::date - 152), min(observed_on)) as scored_from
from daily group by all;

create or replace temp table window_day as
with live as (
    from series where last_on > $today::date - 117
), point as (
    select series_no, observed_on as on_day, if(metric = 'rank', value * 100, value) as n, step, 1 as is_seen
    from daily semi join live using (series_no)
    where period = 'day' and observed_on >= $today::date - 152
    union all
    select series_no, observed_on, null, step, 1 from daily semi join live using (series_no)
    where period = 'month' and observed_on >= $today::date - 152
    union all
    select l.series_no, d.observed_on, 0, 0, 0
    from live l join (select distinct source_no, observed_on from daily where metric = 'rank' and observed_on >= $today::date - 152) d
        using (source_no)
    anti join daily v on v.series_no = l.series_no and v.observed_on = d.observed_on
    where l.metric = 'rank' and l.last_on > $today::date - 41
    union all
    select series_no, observed_on + k::integer, value, step, if(k = 0, 1, 0)
    from (select series_no, observed_on, value, step, lead(observed_on) over (partition by series_no order by observed_on) as next_on
          from daily semi join live using (series_no) where period = 'week' and observed_on >= $today::date - 152), range(7) as r(k)
    where k < least(coalesce(next_on - observed_on, 7), $today::date + 1 - observed_on)
), dense as (
    from point
    union all
    select l.series_no, $today::date - k::integer, null, null, 0
    from live l, range(42) as r(k)
    anti join point p on p.series_no = l.series_no and p.on_day = $today::date - k::integer
), smooth as (
    select *, on_day - date '2001-01-01' as t, avg(2 * sqrt(n + 0.375)) over w as a7, avg(n) over w as m7,
        count(n) over w as n_recent, max(step) over w as step_7
    from dense
    window w as (partition by series_no order by on_day range between interval 6 day preceding and current row)
), weighted as (
    select *, if(n is null, null, exp(0.024755257448569::double * (on_day - $today::date))) as w from smooth
)
select series_no, on_day, t, n, is_seen, a7, m7, n_recent, coalesce(step_7, 0) as step,
    sum(w) over b as sw, sum(a7 * w) over b / sw as m, sum(a7 * a7 * w) over b / sw as ms, count(n) over b as n_base,
    avg(n) over (partition by series_no order by t range between 34 preceding and 7 preceding) as m28,
    max(if(is_seen = 1, on_day, null)) over (partition by series_no order by t rows unbounded preceding) as last_seen
from weighted
window b as (partition by series_no order by t range between 90 preceding and 7 preceding)
qualify on_day > $today::date - 120;

create or replace temp table measure as
with m as (
    select *,
        case when n_base >= 56 and n_recent >= 3 then
            (a7 - m) / (if(ms - m * m > 1e-6 * ms, sqrt(ms - m * m), 0) + 0.3 + 2 * sqrt(m28 + step / 7 + 0.375) - 2 * sqrt(m28 + 0.375)) end as z7,
        case when n_base >= 56 and n_recent >= 3 then ln((m7 + greatest(5, step)) / (m28 + greatest(5, step))) end as velocity,
        case when n is not null and m28 is not null then (n > 1.15 * m28)::integer end as is_above
    from window_day where on_day >= $today::date - 55
), w as (
    select *,
        sum(is_seen) over (partition by series_no order by t range between 27 preceding and current row) as seen_28,
        sum(is_seen) over (partition by series_no order by t range between 13 preceding and current row) as seen_14,
        max(velocity) over (partition by series_no order by t range between 14 preceding and 14 preceding) as velocity_14,
        avg(is_above) over (partition by series_no order by t range between 6 preceding and current row) as persistence,
        max(if(n is not null and (z7 is null or z7 < 1), t, null)) over (partition by series_no order by t range between 28 preceding and current row) as calm
    from m
)
select s.series_no, s.term_no, s.source_no, s.metric, on_day, t, m7, last_seen, seen_28, if(s.metric = 'rank', seen_14, null) as days_on_list,
    z7 is not null and (metric <> 'rank' or seen_14 > 0) as known,
    if(known, w.z7, null) as z7, if(known, velocity, null) as velocity, if(known, persistence, null) as persistence,
    if(known, velocity - velocity_14, null) as acceleration,
    case when known then if(w.z7 >= 1, t - coalesce(calm + 1, t - 28), 28) end as onset_age
from w join series s using (series_no)
where on_day > $today::date - 28 and on_day >= scored_from and last_seen > on_day - 90;

create or replace temp table life as
with v as (
    select series_no, on_day, t, m28, m, if(ms - m * m > 1e-6 * ms, sqrt(ms - m * m), 0) as sd,
        ln((m7 + greatest(5, step)) / (m28 + greatest(5, step))) as grown
    from window_day where on_day >= $today::date - 62 and n_base >= 56 and n_recent >= 3 and m28 is not null
), b as (
    select *, if(t - coalesce(lag(t) over (partition by series_no order by t), -1000) > 7, t, null) as broken from v
), a as (
    select series_no, on_day, t, m28, m, sd, max(if(grown <= 0, t, null)) over w as down, max(broken) over w as broken,
        max(grown) over (partition by series_no order by t range between 14 preceding and 14 preceding) as grown_14
    from b window w as (partition by series_no order by t range between 28 preceding and current row)
), told as (
    select x.series_no, x.term_no, x.on_day, x.velocity, x.metric,
        case when x.velocity > 0 then if(down is null and broken is null, 28, if(down >= coalesce(broken, down), a.t - down, null)) end as age,
        coalesce(abs(x.velocity) <= 0.1 and abs(grown_14) <= 0.1 and sd <= 0.1 * a.m
            and a.m28 >= case x.metric when 'rank' then 5 when 'interest' then 50 else 100 end, false) as lasting
    from measure x join a using (series_no, on_day)
), kept as (
    select t.*, low, median, high, rises
    from told t left join staging.rise_durations d on rise_version = 'r1' and age between age_from and age_to and velocity > 0.1
        and d.kind = case when metric = 'rank' then 'list' when metric in ('views_total', 'posts_total') then 'counter' end
    where age is not null or lasting
)
select term_no, on_day, age, low, median, high, rises, count(*) filter (lasting) over (partition by term_no, on_day) = judged as lasting
from kept join (select term_no, on_day, count(velocity) as judged from measure group by all) using (term_no, on_day)
qualify row_number() over (partition by term_no, on_day
    order by if(rises is null, -1, coalesce(median, 100000)) desc, coalesce(high, 100000) desc, coalesce(age, -1) desc, series_no) = 1;

create or replace temp table term_measure as
with by_source as (
    select term_no, on_day, source_no, avg(z7) as z7, avg(velocity) as velocity, avg(acceleration) as acceleration,
        avg(persistence) as persistence, min(onset_age) as onset_age,
        max(ln(1 + m7)) filter (metric in ('views_total', 'views', 'posts_total', 'mentions', 'searches')) as level,
        max(last_seen) as last_seen, max(seen_28) as seen_28, max(days_on_list) as days_on_list
    from measure group by all
), by_family as (
    select b.term_no, on_day, family, avg(z7) as z7, avg(velocity) as velocity, avg(acceleration) as acceleration,
        avg(persistence) as persistence, min(onset_age) as onset_age, max(level) as level, max(last_seen) as last_seen,
        max(seen_28) as seen_28, max(days_on_list) as days_on_list, bit_or(1::bigint << b.source_no) as sources,
        bool_or(is_import) as is_import, bool_or(is_live) as is_live, bool_or(is_replay) as is_replay,
        count(z7) as n_known, count(*) filter (z7 > 0 and velocity > 0) as n_rising
    from by_source b join source using (source_no) join term_source ts on ts.term_no = b.term_no and ts.source_no = b.source_no
    group by all
), by_term as (
    select term_no, on_day, avg(z7) as burst, avg(velocity) as velocity, avg(acceleration) as acceleration, avg(persistence) as persistence,
        min(onset_age) as onset_age, max(level) as level, max(last_seen) as last_seen, max(seen_28) as seen_28,
        max(days_on_list) as days_on_list, bit_or(sources) as sources, bool_or(is_import) as is_import, bool_or(is_live) as is_live,
        bool_or(is_replay) as is_replay, sum(n_known) as n_known, sum(n_rising) as n_rising, count(*) as n_families,
        sum(greatest(-4, least(4, z7))) filter (z7 is not null) / sqrt(nullif(count(z7), 0)) as breadth_z
    from by_family group by all
)
select *,
    if(burst is null or velocity is null or persistence is null, null, 0.5 * ln(1 / (1 + exp(-greatest(-30, least(30, 1.7 * (burst - 2))))))
        + 0.35 * ln(1 / (1 + exp(-greatest(-30, least(30, 6 * (velocity - 0.25))))))
        + 0.15 * ln(0.02 + 0.98 * persistence)) as momentum,
    if(n_known > 0, (n_rising / n_known + 0.5 / n_known
        - sqrt(n_rising / n_known * (1 - n_rising / n_known) / n_known + 0.25 / n_known / n_known)) / (1 + 1 / n_known), null) as breadth_wilson
from by_term;

create or replace temp table score_day as
select $today::date - k::integer as on_day, date_trunc('month', on_day)::date as cut,
    least(week(on_day), 52) as week_now, least(week(on_day + 56), 52) as week_ahead
from range(28) as r(k);

create or replace temp table season as
with weekly as (
    select series_no, term_no, cut, date_trunc('week', cut)::date as cut_monday, date_trunc('week', observed_on - back::integer)::date as monday, avg(value) as value
    from daily semi join (from series where metric <> 'rank' and first_on < (select max(cut) from score_day) - 357) using (series_no),
        (select distinct cut from score_day),
        lateral (select unnest(case period when 'month' then [0, 7, 14, 21, 28] when 'week' then [3] else [0] end) as back)
    where value is not null and observed_on < cut and coalesce(late, observed_on) < cut
    group by all
), blocked as (
    select *, ((cut_monday - monday) // 7 - 1) // 52 as block from weekly where monday < cut_monday
), shape as (
    select b.*, least(week(monday), 52) as week, b.value / y.mean as ratio
    from blocked b join (select series_no, cut, block, avg(value) as mean from blocked group by all having count(*) >= 48 and mean > 0) y
        using (series_no, cut, block)
)
select term_no, cut, week, sum(ratios) / sum(n) as season_index, min(ratios / n) as least_index, count(*) as n_years
from (
    select term_no, cut, block, (week + off + 51) % 52 + 1 as week, sum(ratio) as ratios, count(*) as n
    from shape, (select unnest([-1, 0, 1]) as off) group by all
)
group by all;

create or replace temp table term_occasion as
with near as (
    select on_day, o.*, case when on_day < publish_from then exp(-ln(2) * (publish_from - on_day) / 28)
        when on_day <= publish_by then 1 else exp(-ln(2) * (on_day - publish_by) / 14) end as opportunity
    from score_day join raw.occasions o on falls_on >= on_day and falls_on < on_day + 400
    qualify row_number() over (partition by on_day, name order by publish_by < on_day, falls_on,
        case country when 'WW' then 0 when 'US' then 1 else 2 end, occasion_id) = 1
)
select t.term_no, n.* from raw.term_occasions l join term t using (term_id) join near n on l.occasion = n.name
where not t.is_noise
qualify row_number() over (partition by t.term_no, on_day order by opportunity::decimal(18, 9) desc, falls_on, name) = 1;

create or replace temp table term_season as
with monday as (
    select date_trunc('week', $today::date - 27)::date + 7 * k::integer as monday, least(week(monday), 52) as week from range(70) as r(k)
), ahead as (
    select on_day, cut, week_now, week, min(monday + 3) as middle, min(monday + 3) filter (monday + 3 - 56 >= on_day) as served
    from score_day join monday on monday + 6 >= on_day group by all
), peak as (
    from season qualify row_number() over (partition by term_no, cut order by season_index::decimal(18, 9) desc, week) = 1
), shaped as (
    select p.term_no, on_day, middle, served,
        ln(max(s.season_index) filter (s.week = week_now) / nullif(avg(s.season_index) filter (s.week <> week_now), 0)) as season_growth
    from (from peak where n_years >= 2 and least_index >= 1.1) p join ahead a using (cut, week)
    left join season s on s.term_no = p.term_no and s.cut = p.cut and (week_now - s.week + 52) % 52 <= 4 and s.season_index > 0
    group by all
), dated as (
    select o.term_no, o.on_day, o.falls_on, o.publish_from, o.publish_by, min(n.falls_on) as next_on
    from term_occasion o join raw.occasions n on n.name = o.name and n.country = o.country and n.falls_on between o.on_day and o.falls_on
    group by all
)
select term_no, on_day, if(next_on is null, 'measured', 'occasion') as peak_basis, coalesce(next_on, middle) as peak_on,
    coalesce(publish_from, served - 70) as opens_on, coalesce(publish_by, served - 56) as closes_on,
    coalesce(falls_on - publish_by, 56) as season_lead, season_growth, peak_on - on_day <= coalesce(falls_on - publish_from, 70) as due
from dated full join shaped using (term_no, on_day);

create or replace table reference.fct_term_score_daily as
with weight as (pivot (select component, weight from staging.score_weights where score_version = 'v1') on component using max(weight)),
population as (
    select term_no, on_day from term_measure
    union select term_no, on_day from term, score_day where is_curated and not is_noise
    union select term_no, on_day from term_occasion where on_day >= publish_from
), j as (
    select t.term_id, t.term_no, t.is_curated, t.risk_status, t.fit, t.intent, p.on_day, m.* exclude (term_no, on_day),
        o.* exclude (term_no, on_day), ahead.season_index as season_ahead, now.season_index, now.n_years as season_years,
        exp(-ln(2) * onset_age / coalesce(h.half_life_days, 14)) as freshness,
        ts.* exclude (term_no, on_day), li.* exclude (term_no, on_day), lead.days as rise_lead
    from population p join term t using (term_no) join score_day d using (on_day)
    left join term_measure m using (term_no, on_day) left join term_occasion o using (term_no, on_day)
    left join term_season ts using (term_no, on_day) left join life li using (term_no, on_day)
    cross join (select sum(days) as days from staging.lead_times) lead
    left join season now on now.term_no = p.term_no and now.cut = d.cut and now.week = d.week_now
    left join season ahead on ahead.term_no = p.term_no and ahead.cut = d.cut and ahead.week = d.week_ahead
    left join staging.half_lives h on h.kind = t.kind
), c as (
    select *,
        greatest(0.02, least(1, exp(momentum))) as s_momentum_, greatest(0.02, least(1, breadth_wilson / (1 + exp(-greatest(-30, least(30, 1.702 * breadth_z)))))) as s_breadth_,
        coalesce(opportunity, 1 / (1 + exp(-greatest(-30, least(30, 3 * ln(greatest(season_ahead, 0.001))))))) as season_,
        if(momentum is null, null, s_momentum_) as s_momentum, if(breadth_wilson is null or breadth_z is null, null, s_breadth_) as s_breadth,
        if(freshness is null, null, greatest(0.02, least(1, freshness))) as s_freshness,
        if(opportunity is null and season_ahead is null, null, greatest(0.02, least(1, season_))) as s_season,
        greatest(0.02, least(1, fit)) as s_fit, greatest(0.02, least(1, intent)) as s_intent
    from j
), k as (
    select c.*, if(s_momentum is null, 0, w.momentum) + if(s_breadth is null, 0, w.breadth) + if(s_freshness is null, 0, w.freshness)
            + if(s_season is null, 0, w.season) + w.fit + w.intent as known,
        (coalesce(w.momentum * ln(s_momentum), 0) + coalesce(w.breadth * ln(s_breadth), 0) + coalesce(w.freshness * ln(s_freshness), 0)
            + coalesce(w.season * ln(s_season), 0) + w.fit * ln(s_fit) + w.intent * ln(s_intent)) / known as log_score,
        known / (w.momentum + w.breadth + w.freshness + w.season + w.fit + w.intent + w.competition) as coverage,
        (coalesce(seen_28, 0) + 1) / (coalesce(seen_28, 0) + 8) as sample_size,
        (greatest(coalesce(n_rising, 0), coalesce(n_known - n_rising, 0)) + 1) / (coalesce(n_known, 0) + 2) as agreement,
        coverage * sample_size * agreement as confidence,
        (select value from staging.score_parameters where score_version = 'v1' and parameter = 'se_scale') * (1 / sqrt(confidence) - 1) as standard_error
    from c cross join weight w
), names as (
    select sources, string_agg(source_id, ',' order by source_id) as names, count(*) as n
    from (select distinct sources from term_measure) join source on (sources >> source_no) & 1 = 1 group by all
)
select term_id, on_day as scored_on, 'v1' as score_version, 100 * exp(log_score) as score, 100 * exp(log_score - standard_error) as score_low,
    log_score, standard_error, confidence, coverage, sample_size, agreement,
    case when due and coalesce(velocity - season_growth, 0) <= 0.1 then 'seasonal'
        when last_seen is null and is_curated then 'evergreen' when last_seen is null or last_seen <= on_day - 45 then 'dormant'
        when burst is null then 'too_little_history' when velocity > 0.1 and acceleration < 0 then 'peak'
        when velocity > 0.1 and onset_age <= 7 then 'emerging' when velocity > 0.1 then 'rising' when velocity < -0.1 then 'fading'
        when burst >= 2 then 'peak' when lasting then 'evergreen' else 'steady' end as stage,
    row_number() over (partition by on_day order by (100 * exp(log_score - standard_error))::decimal(18, 9) desc, term_id) as rank,
    coalesce(n, 0) as n_sources, coalesce(n_families, 0) as n_families, names as sources,
    if(last_seen is null, 'curated', concat_ws(',', if(is_import, 'import', null), if(is_live, 'live', null), if(is_replay, 'replay', null))) as origin,
    is_curated, risk_status, last_seen as last_seen_on, coalesce(seen_28, 0) as days_seen, days_on_list,
    occasion_id, name as occasion, country as occasion_country, falls_on as occasion_on, opens_on as publish_from, closes_on as publish_by,
    case when opportunity is not null then 'occasion' when season_ahead is not null then 'measured' end as season_basis,
    level, burst, velocity, acceleration, persistence, momentum, breadth_z, breadth_wilson, onset_age, freshness,
    season_index, season_ahead, season_years, opportunity as occasion_opportunity,
    s_momentum, s_breadth, s_freshness, s_season, s_fit, s_intent, null::double as s_competition,
    peak_basis, peak_on, if(velocity > 0.1, age, null) as rise_age,
    case when stage = 'seasonal' then 'season' when stage in ('emerging', 'rising', 'peak') and velocity > 0.1 and rises is not null then 'rise' end as left_basis,
    case left_basis when 'season' then greatest(0, peak_on - on_day) when 'rise' then median end as days_left,
    if(left_basis = 'rise', low, null) as days_left_low, if(left_basis = 'rise', high, null) as days_left_high,
    if(left_basis = 'rise', rises, null) as n_rises,
    case left_basis when 'season' then season_lead when 'rise' then rise_lead end as lead_days,
    days_left >= lead_days as in_time
from k left join names using (sources);

create or replace table reference.fct_term_daily as
select t.term_id, source_id, metric, period, v.observed_on, v.value, if(metric = 'rank', m7 / 100, m7) as smoothed, best_rank, n_lists, n_regions
from daily v semi join (from series where last_on > $today::date - 117) using (series_no)
join term t using (term_no) join source s using (source_no)
left join (from window_day where is_seen = 1) w on w.series_no = v.series_no and w.on_day = v.observed_on
where (period = 'day' and v.observed_on > $today::date - 120) or (period <> 'day' and v.observed_on > $today::date - 1100);

create or replace table reference.fct_term_evidence as
with turn as (
    select o.*, row_number() over (partition by o.term_no, o.source_no, metric
        order by observed_at desc, rank nulls last, value desc nulls last, region, seen, period, kind) as turn
    from obs o join term_source ts on ts.term_no = o.term_no and ts.source_no = o.source_no
    semi join (select t.term_no from reference.fct_term_score_daily d join term t using (term_id) where scored_on = $today::date) p
        on p.term_no = o.term_no
    where observed_on > last_seen_on - 7
    qualify turn <= 20
)
select t.term_id, row_number() over (partition by turn.term_no order by turn, observed_at desc, source_id, metric) as evidence_no,
    source_id, origin, region, seen, turn.kind, metric, period, value, rank, observed_at, captured_at, is_partial, url, slice_id, run_id
from turn join term t using (term_no) join source s using (source_no)
qualify evidence_no <= 20;

create or replace table reference.dim_term as
select t.*, coalesce(l.stage, 'dormant') as stage, l.term_id is not null as is_scored, first_seen_on, last_seen_on, coalesce(n, 0) as n_observations,
    t.term_id as cluster_id, 1::integer as n_members
from term t
left join (select term_no, min(first_seen_on) as first_seen_on, max(last_seen_on) as last_seen_on, sum(n) as n
           from term_source where is_measured group by all) using (term_no)
left join (select term_id, stage from reference.fct_term_score_daily where scored_on = $today::date) l using (term_id);
