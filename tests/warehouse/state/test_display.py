"""Displays of sources that may not be stored: shown while they last, then gone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from warehouse.settings import WarehouseSettings
from warehouse.state.models.display import DisplayRow
from warehouse.state.repositories import display
from warehouse.state.session import session_scope

START = datetime(2024, 12, 31, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
SOURCE = "pinterest_trends_api"


def count(settings: WarehouseSettings) -> int:
    with session_scope(settings) as session:
        return session.scalar(sa.select(sa.func.count()).select_from(DisplayRow)) or 0


def test_a_display_is_shown_until_it_expires(state: WarehouseSettings) -> None:
    with session_scope(state) as session:
        items = [{"term": "cottage garden", "change": 12.5}]
        display.show(session, SOURCE, items, START, START + HOUR, notice="From Pinterest.")
    with session_scope(state) as session:
        (found,) = display.shown(session, START + HOUR - timedelta(microseconds=1))
        assert (found.source_id, found.items, found.notice) == (SOURCE, items, "From Pinterest.")
        assert (found.captured_at, found.expires_at) == (START, START + HOUR)
        assert display.shown(session, START + HOUR) == []


def test_a_later_display_replaces_the_earlier_one_of_its_source(state: WarehouseSettings) -> None:
    with session_scope(state) as session:
        display.show(session, SOURCE, [{"n": 1}, {"n": 2}], START, START + HOUR, notice="old")
        display.show(session, "other", [{"n": 9}], START, START + HOUR)
        assert len(display.shown(session, START)) == 2
        display.show(session, SOURCE, [{"n": 3}], START + HOUR, START + 2 * HOUR)
        found = display.shown(session, START)
        assert [(row.source_id, row.items, row.notice) for row in found] == [
            ("other", [{"n": 9}], None),
            (SOURCE, [{"n": 3}], None),
        ]


def test_what_is_over_is_deleted(state: WarehouseSettings) -> None:
    with session_scope(state) as session:
        display.show(session, SOURCE, [], START, START + HOUR)
        display.show(session, "longer", [], START, START + 2 * HOUR)
        assert display.forget_expired(session, START + HOUR) == 1
        assert display.forget_expired(session, START + HOUR) == 0
    assert count(state) == 1


def test_a_display_without_a_life_is_refused(state: WarehouseSettings) -> None:
    with pytest.raises(ValueError, match="expire"), session_scope(state) as session:
        display.show(session, SOURCE, [], START, START)
    assert count(state) == 0
