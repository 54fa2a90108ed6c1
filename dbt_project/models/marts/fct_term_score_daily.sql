{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='append_new_columns',
    pre_hook="{% if is_incremental() %}delete from {{ this }} where (scored_on > {{ index_day(today()) }} or (score_version = '{{ var('score_version') }}' and scored_on >= {{ index_day(first_score_day()) }})) and not {{ on_record('scored_on') }}{% endif %}",
    post_hook=["{{ keep_by_day(this, 'scored_on', ['term_id', 'score_version']) }}", "{{ collect_statistics(this) }}"]
) }}
-- A run writes its own days anew and leaves earlier days as they were: what was said then stays. So
-- does what was said of a day whose evidence has expired since; without a record it is marked.
with weights as (
    {{ weights_row(var('score_version')) }}
),

parameters as (
    {{ parameters_row(['se_scale']) }}
),

known as (
    select
        t.*, w.*, p.se_scale,
        {{ known_weights() }} as w_known
    from {{ ref('int_term_day') }} as t
    cross join weights as w
    cross join parameters as p
),

scored as (
    select
        *,
        {% for name in components() -%}
        {{ '+ ' if not loop.first }}{{ contribution('s_' ~ name, 'w_' ~ name, 'w_known') }}
        {% endfor -%}
        + {{ crowding('s_crowding') }} as log_score,
        w_known / w_all as coverage,
        (days_seen + {{ dp(1) }}) / (days_seen + {{ dp(8) }}) as sample_size,
        (greatest(coalesce(n_rising, 0), coalesce(n_known - n_rising, 0)) + {{ dp(1) }})
            / (coalesce(n_known, 0) + {{ dp(2) }}) as agreement
    from known
),

bounded as (
    select
        *,
        coverage * sample_size * agreement as confidence,
        se_scale * ({{ dp(1) }} / sqrt(coverage * sample_size * agreement) - {{ dp(1) }}) as standard_error
    from scored
)

select
    b.term_id,
    b.scored_on,
    cast('{{ var('score_version') }}' as text) as score_version,
    {{ dp(100) }} * exp(b.log_score) as score,
    {{ dp(100) }} * exp(b.log_score - b.standard_error) as score_low,
    b.log_score,
    b.standard_error,
    b.confidence,
    b.coverage,
    b.sample_size,
    b.agreement,
    b.stage,
    cast(row_number() over (
        partition by b.scored_on
        order by cast({{ dp(100) }} * exp(b.log_score - b.standard_error) as decimal(18, 9)) desc, {{ byte_order('b.term_id') }}
    ) as integer) as rank,
    coalesce(s.n_sources, 0) as n_sources,
    coalesce(s.n_families, 0) as n_families,
    s.sources,
    case
        when b.last_seen_idx is null then 'curated'
        when b.is_import + b.is_live + b.is_replay = 1
            then case when b.is_import = 1 then 'import' when b.is_live = 1 then 'live' else 'replay' end
        when b.is_import = 0 then 'live,replay'
        when b.is_live = 0 then 'import,replay'
        when b.is_replay = 0 then 'import,live'
        else 'import,live,replay'
    end as origin,
    b.is_curated,
    b.risk_status,
    coalesce(r.regions, '') as regions,
    {{ index_day('b.last_seen_idx') }} as last_seen_on,
    b.days_seen,
    b.days_on_list,
    b.occasion_id,
    b.occasion,
    b.occasion_country,
    b.occasion_on,
    lt.publish_from,
    lt.publish_by,
    b.season_basis,
    b.level,
    b.burst,
    b.velocity,
    b.acceleration,
    b.persistence,
    b.momentum,
    b.breadth_z,
    b.breadth_wilson,
    cast(b.onset_age as integer) as onset_age,
    b.freshness,
    b.season_index,
    b.season_ahead,
    b.season_years,
    b.opportunity as occasion_opportunity,
    b.s_momentum,
    b.s_breadth,
    b.s_freshness,
    b.s_season,
    b.s_fit,
    b.s_intent,
    b.s_competition,
    b.s_outlook,
    b.s_crowding,
    b.listings,
    b.searches,
    b.n_drafts,
    lt.peak_basis,
    lt.peak_on,
    lt.left_basis,
    lt.rise_age,
    lt.days_left,
    lt.days_left_low,
    lt.days_left_high,
    lt.n_rises,
    lt.lead_days,
    lt.in_time,
    not {{ on_record('b.scored_on') }} as evidence_complete
from bounded as b
left join {{ ref('int_source_set') }} as s on b.source_set = s.source_set
left join {{ ref('int_term_time') }} as lt on b.term_no = lt.term_no and b.day_idx = lt.day_idx
left join {{ ref('int_term_region') }} as r on b.term_no = r.term_no and b.day_idx = r.day_idx
{% if is_incremental() -%}
where b.scored_on not in (
    select distinct k.scored_on
    from {{ this }} as k
    where k.score_version = '{{ var('score_version') }}' and k.scored_on >= {{ index_day(first_score_day()) }}
)
{%- endif %}
