"""Validators of answers: the last word of an address, the address unreadable, a bounded table."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from tests.warehouse.state.together import together
from warehouse.settings import WarehouseSettings
from warehouse.state.models.shared import HttpValidator
from warehouse.state.repositories.validators import MAX_ROWS, SharedValidators, ValidatorRow
from warehouse.state.session import session_scope

URL = "https://www.example.com/feed?geo=US"
START = datetime(2024, 12, 31, 12, tzinfo=UTC)


class Ticking:
    """Each look is a second later."""

    def __init__(self) -> None:
        self.moment = START

    def __call__(self) -> datetime:
        self.moment += timedelta(seconds=1)
        return self.moment


def test_an_unknown_address_has_none(state: WarehouseSettings) -> None:
    assert SharedValidators(state).get(URL) is None


def test_before_there_is_a_database_there_are_none(settings: WarehouseSettings) -> None:
    assert SharedValidators(settings).get(URL) is None
    assert not settings.folder.exists()


def test_the_last_answer_counts(state: WarehouseSettings) -> None:
    validators = SharedValidators(state)
    validators.put(URL, '"one"', "Tue, 31 Dec 2024 12:00:00 GMT")
    assert SharedValidators(state).get(URL) == ValidatorRow(
        '"one"', "Tue, 31 Dec 2024 12:00:00 GMT"
    )
    validators.put(URL, '"two"', None)
    assert validators.get(URL) == ValidatorRow('"two"', None)
    assert validators.get(URL + "&x=1") is None


def test_an_answer_without_validators_is_forgotten(state: WarehouseSettings) -> None:
    validators = SharedValidators(state)
    validators.put(URL, '"one"', None)
    validators.put(URL, None, None)
    assert validators.get(URL) is None


def test_the_address_is_not_kept(state: WarehouseSettings) -> None:
    SharedValidators(state).put(URL, '"one"', None)
    with session_scope(state) as session:
        (row,) = session.scalars(sa.select(HttpValidator))
        assert "example" not in row.url_hash
        assert len(row.url_hash) == 64


def test_beyond_the_bound_the_oldest_go(state: WarehouseSettings) -> None:
    validators = SharedValidators(state, now=Ticking(), max_rows=3)
    for name in ("a", "b", "c"):
        validators.put(name, name, None)
    validators.put("a", "newer", None)
    validators.put("d", "d", None)
    assert [validators.get(name) is not None for name in "abcd"] == [True, False, True, True]


@pytest.mark.parametrize("extra", [0, 7])
def test_five_thousand_are_kept(state: WarehouseSettings, extra: int) -> None:
    with session_scope(state) as session:
        session.add_all(
            HttpValidator(url_hash=f"{n:064}", etag="x", updated_at=START + timedelta(seconds=n))
            for n in range(MAX_ROWS - 1 + extra)
        )
    SharedValidators(state).put(URL, '"one"', None)
    with session_scope(state) as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(HttpValidator)) == MAX_ROWS
        assert (session.get(HttpValidator, f"{0:064}") is None) is bool(extra)


def test_writers_at_the_same_time_do_not_fail(state: WarehouseSettings) -> None:
    validators = SharedValidators(state, max_rows=4)
    together(4, lambda number: [validators.put(f"{number}-{n}", "x", None) for n in range(6)])
    validators.put("last", "x", None)  # two that write at once do not count each other's row
    with session_scope(state) as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(HttpValidator)) == 4
