"""A warehouse of many scored terms over years, made by rule: what `bench.api` publishes.

The tables have the columns and types of the dbt contracts; scores lie in a table and contributions
in a view over it, as the models make them. Measures are whole doubles of a hash, so that they
compress no better than real ones. The score is of the version in use: of its eight components
competition is unknown, season known now and then and outlook for every third term; nobody drafted
anything, so crowding costs nothing.
"""

from __future__ import annotations

import csv
from datetime import date, timedelta
from functools import cache

from assets.project import PROJECT
from domain.scoring import COMPONENTS, CROWDING
from domain.versions import newest
from tests.factories.marts import contract
from warehouse.engine.base import Engine

VERSION = "bench"
AS_OF = date(2024, 12, 31)
RAW = {
    "momentum": "burst",
    "outlook": "s_outlook",
    "breadth": "breadth_z",
    "freshness": "cast(onset_age as double)",
    "season": "coalesce(occasion_opportunity, season_ahead)",
    "fit": "s_fit",
    "intent": "s_intent",
    "competition": "(1.0 + listings) / (1.0 + searches)",
}
SERIES_DAYS = 120  # of daily values, as dbt_project.yml keeps them


@cache
def weights() -> dict[str, float]:
    """Weights of the newest version that is shipped, in the order of the components."""
    with (PROJECT / "seeds" / "score_weights.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    version = newest(row["score_version"] for row in rows)
    found = {
        row["component"]: float(row["weight"]) for row in rows if row["score_version"] == version
    }
    return {name: found[name] for name in COMPONENTS}


def build(engine: Engine, *, terms: int, days: int, as_of: date = AS_OF) -> None:
    """Fill the marts: every term scored on each of `days` days that end `as_of`."""
    engine.execute("create schema if not exists marts")
    _dimensions(engine, as_of, days, terms)
    make_terms(engine)
    _table(engine, "fct_term_score_daily")
    first = as_of - timedelta(days=days - 1)
    while first <= as_of:  # by month: no sort and no sum is larger than one
        last = min(as_of, (first.replace(day=1) + timedelta(days=31)).replace(day=1) - _DAY)
        score(engine, first, last)
        first = last + _DAY
    _contributions(engine)
    _table(engine, "fct_term_daily")
    engine.execute(
        f"""insert into marts.fct_term_daily
        select term_id, 'wikimedia_article', 'views', 'day', day::date,
          floor(1000 * {_share("n", "day", 9)}), 1000 * {_share("n", "day", 10)}, null, 1, 1
        from made, range(date '{as_of - timedelta(days=SERIES_DAYS - 1)}', date '{as_of + _DAY}',
          interval 1 day) d(day)"""
    )
    for name in (
        "fct_expired_evidence",
        "dim_term_member",
        "fct_term_forecast_daily",
        "fct_forecast_part",
    ):
        _table(engine, name)  # no counters, so nothing is forecast; every term stands for itself
    _table(engine, "fct_term_evidence")
    engine.execute(
        f"""insert into marts.fct_term_evidence by name
        select term_id, k + 1 as evidence_no, 'wikimedia_article' as source_id, 'replay' as origin,
          'WW' as region, 'term ' || n as seen, 'article' as kind, 'views' as metric,
          'day' as period, floor(1000 * {_share("n", "k", 11)}) as value,
          timestamp '{as_of}' - k * interval 1 day as observed_at,
          timestamp '{as_of}' - k * interval 1 day as captured_at, false as is_partial,
          'slice' as slice_id, 'run' as run_id
        from made, range(5) e(k)"""
    )


def score(engine: Engine, first: date, last: date, salt: int = 0) -> None:
    """Add the scores of some days; another `salt` gives others."""
    engine.execute(
        f"""insert into marts.fct_term_score_daily by name
        with drawn as (
          select *, day::date as scored_on, epoch(day)::bigint // 86400 as no
          from made, range(date '{first}', date '{last + _DAY}', interval 1 day) d(day)
        ), parts as (
          select *, {_share("n", "no", 3 + salt)} as s_momentum,
            {_share("n", "no", 4)} as s_breadth,
            1.0 / (1 + (n + no) % 30) as s_freshness,
            case when is_seasonal then {_share("n", "no", 5)} end as s_season, fit as s_fit,
            case when n % 3 = 2 then {_share("n", "no", 12)} end as s_outlook,
            intent as s_intent, cast(null as double) as s_competition, 1.0 as s_crowding
          from drawn
        ), summed as (
          select *, {_sum()} as log_score
          from (select *, {_known()} as w_known from parts)
        )
        select term_id, scored_on, '{VERSION}' as score_version, 100 * exp(log_score) as score,
          100 * exp(log_score - 0.2) as score_low, log_score, 0.2 as standard_error,
          {_share("n", "no", 6)} as confidence, w_known as coverage, 0.8 as sample_size,
          {_share("n", "no", 7)} as agreement,
          ['emerging', 'rising', 'peak', 'fading', 'steady'][1 + n % 5] as stage,
          cast(row_number() over (
            partition by scored_on order by log_score desc, term_id) as integer) as rank,
          1 as n_sources, 1 as n_families, 'wikimedia_article' as sources, 'replay' as origin,
          ['WW', 'US', 'US,WW', 'GB,US,WW'][1 + n % 4] as regions,
          false as is_curated, true as evidence_complete,
          'clear' as risk_status, scored_on as last_seen_on, 28 as days_seen,
          0 as days_on_list, {_share("n", "no", 8)} as level, 10 * s_momentum as burst,
          s_momentum - 0.5 as velocity, s_breadth - 0.5 as acceleration,
          s_momentum * s_breadth as persistence,
          s_momentum as momentum, 5 * s_breadth as breadth_z, s_breadth as breadth_wilson,
          cast((n + no) % 30 as integer) as onset_age, s_freshness as freshness,
          s_season as season_ahead,
          s_momentum, s_outlook, s_breadth, s_freshness, s_season, s_fit, s_intent, s_competition,
          s_crowding, 0 as n_drafts
        from summed"""
    )


_DAY = timedelta(days=1)


def make_terms(engine: Engine) -> None:
    """What the scores are drawn from, for as long as the engine is open."""
    engine.execute(
        """create or replace temp table made as
        select term_id, fit, intent, cast(substr(term, 6) as bigint) as n, n % 41 = 0 as is_seasonal
        from marts.dim_term order by n"""
    )


def _dimensions(engine: Engine, as_of: date, days: int, terms: int) -> None:
    for name in ("dim_term", "dim_source", "dim_occasion"):
        _table(engine, name)
    engine.execute(
        f"""insert into marts.dim_term by name
        select substr(sha256('term ' || n), 1, 16) as term_id, 'term ' || n as term,
          'Term ' || n as display, 'en' as language, 'article' as kind,
          false as is_noise, false as is_weekday, false as is_curated,
          {_share("n", 1)} as fit, 'fit.plain' as fit_reason, {_share("n", 2)} as intent,
          't_shirt,mug' as products, 'suits.worn,suits.person' as product_reasons,
          'clear' as risk_status, 'none' as risk_category, 'risk.none' as risk_code,
          'Made by rule.' as risk_reason, '[]' as risk_evidence, term_id as cluster_id,
          1 as n_members, '1' as rules_version, 'rising' as stage, true as is_scored,
          date '{as_of}' - {days - 1} as first_seen_on, date '{as_of}' as last_seen_on,
          {days} as n_observations
        from range({terms}) r(n)"""
    )
    engine.execute(
        f"""insert into marts.dim_source by name
        select 'wikimedia_article' as source_id, 'wikimedia' as platform, 'Wikimedia' as name,
          'reference' as family, 'CC0-1.0' as licence, true as may_store, true as commercial_use,
          true as replayable, true as enabled_by_default, date '{as_of}' as last_observed_on,
          date '{as_of}' - {days - 1} as first_observed_on, {terms} as n_terms,
          {terms * days} as n_observations"""
    )


def _contributions(engine: Engine) -> None:
    branches = [
        f"""select term_id, scored_on, score_version, '{name}' as component, {number} as position,
          {RAW[name]} as raw_value, s_{name} as component_value, {weight}::double as weight,
          case when s_{name} is not null then {weight} / w_known else 0.0 end as weight_used,
          {_contribution(name)} as contribution, s_{name} is not null as is_known from known"""
        for number, (name, weight) in enumerate(weights().items(), 1)
    ]
    branches.append(
        f"""select term_id, scored_on, score_version, '{CROWDING}', {len(branches) + 1},
          n_drafts::double, s_crowding, 1.0, 1.0, ln(s_crowding), true from known"""
    )
    engine.execute(
        f"""create or replace view marts.fct_score_contribution as
        with known as (select *, {_known()} as w_known from marts.fct_term_score_daily)
        {" union all ".join(branches)}"""
    )


def _table(engine: Engine, name: str) -> None:
    columns = ", ".join(f"{column} {kind}" for column, kind in contract(name).items())
    engine.execute(f"create or replace table marts.{name} ({columns})")


def _share(*of: object) -> str:
    """A number between 0 and 1 that the values stand for, the same on every run."""
    return f"(((hash({', '.join(map(str, of))}) >> 11)::double + 1) / 9007199254740994)"


def _known() -> str:
    return " + ".join(
        f"case when s_{name} is not null then {weight} else 0 end"
        for name, weight in weights().items()
    )


def _sum() -> str:
    return " + ".join([*(_contribution(name) for name in weights()), "ln(s_crowding)"])


def _contribution(name: str) -> str:
    return f"coalesce({weights()[name]} / w_known * ln(s_{name}), 0.0)"
