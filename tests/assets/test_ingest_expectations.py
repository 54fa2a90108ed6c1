"""Great Expectations on accepted batches: good ones pass, each fault is named."""

from __future__ import annotations

import os
from datetime import UTC, datetime

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.ingest import expectations
from assets.ingest.expectations import (
    MEASURES,
    WORDS,
    extremes,
    failed_expectations,
    failed_measures,
    judge_batch,
)
from connectors.trends.base import SIGNAL_SCHEMA, signal_frame
from warehouse.load import LoadResult

DAY = datetime(2026, 2, 1, 23, 59, tzinfo=UTC).replace(tzinfo=None)
ROW = {
    "source": "google_trends_rss",
    "origin": "live",
    "region": "US",
    "term": "tea",
    "kind": "search",
    "metric": "searches",
    "period": "day",
    "value": 5.0,
    "rank": None,
    "observed_at": DAY,
    "captured_at": DAY,
    "is_partial": False,
    "url": None,
    "platform": "google_trends",
    "line": 1,
}


def batch(*changes: dict) -> pl.DataFrame:
    return signal_frame([ROW | change for change in changes])


def result(accepted: int, refused: int) -> LoadResult:
    return LoadResult("google_trends", "s", "f", accepted, refused)


def test_a_good_batch_passes():
    rows = batch({}, {"metric": "rank", "value": None, "rank": 3}, {"region": "GB-London"})
    assert failed_expectations(rows, share=0.2) == []
    assert judge_batch(rows, result(8, 2)) is None


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"value": -1.0}, "value"),
        ({"value": 1e16}, "value"),
        ({"rank": 0}, "rank"),
        ({"metric": "love"}, "metric"),
        ({"origin": "guess"}, "origin"),
        ({"region": "nowhere"}, "region"),
        ({"term": ""}, "term"),
        ({"term": "x" * 501}, "term"),
        ({"captured_at": None}, "captured_at"),
    ],
)
def test_each_fault_is_named(change, column):
    failures = failed_expectations(batch({}, change), share=0.0)
    assert len(failures) == 1
    assert failures[0].startswith(f"{column}: ")
    assert judge_batch(batch({}, change), result(2, 0)) == failures[0][:200]


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"value": -1.0}, "value"),
        ({"rank": 10_001}, "rank"),
        ({"term": "x" * 501}, "term"),
        ({"observed_at": None}, "observed_at"),
        ({"kind": None}, "kind"),
        ({"region": "nowhere"}, "region"),
        ({"source": None}, "source"),
    ],
)
def test_one_fault_in_the_middle_of_many_rows_is_found(change, column):
    many = [{"value": float(n), "term": f"tea {n}"} for n in range(200)]
    failures = failed_expectations(batch(*many[:100], change, *many[100:]), share=0.0)
    assert [failure.partition(":")[0] for failure in failures] == [column]


def test_a_missing_column_is_an_error():
    with pytest.raises(pl.exceptions.ColumnNotFoundError):
        failed_expectations(batch({}).drop("rank"), share=0.0)


def test_an_empty_batch_fails():
    assert any("row count" in failure for failure in failed_expectations(batch(), share=0.0))


def test_too_many_refused_rows_keep_a_live_batch_out():
    assert "quarantined_share" in str(judge_batch(batch({}), result(7, 3)))
    assert judge_batch(batch({}), result(8, 2)) is None


@pytest.mark.parametrize("origin", ["replay", "import"])
def test_the_good_rows_of_a_file_load_whatever_their_share(origin):
    assert judge_batch(batch({"origin": origin}), result(1, 9)) is None


def test_it_sends_nothing_home():
    failed_expectations(batch({}), share=0.0)
    assert os.environ["GX_ANALYTICS_ENABLED"] == "False"


def test_every_column_of_a_signal_is_judged_but_its_address():
    assert {*MEASURES, *WORDS} == set(SIGNAL_SCHEMA) - {"platform", "line", "url"}


NUMBERS = st.sampled_from([0.0, 0.5, 1.0, 999.0, 1000.0, 9.9e14, 1e15, 1.1e15, 1e16, -0.1, None])
RANKS = st.sampled_from([1, 2, 10, 9_999, 10_000, 10_001, 2**31 - 1, 0, -1, None])
TERMS = st.sampled_from(["t", "two words", "日本", "x" * 499, "x" * 500, "x" * 501, "a\nb", None])


@settings(max_examples=40)
@given(st.lists(st.tuples(TERMS, NUMBERS, RANKS), min_size=1, max_size=3))
def test_rounding_up_changes_no_verdict(rows):
    changes = [{"term": term, "value": value, "rank": rank} for term, value, rank in rows]
    measures = extremes(batch(*changes).select(MEASURES))
    known = {column.partition(":")[0] for column in failed_measures(measures)}
    assert known == {
        name
        for name, is_wrong in (
            ("term", any(t is None or len(t) > 500 for t, _, _ in rows)),
            ("value", any(v is not None and not 0 <= v <= 1e15 for _, v, _ in rows)),
            ("rank", any(r is not None and not 1 <= r <= 10_000 for _, _, r in rows)),
        )
        if is_wrong
    }


def test_batches_of_one_size_are_judged_once(monkeypatch):
    asked = []
    real = expectations._validate
    monkeypatch.setattr(expectations, "_validate", lambda *a: asked.append(a[0]) or real(*a))
    expectations._hold.cache_clear()
    for value in (123.0, 456.0, 789.0):
        assert failed_measures(batch({"value": value}).select(MEASURES)) == []
    assert asked == ["measures"]
