"""Breakers: one state for all, and one winner of the probe."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
import sqlalchemy as sa

from tests.warehouse.state.together import together
from warehouse.settings import WarehouseSettings
from warehouse.state.repositories.breakers import BreakerRow, SharedBreakers

UNTIL = datetime(2024, 12, 31, 12, tzinfo=UTC)
HOST = "www.example.com"


def fail(row: BreakerRow) -> BreakerRow:
    return replace(row, failures=row.failures + 1)


def test_an_unknown_host_is_closed(state: WarehouseSettings) -> None:
    assert SharedBreakers(state).state(HOST) == BreakerRow()
    assert SharedBreakers(state).all() == {}


def test_before_there_is_a_database_all_is_closed(settings: WarehouseSettings) -> None:
    assert SharedBreakers(settings).state(HOST) == BreakerRow()
    assert SharedBreakers(settings).all() == {}
    assert not settings.folder.exists()


def test_a_change_is_seen_by_others(state: WarehouseSettings) -> None:
    opened = BreakerRow("open", 5, UNTIL)
    assert SharedBreakers(state).change(HOST, lambda _: opened) == opened
    assert SharedBreakers(state).state(HOST) == opened
    assert SharedBreakers(state).all() == {HOST: opened}
    SharedBreakers(state).change(HOST, lambda _: BreakerRow())
    assert SharedBreakers(state).state(HOST) == BreakerRow()


def test_a_step_sees_what_was_there(state: WarehouseSettings) -> None:
    breakers = SharedBreakers(state)
    assert [breakers.change(HOST, fail).failures for _ in range(3)] == [1, 2, 3]


def test_times_come_back_as_utc(state: WarehouseSettings) -> None:
    moment = datetime(2024, 12, 31, 14, tzinfo=timezone(timedelta(hours=2)))
    SharedBreakers(state).change(HOST, lambda row: replace(row, until=moment))
    found = SharedBreakers(state).state(HOST).until
    assert found == UNTIL
    assert found is not None
    assert found.utcoffset() == timedelta(0)


def test_a_step_that_fails_changes_nothing(state: WarehouseSettings) -> None:
    def step(_: BreakerRow) -> BreakerRow:
        raise RuntimeError("no")

    with pytest.raises(RuntimeError, match="no"):
        SharedBreakers(state).change(HOST, step)
    assert SharedBreakers(state).all() == {}


def test_an_unknown_phase_is_refused(state: WarehouseSettings) -> None:
    with pytest.raises(sa.exc.IntegrityError):
        SharedBreakers(state).change(HOST, lambda row: replace(row, phase="ajar"))


def test_failures_at_the_same_time_are_all_counted(state: WarehouseSettings) -> None:
    together(6, lambda _: [SharedBreakers(state).change(HOST, fail) for _ in range(5)])
    assert SharedBreakers(state).state(HOST).failures == 30


def test_of_many_one_wins_the_probe(state: WarehouseSettings) -> None:
    SharedBreakers(state).change(HOST, lambda _: BreakerRow("open", 5, UNTIL))

    def ask(number: int) -> bool:
        won = False

        def step(row: BreakerRow) -> BreakerRow:
            nonlocal won
            won = row.phase == "open"
            return BreakerRow("half_open", row.failures, UNTIL + timedelta(minutes=number))

        SharedBreakers(state).change(HOST, step)
        return won

    assert sum(together(8, ask)) == 1
    assert SharedBreakers(state).state(HOST).phase == "half_open"
