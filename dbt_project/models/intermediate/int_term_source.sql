-- What each source has said of each term: when, how often, and how the rows came to us.
select
    term_no,
    source_no,
    min(observed_on) as first_seen_on,
    max(observed_on) as last_seen_on,
    count(*) as n_observations,
    max(case when origin = 'import' then 1 else 0 end) as is_import,
    max(case when origin = 'live' then 1 else 0 end) as is_live,
    max(case when origin = 'replay' then 1 else 0 end) as is_replay,
    -- Being on our list is no measurement, and what competes is no demand.
    max(case when metric not in ('listed', 'listings') then 1 else 0 end) as is_measured
from {{ ref('int_observation') }}
group by term_no, source_no
