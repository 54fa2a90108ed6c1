"""What several rooms ask of a column of a frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

FEW = 8  # words
SAMPLE = 1_000  # rows that are looked at first


def is_one_word(words: pl.Series) -> bool:
    """Whether every row holds the same word."""
    return len(words) > 0 and not words.null_count() and bool((words == words[0]).all())


def distinct(words: pl.Series) -> pl.Series:
    """The distinct values of a column, in no order.

    Most columns of words hold a few; comparing with each of them is several times quicker than
    sorting a million rows into a table of hashes.
    """
    few = words.head(SAMPLE).unique()
    return few if len(few) <= FEW and _all_among(words, few) else words.unique()


def _all_among(words: pl.Series, few: pl.Series) -> bool:
    empty = words.null_count()
    if empty and not few.null_count():
        return False
    return bool(empty + sum((words == word).sum() for word in few.drop_nulls()) == len(words))
