{{ config(
    materialized='incremental',
    incremental_strategy='append',
    meta={'grows': 'always'},
    pre_hook=[
        "{{ take_out(ref('int_touched_cell'), ['term_no', 'source_no', 'day_idx']) }}",
        "{% if grown() %}delete from {{ this }} where day_idx < {{ first_kept_day() }}{% endif %}"
    ]
) }}
-- The daily values that any window reaches back to, so that windows cost what is recent.
-- depends_on: {{ ref('int_touched_cell') }}
select v.*
from {{ ref('int_daily_value') }} as v
{% if grown() -%}
inner join {{ ref('int_touched_cell') }} as c on {{ same('v', 'c', ['term_no', 'source_no', 'day_idx']) }}
{% endif -%}
where v.day_idx >= {{ first_kept_day() }}
