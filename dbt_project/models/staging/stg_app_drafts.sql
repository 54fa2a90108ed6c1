-- Our own drafts that were made by the as-of moment.
select
    draft_id,
    idea_id,
    term_id,
    created_at
from {{ source('raw', 'app_drafts') }}
where created_at <= {{ as_of() }}
