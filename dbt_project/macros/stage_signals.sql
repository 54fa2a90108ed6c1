{#- One platform's signals as they were known at as_of: of several captures of one observation the
    last one known, so that two files of one series are one series. `observed_on` is the day the
    span ended in, `known_on` the as-of day from which the row is known.
    Repeats are rare, so they are found first and only they are put in order. -#}
{% macro stage_signals(platform) %}
{%- set key = observation_key() -%}
with known as (
    select
        source, origin, region, term, kind, metric, period, value, rank, observed_at, captured_at,
        is_partial, url, run_id, slice_id
    from {{ source('raw', platform ~ '_signals') }}
    where captured_at <= {{ as_of() }}
),

repeated as (
    select {{ key | join(', ') }}
    from known
    group by {{ key | join(', ') }}
    having count(*) > 1
),

ordered as (
    select
        k.*,
        row_number() over (
            partition by k.{{ key | join(', k.') }}
            order by {{ last_capture('k.') }}
        ) as newest
    from known as k
    inner join repeated as r on {% for name in key %}{{ ' and ' if not loop.first }}k.{{ name }} = r.{{ name }}{% endfor %}
),

latest as (
    select k.*
    from known as k
    left join repeated as r on {% for name in key %}{{ ' and ' if not loop.first }}k.{{ name }} = r.{{ name }}{% endfor %}
    where r.term is null
    union all
    select
        source, origin, region, term, kind, metric, period, value, rank, observed_at, captured_at,
        is_partial, url, run_id, slice_id
    from ordered
    where newest = 1
)

select
    source, origin, region, term, kind, metric, period, value, rank, observed_at, captured_at,
    is_partial, url, run_id, slice_id,
    {{ signal_days() }}
from latest
{% endmacro %}

{#- Of several captures of one observation, the last one known comes first. -#}
{% macro last_capture(of='') -%}
  {{ of }}captured_at desc, {{ of }}slice_id desc, {{ of }}value desc nulls last, {{ of }}rank
{%- endmacro %}

{#- The day the span ended in, and the as-of day from which the row is known. -#}
{% macro signal_days() -%}
  cast(
        case when period = 'instant' then observed_at else observed_at - interval '1 microsecond' end
        as date
    ) as observed_on,
    cast(captured_at - interval '1 microsecond' as date) as known_on
{%- endmacro %}

{#- Columns of int_observation: of a staged signal `o`, its link `l` and its source `s`. -#}
{% macro observation_columns() -%}
  l.term_no,
    l.term_id,
    l.seen_no,
    s.source_no,
    o.source as source_id,
    o.origin,
    o.region,
    o.term as seen,
    o.kind,
    o.metric,
    o.period,
    o.value,
    o.rank,
    o.observed_at,
    o.captured_at,
    o.observed_on,
    o.known_on,
    o.is_partial,
    o.url,
    o.run_id,
    o.slice_id
{%- endmacro %}

{#- Observations of a relation by term and source; see int_term_source. -#}
{% macro counted_by_source(relation) -%}
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
from {{ relation }}
group by term_no, source_no
{%- endmacro %}


{#- Raw tables of signals, in the order of the registry; a test compares the two. -#}
{% macro platforms() -%}
  {{ return([
    'wikimedia',
    'google_trends',
    'tiktok',
    'instagram',
    'twitter',
    'youtube',
    'pinterest',
    'etsy_trending',
    'reddit',
    'bluesky',
    'hacker_news',
    'curated',
    'user'
  ]) }}
{%- endmacro %}
