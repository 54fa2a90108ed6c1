{{ config(
    materialized='incremental',
    incremental_strategy='append',
    meta={'grows': 'always'},
    pre_hook=[
        "{{ take_out(ref('int_touched_cell'), ['term_no', 'source_no', 'day_idx']) }}",
        "{% if grown() %}delete from {{ this }} where day_idx < {{ first_reading_day() }}{% endif %}"
    ]
) }}
-- The last reading of each day of every counter, as it was known a day later at the latest: of what
-- became known later, nothing can have been forecast. A counter keeps its number in every build.
-- depends_on: {{ ref('int_touched_cell') }}
with readings as (
    select
        o.term_no, o.source_no, o.metric, o.seen_no, o.region, o.observed_on,
        {{ last_by('o.value', 'o.observed_at') }} as value
    from {{ ref('int_observation') }} as o
    {% if grown() -%}
    inner join (
        select term_no, source_no, {{ index_day('day_idx') }} as observed_on
        from {{ ref('int_touched_cell') }}
    ) as c on {{ same('o', 'c', ['term_no', 'source_no', 'observed_on']) }}
    {% endif -%}
    where
        o.metric in ('views_total', 'posts_total') and o.value is not null and o.known_on <= o.observed_on + 1
        and o.observed_on >= {{ index_day(first_reading_day()) }}
    group by o.term_no, o.source_no, o.metric, o.seen_no, o.region, o.observed_on
)

select
    {{ text_number("term_no || '/' || source_no || '/' || metric || '/' || seen_no || '/' || region") }} as counter_no,
    term_no, source_no, metric,
    {{ day_index('observed_on') }} as day_idx,
    value,
    {{ display_step('value') }} as step
from readings
