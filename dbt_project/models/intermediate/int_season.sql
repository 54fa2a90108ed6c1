-- Yearly shape of a term: its interest in a week of the year (and the weeks beside it) over its mean of
-- that year, averaged over whole past years, and that of the year in which it was least. Only what
-- was known when the month began is used.
{% set epoch = modules.datetime.date(2001, 1, 1) -%}
{% set cuts = [] -%}
{% for day in range(first_score_day(), today() + 1) -%}
  {% set date = epoch + modules.datetime.timedelta(days=day) -%}
  {% set cut = (date.replace(day=1) - epoch).days -%}
  {% if cut not in cuts %}{% do cuts.append(cut) %}{% endif -%}
{% endfor -%}

with cuts as (
    {% for cut in cuts -%}
    {{ 'union all ' if not loop.first }}select {{ cut }} as cut_idx, {{ cut - cut % 7 }} as cut_monday
    {% endfor %}
),

-- Terms that int_term_day may score; of the others nobody asks.
asked as (
    select term_no from {{ ref('int_series') }} where last_idx > {{ first_score_day() - var('active_days') }}
    union
    select term_no from {{ ref('int_term') }} where is_curated
    union
    select term_no from {{ ref('int_term_occasion') }} where is_due = 1
),

long_series as (
    select s.series_no
    from {{ ref('int_series') }} as s
    inner join asked as a on s.term_no = a.term_no
    where s.metric <> 'rank' and s.first_idx < {{ cuts[-1] - 357 }}
),

spans as (
    select v.series_no, v.term_no, v.day_idx, v.late_known_idx, v.value, k.n * 7 + case v.period when 'week' then 3 else 0 end as back
    from {{ ref('int_daily_value') }} as v
    inner join long_series as l on v.series_no = l.series_no
    cross join ({{ numbers(1) }}) as k
    where v.value is not null and k.n < case v.period when 'month' then 5 else 1 end
),

weekly as (
    select
        s.series_no, s.term_no, c.cut_idx, c.cut_monday,
        s.day_idx - s.back - (s.day_idx - s.back) % 7 as monday,
        avg(s.value) as value
    from spans as s
    inner join cuts as c on s.day_idx < c.cut_idx and coalesce(s.late_known_idx, s.day_idx) < c.cut_idx
    group by s.series_no, s.term_no, c.cut_idx, c.cut_monday, s.day_idx - s.back - (s.day_idx - s.back) % 7
),

blocked as (
    select *, {{ floor_div('(cut_monday - monday) / 7 - 1', 52) }} as block
    from weekly
    where monday < cut_monday
),

years as (
    select series_no, cut_idx, block, avg(value) as mean
    from blocked
    group by series_no, cut_idx, block
    having count(*) >= 48 and avg(value) > 0
),

shape as (
    select
        b.term_no, b.cut_idx, b.block,
        cast(least(extract(week from {{ index_day('b.monday') }}), 52) as integer) as week,
        sum(b.value / y.mean) as ratios,
        count(*) as n
    from blocked as b
    inner join years as y on b.series_no = y.series_no and b.cut_idx = y.cut_idx and b.block = y.block
    group by b.term_no, b.cut_idx, b.block, cast(least(extract(week from {{ index_day('b.monday') }}), 52) as integer)
),

by_year as (
    select s.term_no, s.cut_idx, s.block, (s.week + k.off + 51) % 52 + 1 as week, sum(s.ratios) as ratios, sum(s.n) as n
    from shape as s
    cross join (select -1 as off union all select 0 union all select 1) as k
    group by s.term_no, s.cut_idx, s.block, (s.week + k.off + 51) % 52 + 1
)

select
    term_no,
    cut_idx,
    cast(week as integer) as week,
    cast(sum(ratios) / sum(n) as double precision) as season_index,
    cast(min(ratios / n) as double precision) as least_index,
    cast(count(*) as integer) as n_years
from by_year
group by term_no, cut_idx, week
