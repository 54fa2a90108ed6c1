{#- One platform's signals as they were known at as_of: of several captures of one observation the
    last one known, so that two files of one series are one series. `observed_on` is the day the
    span ended in, `known_on` the as-of day from which the row is known.
    Repeats are rare, so they are found first and only they are put in order. -#}
{% macro stage_signals(platform) %}
{%- set key = ['term', 'observed_at', 'metric', 'region', 'source', 'kind', 'period'] -%}
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
            order by k.captured_at desc, k.slice_id desc, k.value desc nulls last, k.rank
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
    cast(
        case when period = 'instant' then observed_at else observed_at - interval '1 microsecond' end
        as date
    ) as observed_on,
    cast(captured_at - interval '1 microsecond' as date) as known_on
from latest
{% endmacro %}

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
