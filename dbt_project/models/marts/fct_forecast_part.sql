-- The latest forecasts of each term, of the days it is shown, taken apart: with the intercept, the parts add up
-- to the sum.
with latest as (
    select term_no, max(case when n_counters > 0 then day_idx end) as counted_idx, max(case when n_lists > 0 then day_idx end) as listed_idx
    from {{ ref('int_term_forecast') }}
    where day_idx > {{ today() - (var('forecast_days') | int) }}
    group by term_no
),

names as (
    select distinct l.seen_no, l.term_no
    from {{ ref('int_term_link') }} as l
    inner join (select distinct seen_no from {{ ref('int_list_feature') }}) as f on l.seen_no = f.seen_no
),

weights as (
    select forecast, feature, centre, spread, known, unknown
    from {{ ref('forecast_weights') }}
    where forecast_version = '{{ var('forecast_version') }}'
),

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

valued as (
    {% for rows, forecasts in [('counter_rows', ['rise', 'rank', 'sustain']), ('list_rows', ['return'])] -%}
    {% set features = [] -%}
    {% for forecast in forecasts %}{% do features.extend(forecast_features(forecast)) %}{% endfor -%}
    {{ 'union all' if not loop.first }}
    select
        f.term_no, f.day_idx, w.*,
        case w.feature
            {% for feature in features | unique -%}
            when '{{ feature }}' then {{ feature_value(feature) }}
            {% endfor %}
        end as value
    from {{ rows }} as f
    inner join weights as w on w.forecast in ('{{ forecasts | join("', '") }}')
    {% endfor %}
),

-- A feature's place among those of its forecast; a weight of anything else would be no part.
placed as (
    select
        *,
        case
            when feature = 'intercept' then 0
            {% for forecast in ['rise', 'rank', 'sustain', 'return'] -%}
            {% for feature in forecast_features(forecast) -%}
            when forecast = '{{ forecast }}' and feature = '{{ feature }}' then {{ loop.index }}
            {% endfor -%}
            {% endfor %}
        end as position
    from valued
),

parts as (
    select
        term_no, day_idx, forecast, feature, position, value,
        case
            when position = 0 then known
            when value is null then unknown
            else (value - centre) / spread * known
        end as part
    from placed
    where position is not null
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
