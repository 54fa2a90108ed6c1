-- Registered sources with their rights, and what they have delivered as of the run.
with delivered as (
    select
        source_no,
        min(first_seen_on) as first_observed_on,
        max(last_seen_on) as last_observed_on,
        cast(sum(n_observations) as bigint) as n_observations,
        cast(count(distinct term_no) as bigint) as n_terms
    from {{ ref('int_term_source') }}
    group by source_no
),

captured as (
    select
        source_no,
        cast(sum(n_rows) as bigint) as n_rows,
        min(first_captured_at) as first_captured_at,
        max(last_captured_at) as last_captured_at
    from {{ ref('int_source_day') }}
    group by source_no
)

select
    s.source_id,
    s.platform,
    s.name,
    s.family,
    s.licence,
    s.may_store,
    s.retention_days,
    s.commercial_use,
    s.replayable,
    s.enabled_by_default,
    s.attribution,
    d.first_observed_on,
    d.last_observed_on,
    coalesce(d.n_observations, 0) as n_observations,
    coalesce(d.n_terms, 0) as n_terms,
    coalesce(c.n_rows, 0) as n_rows,
    c.first_captured_at,
    c.last_captured_at
from {{ ref('stg_sources') }} as s
left join {{ ref('int_source') }} as i on s.source_id = i.source_id
left join delivered as d on i.source_no = d.source_no
left join captured as c on i.source_no = c.source_no
where s.counts_as = s.source_id  -- the others are told under the source they count as
