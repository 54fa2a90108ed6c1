{#- One platform's signals as they were known at as_of: of several captures of one observation the
    last one known, so that two files of one series are one series. `observed_on` is the day the
    span ended in, `known_on` the as-of day from which the row is known. -#}
{% macro stage_signals(platform) %}
with known as (
    select
        source, origin, region, term, kind, metric, period, value, rank, observed_at, captured_at,
        is_partial, url, run_id, slice_id,
        row_number() over (
            partition by source, region, term, kind, metric, period, observed_at
            order by captured_at desc, slice_id desc, value desc nulls last, rank
        ) as newest
    from {{ source('raw', platform ~ '_signals') }}
    where captured_at <= {{ as_of() }}
)

select
    source, origin, region, term, kind, metric, period, value, rank, observed_at, captured_at,
    is_partial, url, run_id, slice_id,
    cast(
        case when period = 'instant' then observed_at else observed_at - interval '1 microsecond' end
        as date
    ) as observed_on,
    cast(captured_at - interval '1 microsecond' as date) as known_on
from known
where newest = 1
{% endmacro %}

{% macro platforms() -%}
  {{ return(['tiktok', 'twitter', 'youtube', 'google_trends', 'pinterest', 'wikimedia', 'curated', 'user']) }}
{%- endmacro %}
