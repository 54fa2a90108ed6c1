"""The next items are worked on while one is in use: in order, bounded, errors where they belong."""

from __future__ import annotations

import threading

import pytest

from assets.ingest.ahead import AHEAD, ahead


def test_results_come_in_the_order_of_the_items():
    assert [result() for result in ahead(lambda n: n * n, range(7))] == [0, 1, 4, 9, 16, 25, 36]
    assert list(ahead(str, [])) == []


def test_an_error_stays_with_its_item():
    def work(number: int) -> float:
        return 1 / number

    first, second, third = ahead(work, [1, 0, 2])
    assert first() == 1
    with pytest.raises(ZeroDivisionError):
        second()
    assert third() == 0.5


def test_no_more_than_two_are_ahead():
    begun: list[int] = []
    results = ahead(begun.append, range(10))
    for used in range(1, 5):
        next(results)()
        assert len(begun) <= used + AHEAD


def test_work_goes_on_while_one_is_in_use():
    started = threading.Event()
    results = ahead(lambda n: started.set() if n == 1 else None, [0, 1])
    next(results)()
    assert started.wait(5)
