-- Every series, its first and last day, and until when it may not be scored: a row that became known
-- late was not known on the days before, so a series is scored from its latest late row on.
select
    series_no,
    term_no,
    source_no,
    metric,
    period,
    min(day_idx) as first_idx,
    max(day_idx) as last_idx,
    cast(count(*) as integer) as n_days,
    cast(count(case when day_idx >= {{ first_window_day() }} then value end) as integer) as n_recent_days,
    coalesce(max(case when day_idx >= {{ first_window_day() }} then late_known_idx end), min(day_idx)) as scored_from_idx
from {{ ref('int_daily_value') }}
group by series_no, term_no, source_no, metric, period
