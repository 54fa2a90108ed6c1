"""Fitting on the command line."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from rich.console import Console

from assets import durations, weights
from assets.backtest.card import Span, grade
from assets.backtest.signals import read_signals
from podpusher.errors import CommandError
from podpusher.fit import run_fit, run_fit_of_card, run_fit_of_rises
from warehouse.errors import NotFound

TODAY = date(2026, 1, 2)
QUIET = Console(quiet=True)


def listed(names: int, days: int) -> pl.DataFrame:
    """A list on which names with a # come again and again, and others once."""
    chance = np.random.default_rng(5)
    rows = []
    for day in range(days):
        steady = [f"#again{n}" for n in range(names) if chance.random() < 0.3]
        once = [f"once {day} {n}" for n in range(names // 2)]
        moment = datetime(2024, 1, 1, 12, tzinfo=UTC) + timedelta(days=day)
        rows += [
            {
                "term": name,
                "metric": "rank",
                "observed_at": moment.isoformat(),
                "rank": place + 1,
                "source": "twitter_trends",
                "region": "US",
            }
            for place, name in enumerate([*steady, *once])
        ]
    return pl.DataFrame(rows)


@pytest.fixture
def signals(tmp_path: Path) -> Path:
    listed(20, 100).write_csv(tmp_path / "signals.csv")
    return tmp_path / "signals.csv"


def test_weights_are_written_with_their_origin_and_card_and_graded_frozen(
    signals: Path, tmp_path: Path
) -> None:
    seeds = tmp_path / "project" / "seeds"
    seeds.mkdir(parents=True)
    until = date(2024, 4, 1)
    run_fit(signals, None, until, TODAY, QUIET, seeds)
    assert weights.versions(seeds) == ["f1"]
    found = weights.shipped("f1", seeds)
    assert set(found) == {"return"}
    card = json.loads(weights.card_path("f1", seeds).read_text())
    assert card["span"]["test_to"] == "2024-04-01"
    assert card["questions"]["c"]["universes"]["twitter_trends"]["forecast"]["auc"]["value"] > 0.7
    (row,) = weights._read(seeds, "versions")
    assert row["fitted_from"] == "2024-01-31"
    assert row["fitted_to"] == "2024-03-23"  # nine days before the last: the outcome is known
    assert durations.versions(seeds) == ["r1"]
    asked = card["questions"]["c"]["universes"]["twitter_trends"]
    assert float(row["base_rate"]) == pytest.approx(asked["base_rate"], abs=0.1)

    frame = read_signals(signals).frame
    frozen = {
        one.universe: one
        for one in grade(frame, Span(date(2024, 2, 1)), found)
        if one.question == "c"
    }
    graded = frozen["twitter_trends"].forecast
    assert graded is not None
    assert graded.result.grades["forecast"].metrics["auc"].value > 0.7

    with pytest.raises(CommandError, match="exists"):
        run_fit(signals, "f1", until, TODAY, QUIET, seeds)


def test_too_little_to_fit_on_is_said_and_writes_nothing(tmp_path: Path) -> None:
    listed(2, 20).write_csv(tmp_path / "few.csv")
    with pytest.raises(CommandError, match="Too little to fit on"):
        run_fit(tmp_path / "few.csv", None, None, TODAY, QUIET, tmp_path / "seeds")
    assert not (tmp_path / "seeds").exists()


@pytest.mark.parametrize("name", ["F1", "1a", "a b", "../x"])
def test_a_bad_name_is_refused(signals: Path, tmp_path: Path, name: str) -> None:
    with pytest.raises(CommandError, match="no name of a version"):
        run_fit(signals, name, None, TODAY, QUIET, tmp_path)


@pytest.mark.long
def test_the_card_alone_is_made_anew_and_says_nothing_else(signals: Path, tmp_path: Path) -> None:
    """Long: grades twice more. The quick suite makes the card with its version."""
    seeds = tmp_path / "project" / "seeds"
    seeds.mkdir(parents=True)
    with pytest.raises(NotFound):
        run_fit_of_card(signals, None, None, QUIET, seeds)
    run_fit(signals, None, None, TODAY, QUIET, seeds)
    path = weights.card_path("f1", seeds)
    whole, shipped = path.read_text(), {file: file.read_bytes() for file in seeds.iterdir()}
    older = json.loads(whole)
    for question in older["questions"].values():
        for found in question["universes"].values():
            del found["opportunity"]
    path.write_text(json.dumps(older))
    run_fit_of_card(signals, "f1", None, QUIET, seeds)
    assert path.read_text() == whole
    assert {file: file.read_bytes() for file in seeds.iterdir()} == shipped

    older["questions"]["c"]["universes"]["twitter_trends"]["base_rate"] += 0.01
    path.write_text(json.dumps(older))
    with pytest.raises(CommandError, match="other figures"):
        run_fit_of_card(signals, "f1", None, QUIET, seeds)
    assert json.loads(path.read_text()) == older
    listed(20, 99).write_csv(signals)
    with pytest.raises(CommandError, match="other signals"):
        run_fit_of_card(signals, "f1", None, QUIET, seeds)


def test_rises_are_timed_alone_and_each_version_stays(signals: Path, tmp_path: Path) -> None:
    """Names that come once are seven days in the week's mean: on the second day six are left."""
    run_fit_of_rises(signals, None, TODAY, QUIET, tmp_path)
    first = durations.read(tmp_path)
    assert weights.versions(tmp_path) == []
    assert {row["kind"] for row in first} == {"list"}
    young = next(row for row in first if row["age_from"] == "1")
    assert int(young["rises"]) > 200
    assert 5 <= int(young["low"]) <= int(young["median"]) <= int(young["high"]) <= 7
    assert young["fitted_from"] >= "2024-03-03"  # 63 days of history come first
    run_fit_of_rises(signals, date(2024, 4, 1), TODAY, QUIET, tmp_path)
    again = durations.read(tmp_path)
    assert durations.versions(tmp_path) == ["r1", "r2"]
    assert [row for row in again if row["rise_version"] == "r1"] == first


def test_too_few_rises_are_said(tmp_path: Path) -> None:
    listed(20, 40).write_csv(tmp_path / "signals.csv")
    with pytest.raises(CommandError, match="Too few rises"):
        run_fit_of_rises(tmp_path / "signals.csv", None, TODAY, QUIET, tmp_path)
