-- Every name that signals may bear, and the number it counts under. Rights end here: a source whose
-- rows may not be kept or computed from has no number, so no model below sees a row of it.
select n.source_id, s.source_no
from {{ ref('stg_sources') }} as n
inner join {{ ref('int_source') }} as s on n.counts_as = s.source_id
where n.may_store and n.may_score
