-- What the forecast of a list looks at, for every name on every forecast day that it was on the list.
-- docs/science/forecasts.md explains each.
with history as (
    select *
    from {{ ref('int_list_history') }}
    where day_idx >= {{ first_forecast_day() }}
),

has_main as (
    {{ sources_with_main() }}
),

captured_days as (
    select distinct c.source_no, {{ counted_list('c.list', 'm.source_no') }} as list, c.day_idx
    from {{ ref('int_list_capture') }} as c
    left join has_main as m on c.source_no = m.source_no
),

scored_days as (
    select distinct source_no, list, day_idx
    from history
),

captured as (
    select
        s.source_no, s.list, s.day_idx,
        count(e.day_idx) as seen,
        {{ faded('(s.day_idx - e.day_idx)', 120) }} as seen_120,
        {{ faded('(s.day_idx - e.day_idx)', 30) }} as seen_30
    from scored_days as s
    left join captured_days as e on s.source_no = e.source_no and s.list = e.list and e.day_idx < s.day_idx
    group by s.source_no, s.list, s.day_idx
)

select
    h.source_no, h.list, h.seen_no, h.day_idx,
    {{ log_share('h.seen', 'c.seen') }} as share_all,
    {{ log_share('h.seen_120', 'c.seen_120') }} as share_120,
    {{ log_share('h.seen_30', 'c.seen_30') }} as share_30,
    h.seen_120 as sightings_120,
    ln({{ dp(1) }} + h.same_weekday) as same_weekday,
    ln({{ dp(1) }} + h.near_weekday) as near_weekday,
    cast(h.week_ago as double precision) as week_ago,
    cast(h.fortnight_ago as double precision) as fortnight_ago,
    {{ flag("n.is_weekday") }} as weekday,
    ln({{ dp(1) }} + h.streak) as streak,
    ln({{ dp(1) }} + h.episodes) as episodes,
    {{ flag("h.seen = 0") }} as new,
    ln({{ dp(1) }} * length(n.seen)) as length,
    {{ flag("left(n.seen, 1) = '#'") }} as hash,
    {{ flag(bytes('n.seen') ~ ' = length(n.seen)') }} as ascii,
    {{ flag("translate(n.seen, 'abcdefghijklmnopqrstuvwxyz', '') = n.seen") }} as capitals,
    {{ flag("translate(n.seen, '0123456789', '') <> n.seen") }} as digits,
    -- Spaces and underscores, and places where a small letter is followed by a capital.
    ln({{ dp(1) }} + length(regexp_replace(n.seen, '([a-z])([A-Z])', '\1 \2', 'g')) - length(translate(n.seen, ' _', ''))) as words,
    {{ flag("translate(n.seen, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', '') = n.seen") }} as lower
from history as h
inner join captured as c on h.source_no = c.source_no and h.list = c.list and h.day_idx = c.day_idx
inner join {{ ref('int_list_name') }} as n on h.seen_no = n.seen_no
