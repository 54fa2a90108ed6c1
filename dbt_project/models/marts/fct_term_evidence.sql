{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='append_new_columns',
    meta={'grows': 'day'},
    pre_hook=[
        "{{ take_out(ref('int_touched_term'), ['term_id'], within_day()) }}",
        "{% if within_day() %}delete from {{ this }} where term_id not in (select term_id from {{ ref('int_term_day') }} where day_idx = {{ today() }}){% endif %}"
    ]
) }}
-- The raw rows behind a term: of each source and metric the latest first, in turn.
-- depends_on: {{ ref('int_touched_term') }}
with recent as (
    select o.*,
        row_number() over (
            partition by o.term_no, o.source_no, o.metric
            order by o.observed_at desc, o.rank nulls last, o.value desc nulls last,
                {{ byte_order('o.region') }}, {{ byte_order('o.seen') }}, {{ byte_order('o.period') }}, {{ byte_order('o.kind') }}
        ) as turn
    from {{ ref('int_observation') }} as o
    inner join {{ ref('int_term_source') }} as t on o.term_no = t.term_no and o.source_no = t.source_no
    inner join (
        select t.term_no
        from {{ ref('int_term_day') }} as t
        where t.day_idx = {{ today() }}
        {% if within_day() -%}
        -- Touched terms were taken out; others have none because they were not scored before.
        and t.term_id not in (select e.term_id from {{ this }} as e)
        {%- endif %}
    ) as scored on o.term_no = scored.term_no
    where o.observed_on > t.last_seen_on - 7
),

numbered as (
    select *,
        cast(row_number() over (
            partition by term_no
            order by turn, observed_at desc, {{ byte_order('source_id') }}, {{ byte_order('metric') }}
        ) as integer) as evidence_no
    from recent
    where turn <= {{ var('evidence_rows') }}
)

select
    term_id,
    evidence_no,
    source_id,
    origin,
    region,
    seen,
    kind,
    metric,
    period,
    value,
    rank,
    observed_at,
    captured_at,
    is_partial,
    url,
    slice_id,
    run_id
from numbered
where evidence_no <= {{ var('evidence_rows') }}
