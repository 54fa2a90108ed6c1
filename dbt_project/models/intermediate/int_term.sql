-- Terms with a short number, so that the wide joins and windows run on integers. A build that grows
-- keeps the numbers given before: rows that it does not touch bear them.
with numbered as (
    {% if grown() -%}
    select term_id, max(term_no) as term_no from {{ this }} group by term_id
    {%- else -%}
    select term_id, cast(row_number() over (order by term_id) as integer) as term_no from {{ ref('stg_terms') }}
    {%- endif %}
),

given as (
    select term_id, term_no from numbered
    union all
    select
        t.term_id,
        cast(row_number() over (order by t.term_id) + (select coalesce(max(term_no), 0) from numbered) as integer) as term_no
    from {{ ref('stg_terms') }} as t
    left join numbered as n on t.term_id = n.term_id
    where n.term_id is null
)

select
    g.term_no,
    t.term_id,
    t.kind,
    t.is_noise,
    t.is_curated,
    t.fit,
    t.intent,
    t.risk_status
from {{ ref('stg_terms') }} as t
inner join given as g on t.term_id = g.term_id
