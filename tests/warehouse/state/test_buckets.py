"""Token buckets: never one more than the bucket holds, whoever asks, whatever the clocks say."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from tests.warehouse.state.together import together
from warehouse.settings import WarehouseSettings
from warehouse.state.repositories.buckets import SharedBuckets
from warehouse.state.session import session_scope

START = datetime(2024, 12, 31, 12, tzinfo=UTC)


class Now:
    """A present that tests move."""

    def __init__(self) -> None:
        self.moment = START

    def __call__(self) -> datetime:
        return self.moment

    def move(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)


def test_exactly_as_many_as_it_holds_are_granted(state: WarehouseSettings) -> None:
    buckets = SharedBuckets(state)

    def tries(_: int) -> int:
        return sum(buckets.take("etsy:shop", 100, 0) == 0 for _ in range(100))

    assert sum(together(8, tries)) == 100


def test_an_empty_bucket_says_how_long_and_fills_again(state: WarehouseSettings) -> None:
    now = Now()
    buckets = SharedBuckets(state, now)
    assert [buckets.take("a", 2, 0.5) for _ in range(2)] == [0, 0]
    assert buckets.take("a", 2, 0.5) == pytest.approx(2.0, abs=0.0021)
    now.move(1)
    assert buckets.take("a", 2, 0.5) == pytest.approx(1.0, abs=0.0021)
    now.move(1)
    assert buckets.take("a", 2, 0.5) == 0


@pytest.mark.parametrize("per_second", [0.037, 1 / 3, 7.7, 900.0])
def test_who_waits_as_told_is_served(state: WarehouseSettings, per_second: float) -> None:
    now = Now()
    buckets = SharedBuckets(state, now)
    for _ in range(6):
        wait = buckets.take("a", 1, per_second)
        now.move(wait)
        if wait:
            assert buckets.take("a", 1, per_second) == 0


def test_it_never_holds_more_than_its_capacity(state: WarehouseSettings) -> None:
    now = Now()
    buckets = SharedBuckets(state, now)
    buckets.take("a", 3, 10)
    now.move(9_999)
    assert [buckets.take("a", 3, 10) for _ in range(3)] == [0, 0, 0]
    assert buckets.take("a", 3, 10) > 0


def test_a_clock_that_goes_back_gives_and_takes_nothing(state: WarehouseSettings) -> None:
    now = Now()
    buckets = SharedBuckets(state, now)
    assert buckets.take("a", 2, 1) == 0
    now.move(-3600)
    assert buckets.take("a", 2, 1) == 0
    assert buckets.take("a", 2, 1) > 0
    now.move(3600)  # back where it was: that hour does not count twice
    assert buckets.take("a", 2, 1) > 0


def test_several_tokens_are_taken_together_or_not_at_all(state: WarehouseSettings) -> None:
    buckets = SharedBuckets(state, Now())
    assert buckets.take("a", 10, 1, 8) == 0
    assert buckets.take("a", 10, 1, 4) == pytest.approx(2.0, abs=0.0021)
    assert buckets.take("a", 10, 1, 2) == 0


def test_a_bucket_that_never_fills_says_so(state: WarehouseSettings) -> None:
    buckets = SharedBuckets(state, Now())
    assert buckets.take("a", 1, 0) == 0
    assert buckets.take("a", 1, 0) == math.inf


def test_more_than_it_can_hold_is_refused(state: WarehouseSettings) -> None:
    with pytest.raises(ValueError, match="holds 2"):
        SharedBuckets(state).take("a", 2, 1, 3)


def test_accounts_do_not_share(state: WarehouseSettings) -> None:
    buckets = SharedBuckets(state, Now())
    assert buckets.take("a", 1, 0) == 0
    assert buckets.take("b", 1, 0) == 0


def test_a_smaller_capacity_holds_from_now_on(state: WarehouseSettings) -> None:
    buckets = SharedBuckets(state, Now())
    buckets.take("a", 100, 0)
    assert buckets.take("a", 1, 0) == 0
    assert buckets.take("a", 1, 0) == math.inf


def test_the_databases_clock_is_the_present_and_fills(state: WarehouseSettings) -> None:
    buckets = SharedBuckets(state)
    assert buckets.take("a", 1, 10_000_000) == 0
    before = datetime.now(UTC) - timedelta(seconds=5)
    with session_scope(state) as session:
        updated = sa.text("select updated_at from token_buckets").columns(updated_at=sa.DateTime())
        (found,) = session.scalars(updated)
        assert before < found.replace(tzinfo=UTC) < before + timedelta(seconds=10)
        earlier = found - timedelta(hours=1)
        session.execute(
            sa.text("update token_buckets set tokens = 0, updated_at = :at").bindparams(
                sa.bindparam("at", earlier, sa.DateTime())
            )
        )
    assert buckets.take("a", 1, 1 / 3500) == 0
