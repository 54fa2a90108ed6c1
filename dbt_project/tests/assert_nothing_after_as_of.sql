-- The marts stand on the as-of day: nothing is scored after it, nothing known later is used. Scores
-- of later days that cannot be computed again stay, and are not published. A build that grows looks at
-- what came; what stands was looked at when it came, and its as-of moment was no later.
-- depends_on: {{ ref('int_delta') }}
select term_id from {{ ref('fct_term_score_daily') }} where scored_on > {{ index_day(today()) }} and not {{ on_record('scored_on') }}
union all
select term_id from {{ ref('int_delta') if grown() else ref('fct_trend_observation') }}
where {{ "sign = 1 and" if grown() }} (captured_at > {{ as_of() }} or observed_on > {{ index_day(today()) }})
