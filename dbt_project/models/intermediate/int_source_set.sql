-- The names in each set of sources that occurs.
with sets as (select distinct source_set from {{ ref('int_term_measure') }}),

members as (
    select s.source_set, i.source_id, i.family
    from sets as s
    cross join {{ ref('int_source') }} as i
    where {{ has_bit('s.source_set', 'i.source_bit') }}
)

select
    source_set,
    string_agg(source_id, ',' order by {{ byte_order('source_id') }}) as sources,
    cast(count(*) as integer) as n_sources,
    cast(count(distinct family) as integer) as n_families
from members
group by source_set
