-- Listings that compete for a term and searches of a month, by the latest Marketplace Insights that
-- somebody had brought in by a scored day. Of one search in several countries the most searched
-- counts, because countries overlap; several searches of one term add up. Without both there is no row.
with noted as (
    select
        term_no, seen_no, region, observed_at,
        {{ day_index('max(observed_on)') }} as observed_idx,
        {{ day_index('max(known_on)') }} as known_idx,
        max(case when metric = 'searches' then value end) as searches,
        max(case when metric = 'listings' then value end) as listings
    from {{ ref('int_observation') }}
    where source_id = 'etsy_marketplace_insights'
        and metric in ('searches', 'listings')
        and not is_partial
        and observed_on > {{ index_day(first_score_day() - (var('competition_days') | int)) }}
    group by term_no, seen_no, region, observed_at
),

known as (
    select
        n.term_no, d.day_idx, n.searches, n.listings,
        row_number() over (
            partition by n.term_no, n.seen_no, d.day_idx
            order by n.observed_at desc, n.searches desc, {{ byte_order('n.region') }}
        ) as newest
    from noted as n
    inner join {{ ref('int_score_day') }} as d
        on n.known_idx <= d.day_idx and n.observed_idx > d.day_idx - {{ var('competition_days') }}
    where n.searches is not null and n.listings is not null
)

select term_no, day_idx, sum(searches) as searches, sum(listings) as listings
from known
where newest = 1
group by term_no, day_idx
