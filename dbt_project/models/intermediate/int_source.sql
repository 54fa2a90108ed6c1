-- Sources that models may compute from, with a short number and its bit, so that a set of sources
-- is one integer. A source that counts as another (see raw.sources) has no number of its own.
with numbered as (
    select
        cast(row_number() over (order by {{ byte_order('source_id') }}) - 1 as integer) as source_no,
        source_id,
        family
    from {{ ref('stg_sources') }}
    where counts_as = source_id and may_store and may_score
)

select source_no, source_id, family, cast(power({{ dp(2) }}, source_no) as bigint) as source_bit
from numbered
