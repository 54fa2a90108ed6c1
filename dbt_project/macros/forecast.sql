{#- The features of each forecast in the order in which their parts are added up; the same as in
    domain/forecast, which a test compares. -#}
{% macro forecast_features(forecast) -%}
  {%- set paces = ['pace_1', 'pace_2', 'pace_3', 'pace_5', 'pace_14', 'pace_28', 'pace_56'] -%}
  {%- set twelve = ['median_12', 'greatest_12', 'least_12', 'place_12', 'spread_12'] -%}
  {{ return({
    'rise': paces + ['week_1'] + twelve + ['steps'],
    'rank': [
      'growth', 'level', 'steps', 'median_12', 'place_12', 'spread_12', 'pace_1', 'pace_3', 'pace_5', 'pace_14',
      'pace_28', 'week_1', 'week_2', 'week_3', 'pace_1_thin', 'pace_3_thin', 'pace_28_thin', 'week_1_thin', 'median_12_thin'
    ],
    'sustain': ['pace_1', 'pace_3', 'pace_28', 'week_2', 'level'],
    'return': [
      'share_all', 'share_120', 'share_30', 'sightings_120', 'same_weekday', 'near_weekday', 'week_ago', 'fortnight_ago',
      'weekday', 'streak', 'episodes', 'new', 'length', 'hash', 'ascii', 'capitals', 'digits',
      'words', 'lower', 'length_new', 'hash_new', 'capitals_new', 'digits_new', 'hash_lower'
    ],
  }[forecast]) }}
{%- endmacro %}

{#- A feature as columns of f: of a thin gain, or of a new name, it is a product. -#}
{% macro feature_value(feature) -%}
  {%- if feature.endswith('_thin') -%} f.{{ feature[:-5] }} * f.thinness
  {%- elif feature == 'hash_lower' -%} f.hash * f.lower
  {%- elif feature.endswith('_new') -%} f.{{ feature[:-4] }} * f.new
  {%- else -%} f.{{ feature }}
  {%- endif -%}
{%- endmacro %}

{#- One row: intercept and weights of a forecast in the version in use; empty when it has none. -#}
{% macro forecast_weights_row(forecast) -%}
  select
    max(case when feature = 'intercept' then known end) as intercept
    {% for feature in forecast_features(forecast) -%}
    {% for column in ['centre', 'spread', 'known', 'unknown'] -%}
    , max(case when feature = '{{ feature }}' then {{ column }} end) as {{ feature }}_{{ column }}
    {% endfor -%}
    {% endfor -%}
  from {{ ref('forecast_weights') }}
  where forecast_version = '{{ var('forecast_version') }}' and forecast = '{{ forecast }}'
{%- endmacro %}

{#- What a feature adds, with the weights in w; empty where the version does not know it. -#}
{% macro forecast_part(feature) -%}
  case
    when {{ feature_value(feature) }} is null then w.{{ feature }}_unknown
    else ({{ feature_value(feature) }} - w.{{ feature }}_centre) / w.{{ feature }}_spread * w.{{ feature }}_known
  end
{%- endmacro %}

{#- The sum: log odds of a chance, or what an order goes by; empty without weights. -#}
{% macro forecast_sum(forecast) -%}
  w.intercept
  {% for feature in forecast_features(forecast) -%}
  + coalesce({{ forecast_part(feature) }}, {{ dp(0) }})
  {% endfor %}
{%- endmacro %}
