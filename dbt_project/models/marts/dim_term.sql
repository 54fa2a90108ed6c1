-- Every normalised term, scored or not, and where its cluster stands on the as-of day. Members bear
-- the risk of their cluster.
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
    case when t.term_id = i.term_id then i.category else t.category end as category,
    t.is_noise,
    t.noise_reason,
    t.is_weekday,
    t.is_curated,
    t.fit,
    t.fit_reason,
    t.intent,
    t.products,
    t.product_reasons,
    r.risk_status,
    r.risk_category,
    r.risk_code,
    r.risk_reason,
    r.risk_evidence,
    t.rules_version,
    coalesce(l.stage, 'dormant') as stage,
    l.term_id is not null as is_scored,
    s.first_seen_on,
    s.last_seen_on,
    coalesce(s.n_observations, 0) as n_observations,
    i.term_id as cluster_id,
    i.n_members
from {{ ref('stg_terms') }} as t
inner join {{ ref('int_term_member') }} as m on t.term_id = m.term_id
inner join {{ ref('int_term') }} as i on m.head_id = i.term_id
inner join {{ ref('stg_terms') }} as r on i.riskiest_id = r.term_id
left join seen as s on i.term_no = s.term_no
left join latest as l on t.term_id = l.term_id
