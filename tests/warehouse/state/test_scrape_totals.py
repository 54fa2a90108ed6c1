"""Totals of the runs are counters: they rise, whatever is corrected or forgotten."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.factories.state import run_record
from tests.warehouse.state.together import together
from warehouse.settings import WarehouseSettings
from warehouse.state.models.scrape_run import STATUSES
from warehouse.state.repositories import scrape_runs
from warehouse.state.repositories.scrape_totals import BOUNDS, SourceTotals
from warehouse.state.session import session_scope

START = datetime(2024, 12, 31, 12, tzinfo=UTC)


def record(settings: WarehouseSettings, seconds: float = 1.0, **changes: Any) -> None:
    times = {"started_at": START, "finished_at": START + timedelta(seconds=seconds)}
    with session_scope(settings) as session:
        scrape_runs.record(session, run_record(**{**times, **changes}))


def totals(settings: WarehouseSettings, source: str = "curated_niches") -> SourceTotals:
    with session_scope(settings) as session:
        return scrape_runs.totals(session)[source]


def test_runs_are_counted_by_source_and_status_and_zeros_are_said(
    state: WarehouseSettings,
) -> None:
    for number, status in enumerate(("ok", "ok", "blocked", "skipped")):
        record(state, run_id=f"run-{number}", status=status, attempts=number)
    found = totals(state)
    assert set(found.runs) == set(STATUSES)
    assert {status: runs for status, runs in found.runs.items() if runs} == {
        "ok": 2,
        "blocked": 1,
        "skipped": 1,
    }
    assert found.attempts == 6


def test_durations_fall_into_their_buckets(state: WarehouseSettings) -> None:
    for number, seconds in enumerate((0.2, 0.5, 0.6, 7.0, 120.0, 500.0)):
        record(state, seconds, run_id=f"run-{number}")
    record(state, 0.0, run_id="not asked", status="skipped")
    durations = totals(state).durations
    assert tuple(bound for bound, _ in durations.buckets) == (*BOUNDS, float("inf"))
    assert [runs for _, runs in durations.buckets] == [2, 3, 3, 3, 4, 4, 4, 4, 5, 6]
    assert durations.count == 6
    assert abs(durations.seconds - 628.3) < 1e-6


def test_a_clock_that_went_back_takes_no_time(state: WarehouseSettings) -> None:
    record(state, -30.0)
    assert totals(state).durations.buckets[0] == (0.5, 1)
    assert totals(state).durations.seconds == 0.0


def test_more_of_the_same_run_counts_once(state: WarehouseSettings) -> None:
    record(state, attempts=2)
    record(state, attempts=2, accepted=9)
    record(state, status=None, attempts=None, accepted=10)
    found = totals(state)
    assert (found.runs["ok"], found.attempts, found.durations.count) == (1, 2, 1)


def test_a_corrected_run_counts_under_both_words_and_nothing_falls(
    state: WarehouseSettings,
) -> None:
    record(state, status="down", attempts=4)
    record(state, status="ok", attempts=6)
    record(state, status="ok", attempts=1)
    found = totals(state)
    assert (found.runs["down"], found.runs["ok"]) == (1, 1)
    assert found.attempts == 6


def test_forgetting_runs_does_not_turn_the_counters_back(state: WarehouseSettings) -> None:
    for number in range(4):
        record(state, run_id=f"run-{number}", seconds=number)
    before = totals(state)
    with session_scope(state) as session:
        assert scrape_runs.forget_before(session, START + timedelta(days=1)) == 3
    assert totals(state) == before


def test_a_rolled_back_run_is_not_counted(state: WarehouseSettings) -> None:
    class Stop(Exception):
        pass

    try:
        with session_scope(state) as session:
            scrape_runs.record(session, run_record())
            raise Stop
    except Stop:
        pass
    with session_scope(state) as session:
        assert scrape_runs.totals(session) == {}


def test_recorders_at_the_same_time_lose_no_count(state: WarehouseSettings) -> None:
    def work(number: int) -> None:
        for step in range(6):
            record(state, run_id=f"run-{number}-{step}", attempts=1)
            record(state, run_id=f"shared-{step}", attempts=1)

    together(4, work)
    found = totals(state)
    assert (found.runs["ok"], found.attempts, found.durations.count) == (30, 30, 30)
