-- What the forecasts of a day say of a term, in one number: each chance against its own base rate, and
-- the place in the order of growth; the geometric mean of those that are known. An ordinary day is
-- 1/2. A day without a forecast has no row: what was forecast of an earlier one is not of this one.
with rates as (
    select
        {% for forecast in ['rise', 'sustain', 'return'] -%}
        max(case when forecast = '{{ forecast }}' then base_rate end) as {{ forecast }}_rate{{ ',' if not loop.last }}
        {% endfor -%}
    from {{ ref('forecast_versions') }}
    where forecast_version = '{{ var('forecast_version') }}'
),

placed as (
    select
        f.*,
        -- As in fct_term_forecast_daily.
        case when f.rank_sum is not null then rank() over (
            partition by f.day_idx order by cast(f.rank_sum as decimal(18, 9)) desc nulls last
        ) end as growth_place,
        count(f.rank_sum) over (partition by f.day_idx) as n_placed
    from {{ ref('int_term_forecast') }} as f
    where f.day_idx >= {{ first_score_day() }}
),

parts as (
    select
        p.term_no, p.day_idx,
        {% for forecast in ['rise', 'sustain', 'return'] -%}
        ln({{ against_base('p.' ~ forecast ~ '_sum', 'r.' ~ forecast ~ '_rate') }}) as {{ forecast }},
        {% endfor -%}
        ln({{ dp(1) }} - (p.growth_place - {{ dp('0.5') }}) / p.n_placed) as growth
    from placed as p
    cross join rates as r
),

counted as (
    select
        term_no, day_idx,
        {% for part in ['rise', 'sustain', 'return', 'growth'] -%}
        {{ '+ ' if not loop.first }}coalesce({{ part }}, {{ dp(0) }})
        {% endfor -%} as total,
        {% for part in ['rise', 'sustain', 'return', 'growth'] -%}
        {{ '+ ' if not loop.first }}case when {{ part }} is not null then 1 else 0 end
        {% endfor -%} as n_known
    from parts
)

select term_no, day_idx, exp(total / n_known) as outlook
from counted
where n_known > 0
