-- The links that int_observation was made with, for the next build to compare with its own.
-- depends_on: {{ ref('int_observation') }}
-- depends_on: {{ ref('int_delta') }}
select seen, kind, term_no, seen_no from {{ ref('int_term_link') }}
