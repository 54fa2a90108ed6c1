-- Days on which a source's list was captured: such a list says that every other term was not on it.
-- depends_on: {{ ref('int_touched_term') }}
select distinct source_no, day_idx
from {{ ref('int_recent_value') }}
where metric = 'rank'
