-- What is forecast of every counter on every scored day: each forecast is the intercept and one part a
-- feature. Empty where the version in use has no weights.
with counters as (
    select distinct counter_no, term_no, source_no
    from {{ ref('int_counter_reading') }}
)

{% for forecast in ['rise', 'rank', 'sustain'] -%}
, {{ forecast }}_weights as (
    {{ forecast_weights_row(forecast) }}
)

, {{ forecast }}_sums as (
    select f.counter_no, f.day_idx, {{ forecast_sum(forecast) }} as {{ forecast }}_sum
    from {{ ref('int_counter_feature') }} as f
    cross join {{ forecast }}_weights as w
    where f.day_idx >= {{ first_forecast_day() }}
)

{% endfor %}
select
    c.term_no, c.source_no, a.counter_no, a.day_idx,
    a.rise_sum, b.rank_sum, d.sustain_sum
from rise_sums as a
inner join rank_sums as b on a.counter_no = b.counter_no and a.day_idx = b.day_idx
inner join sustain_sums as d on a.counter_no = d.counter_no and a.day_idx = d.day_idx
inner join counters as c on a.counter_no = c.counter_no
