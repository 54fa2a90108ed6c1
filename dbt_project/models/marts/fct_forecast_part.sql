-- The latest forecasts of each term, of the days it is shown, taken apart: with the intercept, the parts add up
-- to the sum.
with latest as (
    select term_no, max(case when n_counters > 0 then day_idx end) as counted_idx, max(case when n_lists > 0 then day_idx end) as listed_idx
    from {{ ref('int_term_forecast') }}
    where day_idx > {{ today() - (var('forecast_days') | int) }}
    group by term_no
),

names as (
    select distinct seen_no, term_no
    from {{ ref('int_term_link') }}
),

{% for forecast in ['rise', 'rank', 'sustain', 'return'] -%}
{{ forecast }}_weights as (
    {{ forecast_weights_row(forecast) }}
),
{% endfor %}
counter_terms as (
    select distinct counter_no, term_no
    from {{ ref('int_counter_reading') }}
),

counter_rows as (
    select c.term_no, f.*
    from {{ ref('int_counter_feature') }} as f
    inner join counter_terms as c on f.counter_no = c.counter_no
    inner join latest as l on c.term_no = l.term_no and f.day_idx = l.counted_idx
),

list_rows as (
    select n.term_no, f.*
    from {{ ref('int_list_feature') }} as f
    inner join names as n on f.seen_no = n.seen_no
    inner join latest as l on n.term_no = l.term_no and f.day_idx = l.listed_idx
),

parts as (
    {% for forecast in ['rise', 'rank', 'sustain', 'return'] -%}
    {% set rows = 'list_rows' if forecast == 'return' else 'counter_rows' -%}
    select term_no, day_idx, '{{ forecast }}' as forecast, 'intercept' as feature, 0 as position, cast(null as double precision) as value, w.intercept as part
    from {{ rows }} as f
    cross join {{ forecast }}_weights as w
    {% for feature in forecast_features(forecast) -%}
    union all
    select term_no, day_idx, '{{ forecast }}', '{{ feature }}', {{ loop.index }}, {{ feature_value(feature) }}, {{ forecast_part(feature) }}
    from {{ rows }} as f
    cross join {{ forecast }}_weights as w
    {% endfor -%}
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select
    t.term_id,
    {{ index_day('p.day_idx') }} as made_on,
    cast('{{ var('forecast_version') }}' as text) as forecast_version,
    cast(p.forecast as text) as forecast,
    cast(p.feature as text) as feature,
    p.position,
    avg(p.value) as value,
    avg(p.part) as part
from parts as p
inner join {{ ref('int_term') }} as t on p.term_no = t.term_no
where p.part is not null
group by t.term_id, p.day_idx, p.forecast, p.feature, p.position
