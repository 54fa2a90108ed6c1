-- Every normalised term, scored or not, and where it stands on the as-of day.
with seen as (
    select
        term_no,
        min(case when is_measured = 1 then first_seen_on end) as first_seen_on,
        max(case when is_measured = 1 then last_seen_on end) as last_seen_on,
        cast(sum(case when is_measured = 1 then n_observations else 0 end) as bigint) as n_observations
    from {{ ref('int_term_source') }}
    group by term_no
),

latest as (
    select term_id, stage
    from {{ ref('fct_term_score_daily') }}
    where scored_on = {{ index_day(today()) }} and score_version = '{{ var('score_version') }}'
)

select
    t.term_id,
    t.term,
    t.display,
    t.language,
    t.kind,
    t.category,
    t.is_noise,
    t.noise_reason,
    t.is_weekday,
    t.is_curated,
    t.fit,
    t.fit_reason,
    t.intent,
    t.risk_status,
    t.risk_category,
    t.risk_code,
    t.risk_reason,
    t.risk_evidence,
    t.rules_version,
    coalesce(l.stage, 'dormant') as stage,
    l.term_id is not null as is_scored,
    s.first_seen_on,
    s.last_seen_on,
    coalesce(s.n_observations, 0) as n_observations
from {{ ref('stg_terms') }} as t
inner join {{ ref('int_term') }} as i on t.term_id = i.term_id
left join seen as s on i.term_no = s.term_no
left join latest as l on t.term_id = l.term_id
