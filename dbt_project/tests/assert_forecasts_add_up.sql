-- A forecast is its parts: with the intercept they add up to what was stated.
with sums as (
    select
        term_id, made_on, forecast_version,
        sum(case when forecast = 'rise' then part end) as rise_sum,
        sum(case when forecast = 'rank' then part end) as rank_sum,
        sum(case when forecast = 'sustain' then part end) as sustain_sum,
        sum(case when forecast = 'return' then part end) as return_sum
    from {{ ref('fct_forecast_part') }}
    group by term_id, made_on, forecast_version
)

select p.term_id, p.made_on
from sums as p
left join {{ ref('fct_term_forecast_daily') }} as f
    on p.term_id = f.term_id and p.made_on = f.made_on and p.forecast_version = f.forecast_version
where p.made_on >= {{ index_day(first_score_day()) }} and (
    {% for name in ['rise', 'rank', 'sustain', 'return'] -%}
    {{ 'or ' if not loop.first }}(p.{{ name }}_sum is not null and (f.{{ name }}_sum is null or abs(p.{{ name }}_sum - f.{{ name }}_sum) >= {{ dp('1e-9') }}))
    {% endfor %}
)
