"""The score and its components in the built marts, each again by `domain.scoring`."""

from __future__ import annotations

import math
import shutil
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from domain import scoring
from tests.dbt.conftest import MODELS
from tests.dbt.project import dbt
from tests.dbt.synthetic import AS_OF, TODAY
from warehouse.engine.base import Engine
from warehouse.engine.duckdb import DuckDBEngine

SCORES = "select * from marts.fct_term_score_daily"


def test_scores_are_their_components(built: Engine) -> None:
    """Every row again from its raw measures, by domain.scoring."""
    weights = {
        row["component"]: row["weight"]
        for row in built.query("select * from staging.score_weights where score_version = 'v2'")
    }
    given = dict(
        built.frame(
            "select parameter, value from staging.score_parameters where score_version = 'v2'"
        ).rows()
    )
    half_lives = dict(built.frame("select kind, half_life_days from staging.half_lives").rows())
    kinds = dict(built.frame("select term_id, kind from marts.dim_term").rows())
    outlooks = _outlooks(built)
    for row in built.query(SCORES):
        again = _components(row, half_lives.get(kinds[row["term_id"]], 14.0)) | {
            "outlook": scoring.outlook(outlooks.get((row["term_id"], row["scored_on"]), [])),
            "competition": None
            if row["listings"] is None
            else scoring.competition(row["listings"], row["searches"], given["competition_centre"]),
        }
        for name, value in again.items():
            assert row[f"s_{name}"] == (None if value is None else pytest.approx(value, abs=1e-9))
        crowded = scoring.crowding(row["n_drafts"], given["crowding_capacity"])
        assert row["s_crowding"] == pytest.approx(crowded, abs=1e-12)
        made = scoring.combine(again, weights, crowded)
        agreed = row["agreement"]
        confidence = made.coverage * scoring.sample_size(row["days_seen"]) * agreed
        assert row["log_score"] == pytest.approx(made.log_score, abs=1e-9)
        assert row["score"] == pytest.approx(made.score, abs=1e-7)
        assert row["confidence"] == pytest.approx(confidence, abs=1e-9)
        assert row["standard_error"] == pytest.approx(0.5 * (confidence**-0.5 - 1), abs=1e-9)
        assert row["score_low"] == pytest.approx(made.low(row["standard_error"]), abs=1e-7)
        assert 0.5 <= agreed < 1


def _outlooks(built: Engine) -> dict[tuple[str, date], list[float]]:
    """What is known of the days to come, by term and day, from the forecasts that are shown."""
    rates = dict(
        built.frame(
            "select forecast, base_rate from staging.forecast_versions "
            "where base_rate is not null and forecast_version = "
            "(select max(forecast_version) from marts.fct_term_forecast_daily)"
        ).rows()
    )
    assert set(rates) == {"rise", "sustain", "return"}
    found = {}
    for row in built.query("select * from marts.fct_term_forecast_daily"):
        parts = [
            scoring.against_base(row[f"{name}_sum"], rate)
            for name, rate in rates.items()
            if row[f"{name}_sum"] is not None
        ]
        if row["growth_place"] is not None:
            parts.append(scoring.standing(row["growth_place"], row["n_placed"]))
        found[(row["term_id"], row["made_on"])] = parts
    assert {len(parts) for parts in found.values()} >= {1, 3}
    return found


def _components(row: dict, half_life: float) -> dict[str, float | None]:
    moving = row["burst"] is not None
    season = row["occasion_opportunity"]
    if season is None and row["season_ahead"] is not None:
        season = scoring.season(row["season_ahead"])
    return {
        "momentum": scoring.component(
            math.exp(scoring.momentum(row["burst"], row["velocity"], row["persistence"]))
        ) if moving else None,
        "breadth": scoring.breadth(row["breadth_z"], row["breadth_wilson"]) if moving else None,
        "freshness": scoring.component(scoring.freshness(row["onset_age"], half_life))
        if moving else None,
        "season": None if season is None else scoring.component(season),
        "fit": row["s_fit"],
        "intent": row["s_intent"],
    }  # fmt: skip


def test_contributions_add_up(built: Engine) -> None:
    sums = built.frame(
        "select term_id, scored_on, sum(contribution) as total, "
        "sum(case when component <> 'crowding' then weight_used end) as used "
        "from marts.fct_score_contribution group by all"
    ).join(built.frame(SCORES), on=["term_id", "scored_on"])
    assert sums.height == built.frame(SCORES).height
    assert (sums["total"] - sums["log_score"]).abs().max() < 1e-9
    assert (sums["used"] - 1.0).abs().max() < 1e-9


