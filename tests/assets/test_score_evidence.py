"""What a run says when evidence of its days has expired."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from assets.score.evidence import expired_evidence
from domain.expiry import Expired
from podpusher.dagster_client import Event
from podpusher.progress import Tracker
from warehouse.engine.base import closing
from warehouse.engine.duckdb import DuckDBEngine
from warehouse.engine.migrate import migrate
from warehouse.expiry import store_expired

DAY = date(2026, 3, 1)


def back(days: int) -> date:
    return DAY - timedelta(days=days)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[DuckDBEngine]:
    with closing(DuckDBEngine(tmp_path / "warehouse.duckdb")) as opened:
        migrate(opened)
        opened.execute("create schema marts")
        opened.execute(
            "create table marts.fct_term_score_daily (scored_on date, evidence_complete boolean)"
        )
        yield opened


def scored(engine: DuckDBEngine, **days: bool) -> None:
    for number, whole in days.items():
        engine.execute(
            "insert into marts.fct_term_score_daily values ($day, $whole)",
            {"day": back(int(number[1:])), "whole": whole},
        )


def gone(source: str, captured: int, removed: int) -> Expired:
    return Expired(source, 30, back(captured), back(captured), back(removed))


def test_nothing_is_said_while_nothing_has_expired(engine: DuckDBEngine) -> None:
    scored(engine, d0=True, d1=True)
    assert expired_evidence(engine, DAY, 2) == {}
    store_expired(engine, [gone("youtube_data_api", 31, 0)])
    assert expired_evidence(engine, DAY, 1) == {}, "today rests on what is there"


def test_an_ordinary_build_keeps_the_record_of_yesterday_without_a_word(
    engine: DuckDBEngine,
) -> None:
    scored(engine, d0=True, d1=True)
    store_expired(engine, [gone("youtube_data_api", 31, 0)])
    told = expired_evidence(engine, DAY, 2)
    assert told == {"evidence_expired": [], "days_on_record": 1, "days_from_what_is_left": 0}


def test_a_past_day_names_each_source_and_what_is_no_record(engine: DuckDBEngine) -> None:
    scored(engine, d0=True, d1=False, d2=False)
    store_expired(
        engine,
        [gone("youtube_data_api", 1, -40), gone("tiktok_trends_page", 20, -11)],
    )
    told = expired_evidence(engine, DAY, 3)
    assert (told["days_on_record"], told["days_from_what_is_left"]) == (1, 2)
    assert told["evidence_expired"] == [
        "TikTok: popular hashtags (public page), kept 30 days, a part of it gone since 2026-03-12",
        "YouTube: most popular videos (Data API), kept 30 days, all of it gone since 2026-04-10",
    ]
    assert told["notice"].startswith("Evidence expired for 2026-03-01: TikTok")
    assert "What was said of 1 day is on record and stays as it was." in told["notice"]
    assert "2 days without a record computed from what is left" in told["notice"]


def test_whoever_started_the_run_reads_it() -> None:
    tracker = Tracker()
    tracker.take(
        Event(
            type="MaterializationEvent",
            step="score_models",
            message="",
            asset=("marts", "fct_term_score_daily"),
            metadata={"dagster/row_count": 3, "notice": "Evidence expired."},
            check=None,
            passed=True,
            severe=True,
        )
    )
    assert tracker.outcome("SUCCESS").warnings == ["Evidence expired."]
