-- The last reading of each day of every counter, as it was known a day later at the latest: of what
-- became known later, nothing can have been forecast.
with readings as (
    select
        term_no, source_no, metric, seen_no, region, observed_on,
        {{ last_by('value', 'observed_at') }} as value
    from {{ ref('int_observation') }}
    where
        metric in ('views_total', 'posts_total') and value is not null and known_on <= observed_on + 1
        and observed_on >= {{ index_day(first_forecast_day() - var('feature_days')) }}
    group by term_no, source_no, metric, seen_no, region, observed_on
)

select
    cast(dense_rank() over (order by term_no, source_no, metric, seen_no, region) as integer) as counter_no,
    term_no, source_no, metric,
    {{ day_index('observed_on') }} as day_idx,
    value,
    {{ display_step('value') }} as step
from readings
