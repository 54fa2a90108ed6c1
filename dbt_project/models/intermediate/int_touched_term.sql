-- Terms that may measure otherwise than in the last build: those with touched cells, and, when a list
-- stands on a day on which it stood not (or the other way round), all that are ever on it: who is
-- not on a list of the day has the value 0. Empty unless the build grows within the day.
-- depends_on: {{ ref('int_touched_cell') }}
-- depends_on: {{ ref('int_recent_value') }}
-- depends_on: {{ ref('int_series') }}
-- depends_on: {{ ref('int_term') }}
{% if within_day() -%}
with now_listed as (
    select distinct source_no, day_idx from {{ ref('int_recent_value') }} where metric = 'rank'
),

changed as (
    (select source_no, day_idx from now_listed except select source_no, day_idx from {{ standing('int_list_day') }})
    union
    (select source_no, day_idx from {{ standing('int_list_day') }} except select source_no, day_idx from now_listed)
)

select term_no, term_id from {{ ref('int_delta') }}
union
select s.term_no, t.term_id
from {{ ref('int_series') }} as s
inner join (select distinct source_no from changed) as c on s.source_no = c.source_no
inner join {{ ref('int_term') }} as t on s.term_no = t.term_no
where s.metric = 'rank'
{%- else -%}
select term_no, term_id from {{ ref('int_delta') }} where 1 = 0
{%- endif %}
