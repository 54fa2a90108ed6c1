"""The score card of an installation: from the warehouse's observations to a kept file."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import dagster as dg
import numpy as np
import polars as pl
import pytest

from assets.backtest.card import Span, grade
from assets.backtest.forecasts import COUNTERS_LEARN
from assets.backtest.kept import hash_of, score_card
from assets.backtest.opportunity import score_versions
from assets.backtest.signals import read_signals
from assets.backtest.written import as_json
from assets.resources import PipelineResource
from assets.settings import pipeline_settings
from tests.factories import pipeline
from warehouse.cards import newest_card
from warehouse.engine.base import closing
from warehouse.engine.open import open_engine
from warehouse.settings import WarehouseSettings
from warehouse.tables import SIGNAL_COLUMNS

FIRST, AS_OF = date(2024, 10, 1), date(2024, 12, 31)
TAGS = 16


@pytest.fixture
def day(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("PODPUSHER_AS_OF", AS_OF.isoformat())
    monkeypatch.setenv("PODPUSHER_SIGNALS", "somewhere")
    pipeline_settings.cache_clear()
    yield
    pipeline_settings.cache_clear()


def observed(
    term: str, on: date, metric: str, captured: timedelta = timedelta(0), **more: Any
) -> dict[str, Any]:
    source = "twitter_trends" if metric == "rank" else "tiktok_hashtag_views"
    at = datetime.combine(on, datetime.min.time()) + timedelta(days=1)
    if metric == "rank":
        at -= timedelta(hours=12)
    return {
        "term": term,
        "kind": "hashtag",
        "metric": metric,
        "source": source,
        "origin": "replay",
        "region": "US",
        "period": "instant" if metric == "rank" else "day",
        "observed_at": at,
        "captured_at": at + captured,
        "is_partial": False,
        "run_id": "run",
        "slice_id": "slice",
        **more,
    }


def counters(
    days: int, late: timedelta = timedelta(0), first: date = FIRST
) -> list[dict[str, Any]]:
    chance = np.random.default_rng(5)
    totals = np.cumsum(chance.integers(20, 100, (TAGS, days)), axis=1) + 1_000
    return [
        observed(f"tag {tag}", first + timedelta(days=n), "views_total", late, value=float(total))
        for tag in range(TAGS)
        for n, total in enumerate(totals[tag])
    ]


def fill(settings: WarehouseSettings, rows: list[dict[str, Any]]) -> None:
    with closing(open_engine(settings)) as engine:
        engine.execute("create schema if not exists raw")
        for platform in ("tiktok", "twitter"):
            columns = ", ".join(f"{one.name} {one.type}" for one in SIGNAL_COLUMNS)
            engine.execute(f"create table if not exists raw.{platform}_signals ({columns})")
            mine = [row for row in rows if row["source"].startswith(platform)]
            if mine:
                frame = pl.DataFrame(mine, infer_schema_length=None)
                engine.append(f"raw.{platform}_signals", frame)


def made(settings: WarehouseSettings) -> tuple[dict[str, Any], dict[str, Any]]:
    result = dg.materialize([score_card], resources={"pipeline": PipelineResource()})
    (event,) = result.asset_materializations_for_node("science__score_card")
    kept = newest_card(settings.cards)
    assert kept is not None
    assert event.metadata["card"].value == kept.id
    return kept.read(), dict(event.metadata)


def test_the_history_is_graded_and_drawn(settings: WarehouseSettings, day: None) -> None:
    lists = [observed("a", FIRST + timedelta(days=n), "rank", rank=1) for n in range(0, 90, 3)]
    lists += [observed("b", FIRST + timedelta(days=n), "rank", rank=2) for n in range(0, 90, 11)]
    fill(settings, counters(90) + lists)
    card, metadata = made(settings)
    assert card["as_of"] == "2024-12-31"
    assert card["mode"] == "replay"
    assert card["signals"] == {"tiktok_hashtag_views": TAGS * 90, "twitter_trends": 30 + 9}
    rise = card["questions"]["a"]["universes"]["tiktok_hashtag_views"]
    assert rise["rows"] == TAGS * (90 - 28 - 7)
    assert card["questions"]["c"]["universes"]["twitter_trends"]["rows"] > 0
    assert set(metadata) >= {"question_a", "question_b", "question_c", "question_d"}
    drawn = re.findall(
        r"!\[([^\]]+)\]\(data:image/svg\+xml;base64,([^)]+)\)", metadata["question_a"].value
    )
    assert [title for title, _ in drawn] == ["(a) tiktok_hashtag_views: AUC with 95 % intervals"]
    assert base64.b64decode(drawn[0][1]).startswith(b"<svg")
    assert f"{rise['rows']:,} rows" in metadata["question_a"].value


@pytest.mark.long
def test_of_a_long_history_the_opportunity_score_is_graded(
    settings: WarehouseSettings, day: None
) -> None:
    days = COUNTERS_LEARN + 60
    fill(settings, counters(days, first=AS_OF - timedelta(days=days - 1)))
    card, _metadata = made(settings)
    for question, metric in (("a", "auc"), ("b", "spearman"), ("d", "auc")):
        found = card["questions"][question]["universes"]["tiktok_hashtag_views"]
        scored = found["opportunity"]
        newest, *older = reversed(score_versions())
        assert (scored["score_version"], list(scored["versions"])) == (newest, older)
        assert scored["rows"] == found["forecast"]["rows"] > 0
        assert scored[metric]["value"] is not None
        assert set(scored["paired"]) == set(older)


def test_only_what_was_captured_by_the_day_it_stands_at_counts(
    settings: WarehouseSettings, day: None
) -> None:
    late = counters(90, late=timedelta(days=90))
    unknown = [row for row in late if row["observed_at"].date() > FIRST + timedelta(days=60)]
    fill(settings, counters(60) + unknown)
    known, _ = made(settings)
    assert known["signals"] == {"tiktok_hashtag_views": TAGS * 60}
    assert known["questions"]["a"]["universes"]["tiktok_hashtag_views"]["rows"] == TAGS * 25


def test_the_same_history_has_the_same_hash_and_the_same_figures(
    settings: WarehouseSettings, day: None
) -> None:
    fill(settings, counters(60))
    first, _ = made(settings)
    second, _ = made(settings)
    assert first["sha256"] == second["sha256"]
    assert first["questions"] == second["questions"]


@pytest.mark.parametrize("days", [0, 20])
def test_too_little_history_is_said_and_nothing_is_invented(
    settings: WarehouseSettings, day: None, days: int
) -> None:
    fill(settings, counters(days))
    card, metadata = made(settings)
    assert "Too little history" in metadata["too_little_history"].value
    assert metadata["dagster/row_count"].value == 0
    graded = [
        found for question in card["questions"].values() for found in question["universes"].values()
    ]
    assert all(one["rows"] == 0 and one["base_rate"] is None for one in graded)


def test_the_card_of_a_replayed_installation_is_that_of_its_files(
    replayed: pipeline.Replayed, tmp_path: Path
) -> None:
    place = replayed.place.copy_to(tmp_path / "copy")
    with place.inside(), dg.DagsterInstance.ephemeral() as instance:
        module = pipeline.load_definitions()
        with pipeline.quiet():
            done = module.defs.resolve_job_def("weekly_score_card").execute_in_process(
                instance=instance
            )
    assert done.success
    kept = newest_card(place.data / "cards")
    assert kept is not None
    card = kept.read()
    recorded = read_signals(place.signals).frame
    known = recorded.filter(pl.col("captured_at") < datetime(2025, 1, 1))  # noqa: DTZ001  # naive UTC
    assert known.height < recorded.height
    parts = known.partition_by("source", as_dict=True, maintain_order=True)
    assert card["signals"] == {source: part.height for (source,), part in parts.items()}
    assert card["sha256"] == {source: hash_of(part) for (source,), part in parts.items()}
    graded = list(grade(known, Span(last=date(2024, 12, 31)), with_opportunity=True))
    assert as_json(graded)["questions"] == card["questions"]
