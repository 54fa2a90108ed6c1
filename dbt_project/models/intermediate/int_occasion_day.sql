-- The next date of every occasion on every scored day, and how good a day it is to publish for it.
with ahead as (
    select
        d.day_idx, o.occasion_id, o.name as occasion, o.country, o.falls_on, o.publish_from, o.publish_by,
        row_number() over (
            partition by d.day_idx, o.name
            order by
                case when o.publish_by >= d.day then 0 else 1 end, o.falls_on,
                case o.country when 'WW' then 0 when 'US' then 1 else 2 end, {{ byte_order('o.occasion_id') }}
        ) as nearest,
        d.day
    from {{ ref('int_score_day') }} as d
    inner join {{ ref('stg_occasions') }} as o on o.falls_on >= d.day and o.falls_on < d.day + 400
)

select
    day_idx, occasion_id, occasion, country, falls_on, publish_from, publish_by,
    case when day >= publish_from then 1 else 0 end as is_due,
    case
        when day < publish_from then exp(-ln({{ dp(2) }}) * (publish_from - day) / {{ dp(28) }})
        when day <= publish_by then {{ dp(1) }}
        else exp(-ln({{ dp(2) }}) * (day - publish_by) / {{ dp(14) }})
    end as opportunity
from ahead
where nearest = 1
