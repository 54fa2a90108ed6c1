{{ config(
    materialized='incremental',
    incremental_strategy='append',
    meta={'grows': 'always'},
    pre_hook="{% if grown() %}delete from {{ this }} as standing using {{ ref('int_delta') }} as gone where {{ is_listed('gone.') }} and standing.source_no = gone.source_no and standing.day_idx = {{ day_index('gone.observed_on') }}{% endif %}"
) }}
-- Days on which a list was captured at all: a name that was not on it then was away.
-- depends_on: {{ ref('int_delta') }}
select distinct s.source_no, s.list, s.day_idx
from {{ ref('int_list_sighting') }} as s
{% if grown() -%}
inner join (
    select distinct source_no, {{ day_index('observed_on') }} as day_idx
    from {{ ref('int_delta') }}
    where {{ is_listed() }}
) as d on {{ same('s', 'd', ['source_no', 'day_idx']) }}
{%- endif %}
