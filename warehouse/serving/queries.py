"""Every SQL the API may run on a published snapshot, each named and parametrised.

A name here is the name in the description of the dbt exposure that serves it. Of the tables that
lie in parts by day, a question with `$scored_on` asks for that day alone: one about an open day is
put to the generation's own file only.
"""

from __future__ import annotations

from typing import Final

# The columns of one ranked term; the wire's Trend without its sparkline.
_TREND: Final = """
  s.term_id, t.term, t.display, s.scored_on, s.score_version, s.score, s.score_low, s.log_score,
  s.confidence, s.stage, s.rank, s.sources, s.regions, s.origin, s.is_curated, t.risk_status,
  t.risk_category, t.risk_code, t.risk_reason, t.risk_evidence, t.language, t.kind, t.category,
  s.occasion, s.publish_by, s.left_basis, s.days_left, s.days_left_low, s.days_left_high,
  s.lead_days, s.in_time, s.peak_on, t.n_members, t.fit, t.products
from fct_term_score_daily s
join scored_term t on t.term_id = s.term_id
"""

# Versions go by the number in their names, as in `domain.versions`.
VERSION_NUMBER: Final = "coalesce(try_cast(regexp_extract({}, '[0-9]+') as bigint), -1)"

# A day that the published version did not score keeps what the newest other one said of it.
SCORED_DAYS: Final = f"""
select scored_on, coalesce(
    max(case when score_version = $score_version then score_version end),
    max_by(score_version, ({VERSION_NUMBER.format("score_version")}, score_version))
  ) as score_version
from scored_day
group by scored_on
order by scored_on
"""  # noqa: S608 - a constant of this file

# Regions in which terms of a day were measured, with how many.
REGIONS: Final = """
select region, terms
from scored_region
where score_version = $score_version
  and scored_on = $scored_on
order by region
"""

# Regions of all days.
EVERY_REGION: Final = """
select distinct region
from scored_region
where score_version = $score_version
order by region
"""

# Ties are broken by term_id, so that pages by offset cut one fixed order of one fixed file.
TREND_ORDERS: Final = {
    "rank": "s.rank asc nulls last, s.term_id",
    "-rank": "s.rank desc nulls last, s.term_id",
    "score": "s.score asc nulls last, s.term_id",
    "-score": "s.score desc nulls last, s.term_id",
    "confidence": "s.confidence asc, s.term_id",
    "-confidence": "s.confidence desc, s.term_id",
    "days_left": "s.days_left asc nulls last, s.term_id",
    "-days_left": "s.days_left desc nulls last, s.term_id",
    "display": "lower(t.display) asc, s.term_id",
    "-display": "lower(t.display) desc, s.term_id",
}

# Parameters that narrow the list; null narrows nothing.
TREND_FILTERS: Final = (
    "stage",
    "origin",
    "source",
    "of_platform",
    "region",
    "risk",
    "category",
    "product",
    "language",
    "min_confidence",
    "is_curated",
    "occasion",
    "in_time",
    "text",
)

_TREND_LIST: Final = (
    "select"  # noqa: S608 - a constant of this file
    + _TREND
    + """
where s.scored_on = $scored_on
  and s.score_version = $score_version
  and ($stage is null or s.stage = $stage)
  and ($origin is null or list_contains(string_split(s.origin, ','), $origin))
  and ($source is null or list_contains(string_split(s.sources, ','), $source))
  and ($of_platform is null or list_has_any(string_split(s.sources, ','), $of_platform))
  and ($region is null or list_contains(string_split(s.regions, ','), $region))
  and ($risk is null or t.risk_status = $risk)
  and ($category is null or t.category = $category)
  and ($product is null or list_contains(string_split(t.products, ','), $product))
  and ($language is null or t.language = $language)
  and ($min_confidence is null or s.confidence >= $min_confidence)
  and ($is_curated is null or s.is_curated = $is_curated)
  and ($occasion is null or lower(s.occasion) = lower($occasion))
  and ($in_time is null or s.in_time = $in_time)
  and ($text is null or contains(lower(t.display), $text) or contains(t.term, $text)
    or s.term_id in (
      select m.term_id from dim_term_member m
      where contains(lower(m.display), $text) or contains(m.term, $text)
    ))
order by {order}
limit $limit offset $offset
"""
)

TREND_LIST: Final = {name: _TREND_LIST.format(order=order) for name, order in TREND_ORDERS.items()}

