{{ config(
    materialized='incremental',
    incremental_strategy='append',
    indexes=indexed([['made_on']]),
    on_schema_change='append_new_columns',
    pre_hook="{% if is_incremental() %}delete from {{ this }} where made_on > {{ index_day(today()) }} or (forecast_version = '{{ var('forecast_version') }}' and made_on >= {{ index_day(first_score_day()) }}){% endif %}",
    post_hook=["{{ keep_by_day(this, 'made_on', ['term_id', 'forecast_version']) }}", "{{ collect_statistics(this) }}"]
) }}
-- What was forecast of a term on a day, with the share of like days on which it came true (95 %), as the
-- back-test measured it. A run writes its own days anew and leaves earlier days as they were said.
with steps as (
    select
        forecast, stated_from, low, high,
        lead(stated_from) over (partition by forecast order by bin) as stated_to
    from {{ ref('forecast_reliability') }}
    where forecast_version = '{{ var('forecast_version') }}'
),

stated as (
    select
        t.term_id, {{ index_day('f.day_idx') }} as made_on, f.n_counters, f.n_lists,
        f.rise_sum, f.rank_sum, f.sustain_sum, f.return_sum,
        case when f.rise_sum is not null then {{ logistic('f.rise_sum') }} end as rise,
        case when f.sustain_sum is not null then {{ logistic('f.sustain_sum') }} end as sustain,
        case when f.return_sum is not null then {{ logistic('f.return_sum') }} end as return_chance,
        case when f.rank_sum is not null then cast(rank() over (
            partition by f.day_idx order by cast(f.rank_sum as decimal(18, 9)) desc nulls last
        ) as integer) end as growth_place,
        cast(count(f.rank_sum) over (partition by f.day_idx) as integer) as n_placed
    from {{ ref('int_term_forecast') }} as f
    inner join {{ ref('int_term') }} as t on f.term_no = t.term_no
    where f.day_idx >= {{ first_score_day() }}
)

select
    s.term_id,
    s.made_on,
    cast('{{ var('forecast_version') }}' as text) as forecast_version,
    s.rise_sum,
    s.rise,
    {% for name, chance in [('rise', 'rise'), ('sustain', 'sustain'), ('return', 'return_chance')] -%}
    {{ name }}_step.low as {{ name }}_low,
    {{ name }}_step.high as {{ name }}_high,
    {% endfor -%}
    s.rank_sum,
    s.growth_place,
    s.n_placed,
    s.return_sum,
    s.return_chance,
    s.sustain_sum,
    s.sustain,
    s.n_counters,
    s.n_lists
from stated as s
{% for name, chance in [('rise', 'rise'), ('sustain', 'sustain'), ('return', 'return_chance')] -%}
left join steps as {{ name }}_step
    on {{ name }}_step.forecast = '{{ name }}' and s.{{ chance }} >= {{ name }}_step.stated_from
    and (s.{{ chance }} < {{ name }}_step.stated_to or {{ name }}_step.stated_to is null)
{% endfor %}
