"""What an answer of a day has lost."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.expiry import Expired, Lost, lost_on, on_record

FIRST = date(2026, 1, 1)
KEPT = 30


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def deleted(captured: int, removed: int | None = None, source: str = "a") -> Expired:
    gone = captured + KEPT + 1 if removed is None else removed
    return Expired(source, KEPT, day(captured), day(captured), day(gone))


def test_an_answer_loses_what_was_known_by_it_and_went_later() -> None:
    entries = [deleted(captured) for captured in range(10)]
    assert lost_on(entries, day(5)) == {"a": Lost("a", KEPT, day(36), whole=True)}
    assert lost_on(entries, day(20)) == {"a": Lost("a", KEPT, day(31), whole=False)}
    assert lost_on(entries, day(39)) == {"a": Lost("a", KEPT, day(40), whole=False)}
    assert lost_on(entries, day(40)) == {}


def test_what_is_known_later_or_went_before_is_no_loss() -> None:
    assert lost_on([deleted(10)], day(9)) == {}
    assert lost_on([deleted(10)], day(41)) == {}
    assert lost_on([], day(0)) == {}


def test_a_late_deletion_still_ends_all_of_it() -> None:
    entries = [deleted(captured, removed=60) for captured in range(10)]
    assert lost_on(entries, day(9)) == {"a": Lost("a", KEPT, day(60), whole=True)}


@given(
    st.integers(1, 40),
    st.lists(st.integers(0, 80), min_size=1, max_size=30),
    st.integers(0, 120),
    st.integers(0, 120),
)
def test_as_a_nightly_retention_would_have_it(
    kept: int, captured: list[int], now: int, asked: int
) -> None:
    """Files as days; each night those older than `kept` days go. Compared with what is there."""
    entries = [
        Expired("a", kept, day(one), day(one), day(one + kept + 1))
        for one in captured
        if one + kept + 1 <= now
    ]
    then = {one for one in captured if one <= asked < one + kept + 1}
    left = {one for one in then if one + kept + 1 > now}
    lost = lost_on(entries, day(asked)) if asked < now else {}
    if then == left:
        assert lost == {}
    elif asked < now:
        assert lost["a"].whole == (day(now) - timedelta(days=kept) > day(asked)) or not left
        assert left == set() or not lost["a"].whole
        assert on_record(entries, day(asked))


def test_a_record_stays_from_the_first_loss_to_the_last_deletion() -> None:
    entries = [deleted(3), deleted(5)]
    closed = [number for number in range(50) if on_record(entries, day(number))]
    assert closed == list(range(3, 36))
    assert not on_record([], day(3))