# All that is known of one term on one day: the wire's TrendDetail without its lists.
_DETAIL: Final = _TREND.replace(
    "t.products\n",
    """t.products, t.product_reasons, t.cluster_id, t.intent, t.first_seen_on, t.last_seen_on,
  s.standard_error, s.coverage, s.sample_size, s.agreement, s.n_sources, s.n_families,
  s.days_seen, s.days_on_list, s.level, s.burst, s.velocity, s.acceleration, s.persistence,
  s.breadth_z, s.breadth_wilson, s.onset_age, s.freshness, s.season_basis, s.season_index,
  s.season_ahead, s.season_years, s.occasion_opportunity, s.occasion_country, s.occasion_on,
  s.publish_from, s.peak_basis, s.rise_age, s.n_rises, s.evidence_complete
""",
)

TREND_ONE: Final = (
    "select"
    + _DETAIL
    + """
where s.term_id = $term_id
  and s.score_version = $score_version
  and s.scored_on = $scored_on
"""
)

# When a term was scored, the last day first, and by which version.
LAST_SCORED: Final = """
select scored_on, score_version
from score_line
where term_id = $term_id
  and scored_on <= $as_of
order by scored_on desc
"""

TREND_MANY: Final = (
    "select"
    + _TREND
    + """
where s.term_id in (select unnest($term_ids))
  and s.score_version = $score_version
  and s.scored_on = $scored_on
"""
)

# Where every term stands on one day.
STANDINGS: Final = """
select s.term_id, t.display, s.score, s.rank, s.stage
from fct_term_score_daily s
join scored_term t on t.term_id = s.term_id
where s.scored_on = $scored_on
  and s.score_version = $score_version
"""

# Terms that can be asked for, with the head that answers for each.
_ASKABLE: Final = """
  select term_id, cluster_id as head_id, term, lower(display) as written from scored_term
  union all
  select member_id, term_id, term, lower(display) from dim_term_member
"""

# A term is asked for by its id, its match key, or as it is written; a member finds its head.
TERM_LOOKUP: Final = f"""
select term_id, head_id
from ({_ASKABLE}) t
where term_id = $asked or term = $folded or written = $folded
order by term_id = $asked desc, term = $folded desc, term_id
limit 1
"""  # noqa: S608 - a constant of this file

# Many at once; an id counts before a match key, and that before the writing.
TERMS_LOOKUP: Final = f"""
with asked as (select unnest($asked) as asked, unnest($folded) as folded),
askable as ({_ASKABLE}),
found as (
  select a.asked, t.term_id, t.head_id, 1 as how
  from asked a join askable t on t.term_id = a.asked
  union all
  select a.asked, t.term_id, t.head_id, 2 from asked a join askable t on t.term = a.folded
  union all
  select a.asked, t.term_id, t.head_id, 3 from asked a join askable t on t.written = a.folded
)
select asked, min_by(term_id, (how, term_id)) as term_id,
  min_by(head_id, (how, term_id)) as head_id
from found
group by asked
"""  # noqa: S608 - a constant of this file

# The terms that a trend stands for, its own first; nothing when it stands for itself alone.
MEMBERS: Final = """
select member_id as term_id, term, display, language, kind, reason, detail, n_observations,
  first_seen_on, last_seen_on
from dim_term_member
where term_id = $term_id
order by position
"""

# Terms written much like one that is not there.
CLOSE_TERMS: Final = """
select t.display
from scored_term t
where jaro_winkler_similarity(t.term, $folded) >= 0.85
  and t.term_id in (select term_id from fct_term_score_daily where scored_on = $scored_on)
order by jaro_winkler_similarity(t.term, $folded) desc, t.term_id
limit 5
"""

# Terms of the day that share most of their words with one, the best of them first.
SIMILAR_TERMS: Final = """
with mine as (
  select list_filter(string_split(term, ' '), lambda word: length(word) > 2) as words
  from scored_term
  where term_id = $term_id
),
alike as (
  select t.term_id, t.term, t.display,
    len(list_intersect(string_split(t.term, ' '), m.words)) as shared,
    len(list_distinct(list_concat(string_split(t.term, ' '), m.words))) as of_both
  from scored_term t
  cross join mine m
  where t.term_id <> $term_id
)
select a.term, a.display, s.score, s.rank, s.stage
from alike a
join fct_term_score_daily s on s.term_id = a.term_id
where s.scored_on = $scored_on
  and s.score_version = $score_version
  and a.shared > 0
  and 3 * a.shared >= a.of_both
order by a.shared / a.of_both desc, s.rank nulls last, a.term_id
limit 8
"""

