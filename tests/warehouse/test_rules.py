"""Row rules: each reason once, and good rows untouched."""

# ruff: noqa: DTZ001  (naive UTC, as the tables hold it)
from __future__ import annotations

from datetime import UTC, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.rules import apply_rules, are_plain, are_plain_addresses, rules
from warehouse.tables import SIGNAL_COLUMNS

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = datetime(2026, 2, 1, 23, 59, 59, 999999)
GOOD = {
    "source": "tiktok",
    "origin": "replay",
    "region": "US",
    "term": "tea",
    "kind": "hashtag",
    "metric": "views",
    "period": "day",
    "value": 5.0,
    "rank": None,
    "observed_at": DAY,
    "captured_at": DAY,
    "is_partial": False,
    "url": None,
    "line": 7,
}
SCHEMA = {
    **{column.name: pl.String for column in SIGNAL_COLUMNS},
    "value": pl.Float64,
    "rank": pl.Int32,
    "observed_at": pl.Datetime("us"),
    "captured_at": pl.Datetime("us"),
    "is_partial": pl.Boolean,
    "line": pl.Int64,
}


def frame(*rows: dict) -> pl.DataFrame:
    schema = {name: kind for name, kind in SCHEMA.items() if name in GOOD}
    return pl.DataFrame([GOOD | row for row in rows], schema=schema, orient="row")


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"metric": "rank", "value": None, "rank": 1},
        {"metric": "listed", "value": None, "origin": "curated", "kind": "niche"},
        {"metric": "interest", "value": 100.0},
        {"value": 0.0},
        {"region": "WW"},
        {"region": "US-SanFrancisco"},
        {"term": "x" * 500},
        {"term": "日本のお茶 🍵"},
        {"term": "a\ttab"},
        {
            "observed_at": NOW.replace(tzinfo=None, hour=23),
            "captured_at": datetime(2026, 3, 2, 23, 59),
        },
        {"is_partial": True, "captured_at": DAY - timedelta(days=1)},
    ],
)
def test_good_rows_pass(change):
    accepted, refused = apply_rules(frame(change), NOW)
    assert accepted.equals(frame(change))
    assert refused.height == 0


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"term": None}, "missing_term"),
        ({"term": "  "}, "missing_term"),
        ({"term": "x" * 501}, "term_too_long"),
        ({"term": "x" * 1_000_000}, "term_too_long"),
        ({"term": "line\nbreak"}, "bad_characters"),
        ({"term": "nul\x00"}, "bad_characters"),
        ({"term": "lost \ufffd"}, "bad_characters"),
        ({"term": "rubbed out\x7f"}, "bad_characters"),
        ({"term": "line\u2028break"}, "bad_characters"),
        ({"origin": "guess"}, "bad_origin"),
        ({"kind": None}, "bad_kind"),
        ({"metric": "love"}, "bad_metric"),
        ({"period": "year"}, "bad_period"),
        ({"region": "us"}, "bad_region"),
        ({"region": None}, "bad_region"),
        ({"region": "US-a,b"}, "bad_region"),
        ({"observed_at": None}, "missing_date"),
        ({"metric": "rank"}, "missing_rank"),
        ({"value": None}, "missing_value"),
        ({"value": float("nan")}, "bad_number"),
        ({"value": float("inf")}, "bad_number"),
        ({"value": -1.0}, "negative_value"),
        ({"value": 1e16}, "absurd_value"),
        ({"metric": "interest", "value": 101.0}, "out_of_range"),
        ({"metric": "rank", "rank": 0}, "bad_rank"),
        ({"metric": "rank", "rank": 10_001}, "bad_rank"),
        ({"captured_at": datetime(2026, 3, 3)}, "future_date"),
        ({"observed_at": datetime(2099, 1, 1), "captured_at": datetime(2099, 1, 1)}, "future_date"),
        ({"observed_at": datetime(1999, 1, 1)}, "date_too_old"),
        ({"captured_at": DAY - timedelta(days=1)}, "captured_before_observed"),
        ({"url": "https://x.example/" + "h" * 2001}, "bad_url"),
        ({"url": "javascript:alert(1)"}, "bad_url"),
        ({"url": "https://x.example/\x00"}, "bad_url"),
    ],
)
def test_each_reason(change, reason):
    accepted, refused = apply_rules(frame({}, change), NOW)
    assert accepted.height == 1
    row = refused.row(0, named=True)
    assert row["reason"] == reason
    assert row["line"] == 7
    assert row["detail"]
    assert len(row["detail"]) <= 200
    assert row["term"] is None or len(row["term"]) <= 200


