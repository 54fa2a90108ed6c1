-- The heads of clusters with a short number, so that the wide joins and windows run on integers. A
-- cluster is curated when one of its members is, and as risky as its riskiest member: no spelling
-- gets past the gate. A build that grows keeps the numbers given before: rows that it does not touch
-- bear them.
with ranked as (
    select
        *,
        row_number() over (
            partition by head_id
            order by
                case risk_status when 'block' then 0 when 'review' then 1 else 2 end,
                case when term_id = head_id then 0 else 1 end,
                {{ byte_order('term_id') }}
        ) as riskiest
    from {{ ref('int_term_member') }}
),

clusters as (
    select
        head_id,
        cast(count(*) as integer) as n_members,
        max(case when is_curated then 1 else 0 end) = 1 as is_curated,
        min({{ byte_order('category') }}) as category,
        max(case when riskiest = 1 then term_id end) as riskiest_id,
        max(case when riskiest = 1 then risk_status end) as risk_status
    from ranked
    group by head_id
),

numbered as (
    {% if grown() -%}
    select term_id, max(term_no) as term_no from {{ this }} group by term_id
    {%- else -%}
    select head_id as term_id, cast(row_number() over (order by head_id) as integer) as term_no from clusters
    {%- endif %}
),

given as (
    select term_id, term_no from numbered
    union all
    select
        c.head_id as term_id,
        cast(row_number() over (order by c.head_id) + (select coalesce(max(term_no), 0) from numbered) as integer) as term_no
    from clusters as c
    left join numbered as n on c.head_id = n.term_id
    where n.term_id is null
)

select
    g.term_no,
    t.term_id,
    t.kind,
    t.is_noise,
    c.is_curated,
    t.fit,
    t.intent,
    c.risk_status,
    coalesce(t.category, c.category) as category,
    c.n_members,
    c.riskiest_id
from {{ ref('stg_terms') }} as t
inner join clusters as c on t.term_id = c.head_id
inner join given as g on t.term_id = g.term_id
