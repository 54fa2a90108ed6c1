{{ config(
    materialized='incremental',
    incremental_strategy='append',
    meta={'grows': 'always'},
    pre_hook=[
        "{{ take_out(ref('int_touched_cell'), ['term_no', 'source_no', 'day_idx']) }}",
        "{% if grown() %}delete from {{ this }} where day_idx < {{ first_region_day() }}{% endif %}"
    ]
) }}
-- In which countries a source measured a term on each day that matters for a scored day, and from
-- when on that was known. A city counts as its country. Being on our list is no measurement, and
-- what competes is no demand.
-- depends_on: {{ ref('int_touched_cell') }}
select
    o.term_no,
    o.source_no,
    {{ day_index('o.observed_on') }} as day_idx,
    split_part(o.region, '-', 1) as region,
    min({{ day_index('o.known_on') }}) as known_idx
from {{ ref('int_observation') }} as o
{% if grown() -%}
inner join {{ ref('int_touched_cell') }} as c
    on {{ same('o', 'c', ['term_no', 'source_no']) }} and o.observed_on = {{ index_day('c.day_idx') }}
{% endif -%}
where o.observed_on >= {{ index_day(first_region_day()) }} and o.metric not in ('listed', 'listings')
group by o.term_no, o.source_no, o.observed_on, split_part(o.region, '-', 1)