def test_a_row_is_refused_once_by_its_first_reason():
    _, refused = apply_rules(frame({"term": None, "value": -1.0, "region": None}), NOW)
    assert refused["reason"].to_list() == ["missing_term"]


def test_rows_known_after_the_asked_day_are_good_rows():
    accepted, _ = apply_rules(frame({"captured_at": datetime(2026, 3, 2, 1)}), NOW)
    assert accepted.height == 1


@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "term": st.one_of(st.none(), st.text(max_size=8)),
                "value": st.one_of(st.none(), st.floats(allow_nan=True, allow_infinity=True)),
                "rank": st.one_of(st.none(), st.integers(-(2**31), 2**31 - 1)),
                "metric": st.sampled_from(["rank", "views", "interest", "nonsense"]),
                "captured_at": st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)),
            }
        ),
        max_size=20,
    )
)
def test_every_row_is_either_accepted_or_refused(rows):
    accepted, refused = apply_rules(frame(*rows), NOW)
    assert accepted.height + refused.height == len(rows)
    assert not accepted.filter(pl.col("value") < 0).height
    assert accepted["captured_at"].is_null().sum() == 0


SIGNS = st.sampled_from(["a", "b c", " ", "!", "~", "\x7f", "\n", "\t", "\u2028", "é", "日", ""])


TEXTS = st.lists(st.none() | st.lists(SIGNS, max_size=4).map("".join), max_size=6)


@given(TEXTS)
def test_terms_that_look_plain_break_no_rule_about_terms(terms):
    column = pl.Series("term", terms, dtype=pl.String)
    assert not (are_plain(column) and broken(column))


@given(TEXTS, st.sampled_from(["http://", "https://", "https:/"]))
def test_addresses_that_look_plain_break_no_rule_about_addresses(texts, scheme):
    column = pl.Series(
        "url", [None if text is None else f"{scheme}{text}" for text in texts], dtype=pl.String
    )
    assert not (are_plain_addresses(column) and broken(column))


def broken(column):
    """Whether a rule that asks no other column refuses a row."""
    asked = [
        refused for _, refused, _ in rules(NOW) if {*refused.meta.root_names()} == {column.name}
    ]
    return bool(column.to_frame().select(pl.any_horizontal(asked).any()).item())


def test_usual_addresses_are_plain():
    assert are_plain_addresses(pl.Series(["https://x.example/a?b=c#d", None, "http://y.example"]))
    assert are_plain_addresses(pl.Series([None], dtype=pl.String))
    for bad in ("https://", "http://", "ftp://x", "https://x y", "https://" + "h" * 2001):
        assert not are_plain_addresses(pl.Series([bad, "https://x.example"]))


def test_usual_terms_are_plain():
    assert are_plain(pl.Series(["cat mum mug", "90s tee!", "A~Z"]))
    assert not are_plain(pl.Series(["x" * 501]))


def test_terms_are_looked_at_in_pieces(monkeypatch):
    monkeypatch.setattr("warehouse.rules._TEXTS_AT_ONCE", 2)
    assert are_plain(pl.Series(["a"] * 5))
    assert not are_plain(pl.Series([*["a"] * 4, "a\x7f"]))