def test_an_older_version_scores_as_it_did(
    built_file: Path, dbt_folder: Path, tmp_path: Path
) -> None:
    """v1 knows no outlook, no competition and no crowding: its records can be computed again."""
    path = Path(shutil.copy(built_file, tmp_path / built_file.name))
    dbt(MODELS, path, dbt_folder, as_of=AS_OF, score_days=2, score_version="v1")
    engine = DuckDBEngine(path)
    try:
        rows = engine.query(SCORES)
        parts = engine.frame("select * from marts.fct_score_contribution")
        weights = dict(
            engine.frame(
                "select component, weight from staging.score_weights where score_version = 'v1'"
            ).rows()
        )
    finally:
        engine.close()
    older = [row for row in rows if row["score_version"] == "v1"]
    days = {row["scored_on"] for row in older}
    newer = [row for row in rows if row["score_version"] == "v2" and row["scored_on"] in days]
    assert (len(days), len(older)) == (2, len(newer))
    for row in older:
        known = {name: row[f"s_{name}"] for name in scoring.COMPONENTS}
        assert (known["competition"], row["s_crowding"]) == (None, None)
        made = scoring.combine(known, weights)
        assert row["log_score"] == pytest.approx(made.log_score, abs=1e-9)
    shown = parts.group_by("score_version").agg(pl.col("component").unique()).rows()
    every = {*scoring.COMPONENTS, scoring.CROWDING}
    assert {version: set(names) for version, names in shown} == {"v1": set(weights), "v2": every}
    sums = parts.group_by("term_id", "scored_on", "score_version").agg(
        pl.col("contribution").sum().alias("total")
    )
    logs = pl.DataFrame(rows, infer_schema_length=None).join(
        sums, on=["term_id", "scored_on", "score_version"]
    )
    assert logs.height == len(rows)
    assert (logs["total"] - logs["log_score"]).abs().max() < 1e-9


def test_competition_is_of_the_latest_month_that_was_known(built: Engine) -> None:
    rows = {(row["term_id"], row["scored_on"]): row for row in built.query(SCORES)}
    mug = rows[("mug", TODAY)]
    assert (mug["listings"], mug["searches"]) == (410_000, 120_000)
    earlier = rows[("mug", date(2024, 12, 19))]
    assert (earlier["listings"], earlier["searches"]) == (400_000, 90_000)
    family = rows[("mom life", TODAY)]  # two spellings, each with its own latest month
    assert (family["listings"], family["searches"]) == (12_000, 5_000)
    assert rows[("tag2", TODAY)]["listings"] == 25
    assert rows[("tag2", TODAY - timedelta(days=4))]["listings"] is None  # not brought in yet
    assert rows[("tag1", date(2024, 12, 12))]["listings"] == 40
    assert rows[("tag1", date(2024, 12, 13))]["listings"] is None  # older than 120 days
    assert rows[("tag3", TODAY)]["listings"] is None  # searches alone say nothing
    (shown,) = built.query(
        "select raw_value, is_known from marts.fct_score_contribution where term_id = 'mug' "
        "and component = 'competition' and scored_on = $day",
        {"day": TODAY},
    )
    assert shown == {"raw_value": pytest.approx(410_001 / 120_001), "is_known": True}
    seen = built.frame(
        "select metric, value from marts.fct_term_evidence "
        "where term_id = 'mug' and source_id = 'etsy_marketplace_insights'"
    ).rows()
    assert {("listings", 410_000.0), ("searches", 120_000.0)} <= set(seen)


def test_own_drafts_crowd_from_the_day_they_were_made(built: Engine) -> None:
    rows = {(row["term_id"], row["scored_on"]): row for row in built.query(SCORES)}
    counts = [rows[("camping", TODAY - timedelta(days=back))]["n_drafts"] for back in range(28)]
    # Made every other midnight, which is the end of the day before; the twelve are of seven ideas.
    assert counts == [7] * 12 + [6, 6, 5, 5, 4, 4, 3, 3, 2, 2, 1, 1] + [0] * 4
    family = [row["n_drafts"] for key, row in sorted(rows.items()) if key[0] == "mom life"]
    # The old one is forgotten the day before the new one is made.
    assert (family[0], min(family), max(family), family[-1]) == (1, 0, 1, 1)
    assert rows[("tag0", TODAY)]["n_drafts"] == 0  # made after the as-of moment
