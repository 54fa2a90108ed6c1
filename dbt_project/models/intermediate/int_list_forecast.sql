-- The forecast of every name on every scored day that it was on a list.
with weights as (
    {{ forecast_weights_row('return') }}
)

select f.source_no, f.list, f.seen_no, f.day_idx, {{ forecast_sum('return') }} as return_sum
from {{ ref('int_list_feature') }} as f
cross join weights as w
