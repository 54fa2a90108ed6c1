-- One value per term, source, metric, period and day: counters differenced, counts and indexes as
-- they are, lists as 1 / (rank + 5). Regions overlap, so the largest counts; texts do not, so they add.
with counter_readings as (
    select
        term_no, source_no, metric, seen_no, region, observed_on,
        {{ last_by('value', 'observed_at') }} as reading,
        {{ late_known_idx() }} as late_known_idx
    from {{ ref('int_observation') }}
    where metric in ('views_total', 'posts_total') and value is not null
    group by term_no, source_no, metric, seen_no, region, observed_on
),

-- Only an exact day's difference is used: the previous day must be known, and a fall is a reset.
counter_steps as (
    select
        *,
        lag(reading) over w as previous_reading,
        lag(observed_on) over w as previous_on
    from counter_readings
    window w as (partition by term_no, source_no, metric, seen_no, region order by observed_on)
),

counts_by_text as (
    select
        term_no, source_no, metric, 'day' as period, seen_no, observed_on,
        max(case when previous_on = observed_on - 1 and reading >= previous_reading
            then reading - previous_reading end) as value,
        max({{ display_step('reading') }}) as step,
        max(late_known_idx) as late_known_idx
    from counter_steps
    group by term_no, source_no, metric, seen_no, observed_on
    union all
    select
        term_no, source_no, metric, {{ series_period('period') }} as period, seen_no, observed_on,
        max(value) as value,
        {{ dp(0) }} as step,
        {{ late_known_idx() }} as late_known_idx
    from {{ ref('int_observation') }}
    where metric in ('views', 'mentions', 'searches') and value is not null and not is_partial
    group by term_no, source_no, metric, {{ series_period('period') }}, seen_no, observed_on
),

lists as (
    select
        term_no, source_no, region, observed_at, observed_on,
        min(rank) as rank,
        {{ late_known_idx() }} as late_known_idx
    from {{ ref('int_observation') }}
    where rank is not null
    group by term_no, source_no, region, observed_at, observed_on
),

daily as (
    select
        term_no, source_no, metric, period, observed_on, sum(value) as value, max(step) as step,
        cast(null as integer) as best_rank, cast(null as integer) as n_lists,
        cast(null as integer) as n_regions, max(late_known_idx) as late_known_idx
    from counts_by_text
    group by term_no, source_no, metric, period, observed_on
    union all
    select
        term_no, source_no, metric, {{ series_period('period') }} as period,
        observed_on, max(value), {{ dp(0) }}, cast(null as integer), cast(null as integer),
        cast(null as integer), {{ late_known_idx() }}
    from {{ ref('int_observation') }}
    where metric = 'interest' and value is not null and not is_partial
    group by term_no, source_no, metric, {{ series_period('period') }}, observed_on
    union all
    select
        term_no, source_no, 'rank', 'day', observed_on, {{ dp(1) }} / (min(rank) + {{ dp(5) }}), {{ dp(0) }},
        cast(min(rank) as integer), cast(count(*) as integer),
        cast(count(distinct region) as integer), max(late_known_idx)
    from lists
    group by term_no, source_no, observed_on
)

select
    {{ series_number('term_no', 'source_no', 'metric', 'period') }} as series_no,
    term_no, source_no, metric, period,
    {{ day_index('observed_on') }} as day_idx,
    value, step, best_rank, n_lists, n_regions, late_known_idx
from daily
