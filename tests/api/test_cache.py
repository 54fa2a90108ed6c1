"""The bounded memory of answers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.cache import Answer, AnswerCache


def answer(size: int) -> Answer:
    return Answer(b"x" * size, '"e"')


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 120)), max_size=60))
def test_it_never_holds_more_than_allowed(puts: list[tuple[int, int]]) -> None:
    cache = AnswerCache(100, 5)
    for key, size in puts:
        cache.put(key, answer(size))
        kept = [cache.get(n) for n in range(21)]
        sizes = [len(one.body) for one in kept if one]
        assert cache.size == (len(sizes), sum(sizes))
        assert sum(sizes) <= 100
        assert len(sizes) <= 5
        if size <= 100:
            assert cache.get(key) == answer(size)


def test_the_least_recently_used_goes_first() -> None:
    cache = AnswerCache(100, 2)
    cache.put("a", answer(1))
    cache.put("b", answer(1))
    cache.get("a")
    cache.put("c", answer(1))
    assert [cache.get(key) is not None for key in "abc"] == [True, False, True]


@pytest.mark.parametrize("size", [101, 1000])
def test_what_is_larger_than_all_is_not_kept(size: int) -> None:
    cache = AnswerCache(100)
    cache.put("a", answer(size))
    assert cache.size == (0, 0)
