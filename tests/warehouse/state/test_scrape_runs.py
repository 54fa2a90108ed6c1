"""Runs of sources: one row a run, counts that merge, health, and counters that only rise."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
import sqlalchemy as sa

from tests.factories.state import run_record
from warehouse.errors import NotFound
from warehouse.settings import WarehouseSettings
from warehouse.state.models.scrape_run import FAILURES, GOOD, STATUSES, ScrapeRun
from warehouse.state.repositories import scrape_runs
from warehouse.state.session import session_scope

START = datetime(2024, 12, 31, 12, tzinfo=UTC)


def record(settings: WarehouseSettings, **changes: Any) -> None:
    with session_scope(settings) as session:
        scrape_runs.record(session, run_record(**changes))


def only(settings: WarehouseSettings) -> ScrapeRun:
    with session_scope(settings) as session:
        return session.scalars(sa.select(ScrapeRun)).one()


def hours(settings: WarehouseSettings, *statuses: str, **changes: Any) -> None:
    """One run an hour with these statuses."""
    for hour, status in enumerate(statuses):
        moment = START + timedelta(hours=hour)
        record(
            settings,
            **{
                "run_id": f"run-{hour}",
                "status": status,
                "started_at": moment - timedelta(seconds=4),
                "finished_at": moment,
                **changes,
            },
        )


def health(settings: WarehouseSettings) -> scrape_runs.SourceHealth:
    with session_scope(settings) as session:
        return scrape_runs.health(session)["curated_niches"]


def test_landing_and_loading_of_a_run_are_one_row(state: WarehouseSettings) -> None:
    landing = {"attempts": 3, "collected": 90, "accepted": None, "newest_captured_at": START}
    record(state, status="partial", message="A page was missing.", **landing)
    loading = {"attempts": None, "collected": None, "accepted": 80, "quarantined": 4}
    record(state, status="partial", duplicates=6, distinct_terms=71, **loading)
    row = only(state)
    assert (row.attempts, row.collected) == (3, 90)
    assert (row.accepted, row.quarantined, row.duplicates, row.distinct_terms) == (80, 4, 6, 71)
    assert row.message == "A page was missing."
    assert row.newest_captured_at == START


def test_counts_that_nobody_gave_are_none_or_unknown(state: WarehouseSettings) -> None:
    record(state, attempts=None, collected=None, accepted=None)
    row = only(state)
    assert (row.attempts, row.collected, row.accepted, row.quarantined) == (0, 0, 0, 0)
    assert row.distinct_terms is None


def test_a_zero_is_a_word_too(state: WarehouseSettings) -> None:
    record(state, accepted=7)
    record(state, accepted=0)
    assert only(state).accepted == 0


def test_the_later_word_wins_and_takes_the_earlier_reason_away(state: WarehouseSettings) -> None:
    blocked = {"error_code": "connector.blocked", "message": "A block page.", "evidence": "a.png"}
    record(state, status="blocked", collected=0, **blocked)
    record(state, status="ok", collected=7, accepted=7, finished_at=START + timedelta(hours=1))
    row = only(state)
    assert (row.status, row.collected, row.accepted) == ("ok", 7, 7)
    assert (row.error_code, row.message, row.evidence) == (None, None, None)
    assert row.finished_at == START + timedelta(hours=1)


def test_the_same_word_keeps_the_reason(state: WarehouseSettings) -> None:
    record(state, status="blocked", error_code="connector.blocked", evidence="failures/a.png")
    record(state, status="blocked", quarantined=0)
    assert only(state).error_code == "connector.blocked"
    assert only(state).evidence == "failures/a.png"


def test_counts_alone_leave_the_word_and_the_times(state: WarehouseSettings) -> None:
    record(state, status="changed_markup", message="No list.", finished_at=START)
    record(state, status=None, accepted=12, finished_at=START + timedelta(hours=3), origin="none")
    row = only(state)
    assert (row.status, row.message, row.origin) == ("changed_markup", "No list.", "curated")
    assert (row.finished_at, row.accepted) == (START, 12)


def test_counts_alone_need_a_run(state: WarehouseSettings) -> None:
    with pytest.raises(NotFound, match="Give its status"):
        record(state, status=None)


def test_a_message_is_cut(state: WarehouseSettings) -> None:
    record(state, message="x" * 900)
    assert only(state).message == "x" * 500


@pytest.mark.parametrize("status", STATUSES)
def test_every_status_is_kept(state: WarehouseSettings, status: str) -> None:
    record(state, status=status)
    assert only(state).status == status


def test_an_unknown_status_is_refused(state: WarehouseSettings) -> None:
    with pytest.raises(sa.exc.IntegrityError):
        record(state, status="fine")


def test_a_naive_time_is_refused(state: WarehouseSettings) -> None:
    naive = datetime(2024, 12, 31)  # noqa: DTZ001  # naive UTC, as the tables hold it
    with pytest.raises(sa.exc.StatementError, match="aware"):
        record(state, started_at=naive)


def test_times_of_other_zones_come_back_as_utc(state: WarehouseSettings) -> None:
    moment = datetime(2024, 12, 31, 14, tzinfo=timezone(timedelta(hours=2)))
    record(state, newest_captured_at=moment)
    found = health(state).newest_captured_at
    assert found == moment
    assert found is not None
    assert found.utcoffset() == timedelta(0)


def test_health_is_the_last_run_the_last_good_one_and_the_failures_since(
    state: WarehouseSettings,
) -> None:
    hours(state, "down", "ok", "unchanged", "blocked", "login_wall", "failed", "skipped")
    found = health(state)
    assert (found.last.run_id, found.last.status) == ("run-5", "failed")
    assert found.last_ok_at == START + timedelta(hours=2)
    assert found.failures == 3


@pytest.mark.parametrize("status", GOOD)
def test_a_good_run_ends_the_failures(state: WarehouseSettings, status: str) -> None:
    hours(state, "down", "down", status)
    assert health(state).failures == 0
    assert health(state).last_ok_at == START + timedelta(hours=2)


def test_an_empty_answer_is_neither_good_nor_a_failure(state: WarehouseSettings) -> None:
    hours(state, "ok", "down", "empty")
    assert health(state).failures == 0
    assert health(state).last_ok_at == START


def test_a_source_that_always_failed_was_never_good(state: WarehouseSettings) -> None:
    hours(state, *FAILURES)
    found = health(state)
    assert (found.last_ok_at, found.newest_captured_at) == (None, None)
    assert found.failures == len(FAILURES)


def test_a_source_that_was_only_skipped_has_no_health_but_a_past(state: WarehouseSettings) -> None:
    hours(state, "skipped", message="Not switched on.")
    with session_scope(state) as session:
        assert scrape_runs.health(session) == {}
        (found,) = scrape_runs.recent(session, "curated_niches", 5)
        assert found.message == "Not switched on."


def test_two_runs_that_end_together_are_one_health(state: WarehouseSettings) -> None:
    record(state, run_id="a", status="down")
    record(state, run_id="b", status="ok")
    assert health(state).last.run_id == "b"


def test_the_newest_signal_outlives_the_failures_after_it(state: WarehouseSettings) -> None:
    hours(state, "ok", newest_captured_at=START - timedelta(days=1))
    record(state, run_id="later", status="down", finished_at=START + timedelta(days=2))
    assert health(state).newest_captured_at == START - timedelta(days=1)


def test_sources_do_not_mix(state: WarehouseSettings) -> None:
    hours(state, "ok", "down")
    hours(state, "blocked", "ok", source_id="wikimedia_top", platform="wikimedia")
    with session_scope(state) as session:
        found = scrape_runs.health(session)
    assert {name: (one.last.status, one.failures) for name, one in found.items()} == {
        "curated_niches": ("down", 1),
        "wikimedia_top": ("ok", 0),
    }


def test_recent_runs_are_the_newest_first(state: WarehouseSettings) -> None:
    hours(state, "ok", "skipped", "down")
    with session_scope(state) as session:
        found = scrape_runs.recent(session, "curated_niches", 2)
        assert [run.run_id for run in found] == ["run-2", "run-1"]
        assert scrape_runs.recent(session, "unknown", 2) == []


def test_the_sources_of_a_run_are_found(state: WarehouseSettings) -> None:
    record(state, source_id="wikimedia_top", run_id="run-1")
    record(state, source_id="curated_niches", run_id="run-1")
    record(state, source_id="curated_niches", run_id="run-2")
    with session_scope(state) as session:
        found = scrape_runs.of_run(session, "run-1")
        assert [run.source_id for run in found] == ["curated_niches", "wikimedia_top"]
        assert scrape_runs.of_run(session, "run-9") == []


def test_forgetting_leaves_health_as_it_was(state: WarehouseSettings) -> None:
    hours(state, "ok", "ok", "ok", "down", "down", "down", "skipped", "down")
    record(state, run_id="run-1", newest_captured_at=START, finished_at=START + timedelta(hours=1))
    before = health(state)
    with session_scope(state) as session:
        assert scrape_runs.forget_before(session, START + timedelta(days=9)) == 5
    with session_scope(state) as session:
        kept = scrape_runs.recent(session, "curated_niches", 99)
        assert [run.run_id for run in kept] == ["run-7", "run-2", "run-1"]
    after = health(state)
    assert (after.last.run_id, after.last_ok_at) == (before.last.run_id, before.last_ok_at)
    assert after.newest_captured_at == before.newest_captured_at


def test_what_is_younger_is_not_forgotten(state: WarehouseSettings) -> None:
    hours(state, "ok", "ok", "ok", "ok")
    with session_scope(state) as session:
        assert scrape_runs.forget_before(session, START + timedelta(hours=2)) == 2
        assert scrape_runs.forget_before(session, START + timedelta(hours=2)) == 0


def test_the_last_cycle_is_told_and_kept(state: WarehouseSettings) -> None:
    with session_scope(state) as session:
        assert scrape_runs.last_cycle(session) is None
        for hour, terms in enumerate((80, 12, 64)):
            moment = START + timedelta(hours=hour)
            scrape_runs.close_cycle(session, f"run-{hour}", moment, terms)
        scrape_runs.close_cycle(session, "run-2", START + timedelta(hours=2), 65)
    with session_scope(state) as session:
        scrape_runs.forget_before(session, START + timedelta(days=9))
        found = scrape_runs.last_cycle(session)
        assert found is not None
        assert (found.run_id, found.distinct_terms) == ("run-2", 65)
        assert session.scalar(sa.text("select count(*) from cycles")) == 1
