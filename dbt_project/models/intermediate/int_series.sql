-- Every series, its first and last day, and until when it may not be scored: a row that became known
-- late was not known on the days before, so a series is scored from its latest late row on.
with recent as (
    select
        series_no,
        cast(count(value) as integer) as n_recent_days,
        max(late_known_idx) as late_known_idx
    from {{ ref('int_recent_value') }}
    where day_idx >= {{ first_window_day() }}
    group by series_no
)

select
    s.series_no,
    s.term_no,
    s.source_no,
    s.metric,
    s.period,
    s.first_idx,
    s.last_idx,
    coalesce(r.n_recent_days, 0) as n_recent_days,
    coalesce(r.late_known_idx, s.first_idx) as scored_from_idx
from {{ ref('int_series_span') }} as s
left join recent as r on s.series_no = r.series_no
