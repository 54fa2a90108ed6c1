{{ config(
    materialized='incremental',
    incremental_strategy='append',
    indexes=indexed([['term_no', 'day_idx'], ['series_no', 'day_idx']]),
    meta={'grows': 'always'},
    pre_hook="{{ take_out(ref('int_touched_cell'), ['term_no', 'source_no', 'day_idx']) }}"
) }}
-- One value per term, source, metric, period and day: counters differenced, counts and indexes as
-- they are, lists as 1 / (rank + 5). Regions overlap, so the largest counts; texts do not, so they add.
-- depends_on: {{ ref('int_touched_cell') }}
{% set observations = 'observation' if grown() else ref('int_observation') -%}
with {% if grown() -%}
needed as (
    select term_no, source_no, {{ index_day('day_idx') }} as observed_on from {{ ref('int_touched_cell') }}
    union
    select term_no, source_no, {{ index_day('day_idx - 1') }} from {{ ref('int_touched_cell') }}
),

observation as (
    select o.*
    from {{ ref('int_observation') }} as o
    inner join needed as n on {{ same('o', 'n', ['term_no', 'source_no', 'observed_on']) }}
),

{% endif -%}
counter_readings as (
    select
        term_no, source_no, metric, seen_no, region, observed_on,
        {{ last_by('value', 'observed_at') }} as reading,
        {{ late_known_idx() }} as late_known_idx
    from {{ observations }}
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
    from {{ observations }}
    where metric in ('views', 'mentions', 'searches') and value is not null and not is_partial
    group by term_no, source_no, metric, {{ series_period('period') }}, seen_no, observed_on
),

lists as (
    select
        term_no, source_no, region, observed_at, observed_on,
        min(rank) as rank,
        {{ late_known_idx() }} as late_known_idx
    from {{ observations }}
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
    from {{ observations }}
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
    {{ series_number('d.term_no', 'd.source_no', 'd.metric', 'd.period') }} as series_no,
    d.term_no, d.source_no, d.metric, d.period,
    {{ day_index('d.observed_on') }} as day_idx,
    d.value, d.step, d.best_rank, d.n_lists, d.n_regions, d.late_known_idx
from daily as d
{% if grown() -%}
inner join {{ ref('int_touched_cell') }} as c
    on d.term_no = c.term_no and d.source_no = c.source_no and {{ day_index('d.observed_on') }} = c.day_idx
{%- endif %}
