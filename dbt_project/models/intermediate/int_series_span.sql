-- Every series with its first and last day. A build that grows adds the touched days; only where
-- observations went it looks through the whole series.
-- depends_on: {{ ref('int_delta') }}
-- depends_on: {{ ref('int_touched_cell') }}
{% set series = 'v.series_no, v.term_no, v.source_no, v.metric, v.period' -%}
{% if grown() -%}
with gone as (select distinct term_no, source_no from {{ ref('int_delta') }} where sign = -1),

parts as (
    select {{ series }}, min(v.day_idx) as first_idx, max(v.day_idx) as last_idx
    from {{ ref('int_daily_value') }} as v
    inner join gone as g on {{ same('v', 'g', ['term_no', 'source_no']) }}
    group by {{ series }}
    union all
    select {{ series }}, min(v.day_idx), max(v.day_idx)
    from {{ ref('int_daily_value') }} as v
    inner join {{ ref('int_touched_cell') }} as c on {{ same('v', 'c', ['term_no', 'source_no', 'day_idx']) }}
    group by {{ series }}
    union all
    select {{ series }}, v.first_idx, v.last_idx
    from {{ this }} as v
    left join gone as g on {{ same('v', 'g', ['term_no', 'source_no']) }}
    where g.term_no is null
)

select {{ series }}, min(v.first_idx) as first_idx, max(v.last_idx) as last_idx
from parts as v
group by {{ series }}
{%- else -%}
select {{ series }}, min(v.day_idx) as first_idx, max(v.day_idx) as last_idx
from {{ ref('int_daily_value') }} as v
group by {{ series }}
{%- endif %}