SPARKLINES: Final = """
select term_id, source_id, metric, period, observed_on, value
from fct_term_daily
where term_id in (select unnest($term_ids))
  and period = 'day'
  and observed_on > $after
  and observed_on <= $until
  and value is not null
order by term_id, source_id, metric, observed_on
"""

# For terms that nobody measures by the day.
COARSE_SPARKLINES: Final = """
select term_id, source_id, metric, period, observed_on, value
from fct_term_daily
where term_id in (select unnest($term_ids))
  and period <> 'day'
  and observed_on > case period when 'week' then $week_after else $month_after end
  and observed_on <= $until
  and value is not null
order by term_id, source_id, metric, period, observed_on
"""

TERM_HISTORY: Final = """
select source_id, metric, period, observed_on, value, smoothed, best_rank
from fct_term_daily
where term_id = $term_id
  and observed_on > $after
  and observed_on <= $until
order by source_id, metric, period, observed_on
"""

# Of all versions; the snapshot knows which one counts on a day.
SCORE_HISTORY: Final = """
select scored_on, score_version, score, score_low, confidence, stage, rank
from score_line
where term_id = $term_id
  and scored_on > $after
  and scored_on <= $until
order by scored_on
"""

CONTRIBUTIONS: Final = """
select component, raw_value, component_value, weight, weight_used, contribution, is_known
from fct_score_contribution
where term_id = $term_id
  and score_version = $score_version
  and scored_on = $scored_on
order by position
"""

EVIDENCE: Final = """
select source_id, origin, region, seen, kind, metric, period, value, rank, observed_at,
  captured_at, is_partial, url
from fct_term_evidence
where term_id = $term_id
  and captured_at <= $until
order by evidence_no
"""

# What was deleted after a day because the retention of its source had ended.
EXPIRED: Final = """
select source_id, retention_days, captured_from, captured_to, removed_on
from fct_expired_evidence
where removed_on > $until
order by source_id, removed_on, captured_from
"""

SOURCES: Final = """
select d.source_id, d.platform, d.name, d.family, d.licence, d.may_store, d.retention_days,
  d.commercial_use, d.replayable, d.enabled_by_default, d.attribution, d.first_observed_on,
  d.last_observed_on, d.n_observations, d.n_terms, e.origins
from dim_source d
left join (
  select source_id, string_agg(distinct origin, ',' order by origin) as origins
  from fct_term_evidence
  group by source_id
) e on e.source_id = d.source_id
order by d.source_id
"""

# Terms worth asking other sources about: the best that a seller may use.
BEST_TERMS: Final = """
select t.display
from fct_term_score_daily s
join scored_term t on t.term_id = s.term_id
where s.scored_on = (select max(scored_on) from scored_day)
  and s.score_version = $score_version and s.rank is not null and t.risk_status = 'clear'
order by s.rank, s.term_id
limit $limit
"""

# The newest forecast of a term by a day, if it is not too old.
FORECAST: Final = f"""
select made_on, forecast_version, rise, rise_low, rise_high, growth_place, n_placed,
  return_chance, return_low, return_high, sustain, sustain_low, sustain_high
from fct_term_forecast_daily
where term_id = $term_id
  and made_on > $after
  and made_on <= $until
order by made_on desc, {VERSION_NUMBER.format("forecast_version")} desc, forecast_version desc
limit 1
"""  # noqa: S608 - a constant of this file

FORECAST_PARTS: Final = """
select forecast, feature, value, part
from fct_forecast_part
where term_id = $term_id
  and made_on = $made_on
  and forecast_version = $version
order by forecast, position
"""

NAMED: Final = {
    "scored_days": SCORED_DAYS,
    "regions": REGIONS,
    "every_region": EVERY_REGION,
    **{f"trend_list_by_{name.lstrip('-')}": sql for name, sql in TREND_LIST.items()},
    "trend_one": TREND_ONE,
    "last_scored": LAST_SCORED,
    "trend_many": TREND_MANY,
    "standings": STANDINGS,
    "term_lookup": TERM_LOOKUP,
    "terms_lookup": TERMS_LOOKUP,
    "members": MEMBERS,
    "close_terms": CLOSE_TERMS,
    "similar_terms": SIMILAR_TERMS,
    "sparklines": SPARKLINES,
    "coarse_sparklines": COARSE_SPARKLINES,
    "term_history": TERM_HISTORY,
    "score_history": SCORE_HISTORY,
    "contributions": CONTRIBUTIONS,
    "evidence": EVIDENCE,
    "expired": EXPIRED,
    "sources": SOURCES,
    "best_terms": BEST_TERMS,
    "forecast": FORECAST,
    "forecast_parts": FORECAST_PARTS,
}
