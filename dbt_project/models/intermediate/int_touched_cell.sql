-- Terms, sources and days whose values may be others than in the last build. A counter's gain is told
-- on the day after its reading, too. Empty unless the build grows.
with touched as (
    select distinct term_no, source_no, {{ day_index('observed_on') }} as day_idx from {{ ref('int_delta') }}
)

select term_no, source_no, day_idx from touched
union
select term_no, source_no, day_idx + 1 from touched
