{{ config(
    materialized='incremental',
    incremental_strategy='append',
    indexes=indexed([['seen_no', 'day_idx'], ['day_idx']]),
    meta={'grows': 'always'},
    pre_hook="{% if grown() %}delete from {{ this }} as standing using {{ ref('int_delta') }} as gone where {{ is_listed('gone.') }} and {{ same('standing', 'gone', ['source_no', 'seen_no']) }} and standing.day_idx = {{ day_index('gone.observed_on') }}{% endif %}"
) }}
-- On which days which names were on which list, as it was known a day later at the latest. The lists
-- of the United States, the United Kingdom and the world are one; each further country has its own.
-- depends_on: {{ ref('int_delta') }}
select distinct
    o.source_no,
    case when left(o.region, 2) in ('US', 'GB', 'WW') then 'main' else left(o.region, 2) end as list,
    o.seen_no,
    {{ day_index('o.observed_on') }} as day_idx
from {{ ref('int_observation') }} as o
{% if grown() -%}
inner join (
    select distinct source_no, seen_no, observed_on
    from {{ ref('int_delta') }}
    where {{ is_listed() }}
) as d on {{ same('o', 'd', ['source_no', 'seen_no', 'observed_on']) }}
{% endif -%}
where {{ is_listed('o.') }} and o.known_on <= o.observed_on + 1
