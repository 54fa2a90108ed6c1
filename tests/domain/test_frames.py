"""Columns of few words, found out quickly, and every other column as it is."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import frames
from domain.frames import distinct, is_one_word

words = st.lists(st.none() | st.sampled_from(["a", "b", "c", "", "é"]), max_size=40)


@given(words, st.integers(0, 5), st.integers(0, 5))
def test_the_quick_way_finds_what_the_sure_way_finds(given, few, sample):
    column = pl.Series(given, dtype=pl.String)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(frames, "FEW", few)
        patch.setattr(frames, "SAMPLE", sample)
        found = distinct(column)
    assert len(found) == len(set(given))
    assert set(found) == set(given)


@given(st.lists(st.none() | st.booleans(), max_size=20))
def test_flags_are_words_too(given):
    found = distinct(pl.Series(given, dtype=pl.Boolean))
    assert sorted(map(str, found)) == sorted(map(str, set(given)))


def test_a_word_behind_the_sample_is_not_missed():
    late = pl.Series(["a"] * 5_000 + ["b"])
    assert set(distinct(late)) == {"a", "b"}
    assert set(distinct(pl.Series([None] * 5_000 + ["b"]))) == {None, "b"}
    assert set(distinct(pl.Series(["b"] * 5_000 + [None]))) == {None, "b"}


@pytest.mark.parametrize(
    ("given", "one"), [(["a", "a"], True), (["a", None], False), ([None], False), ([], False)]
)
def test_one_word_throughout(given, one):
    assert is_one_word(pl.Series(given, dtype=pl.String)) is one
