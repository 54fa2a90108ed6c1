-- The days to score and where each looks in the year.
with days as (
    select {{ first_score_day() }} + n as day_idx
    from ({{ numbers(4) }}) as numbers
    where n < {{ var('score_days') }}
)

select
    day_idx,
    {{ index_day('day_idx') }} as day,
    {{ day_index("cast(date_trunc('month', cast(" ~ index_day('day_idx') ~ " as timestamp)) as date)") }} as cut_idx,
    cast(least(extract(week from {{ index_day('day_idx') }}), 52) as integer) as week_now,
    cast(least(extract(week from {{ index_day('day_idx + ' ~ var('season_lead_days')) }}), 52) as integer) as week_ahead
from days
