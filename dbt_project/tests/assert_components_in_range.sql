-- Components live in [0.02, 1], so a score lives in [2, 100] times the crowding factor, and its lower
-- bound below it.
select term_id, scored_on
from {{ scores_to_look_at(ref('fct_term_score_daily')) }} as s
where score < {{ dp('1.999999') }} * coalesce(s_crowding, {{ dp(1) }}) or score > {{ dp('100.000001') }} or score_low > score or confidence not between 0 and 1
    {% for name in components() + ['crowding'] -%}
    or s_{{ name }} not between {{ dp('0.02') }} and {{ dp(1) }}
    {% endfor %}
