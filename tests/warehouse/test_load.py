"""Slices: loaded once, replaced whole, refused rows kept with a reason."""

# ruff: noqa: DTZ001  (naive UTC, as the tables hold it)
from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import polars as pl
import pytest

from connectors.trends.base import no_quarantine, quarantine_frame, signal_frame
from domain.signals import Origin
from warehouse.engine.open import open_engine
from warehouse.landing import Landing
from warehouse.load import (
    KEPT_PER_REASON,
    judge_slice,
    loaded_slices,
    remove_slices,
    slice_id_of,
    standing_slice,
    write_slice,
)

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = datetime(2026, 2, 1, 23, 59, 59, 999999)


@dataclass
class Rows:
    frame: pl.DataFrame
    quarantine: pl.DataFrame


def row(**change) -> dict:
    return {
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
        "platform": "tiktok",
        "line": 1,
    } | change


def rows(*changes: dict, refused=()) -> Rows:
    quarantine = quarantine_frame(refused) if refused else no_quarantine()
    return Rows(signal_frame([row(**change) for change in changes]), quarantine)


@pytest.fixture
def engine(settings):
    engine = open_engine(settings)
    yield engine
    engine.close()


@pytest.fixture
def landed(settings):
    return Landing(settings.landing).write(
        "replay", Origin.REPLAY, None, b"one", ".csv", file_name="one.csv"
    )


def load_slice(engine, platform, landed, parsed, run_id, now, check=None):
    return write_slice(engine, judge_slice(platform, landed, parsed, now, check=check), run_id, now)


def count(engine, table: str) -> int:
    return engine.query(f"select count(*) as n from raw.{table}")[0]["n"]


def test_rows_enter_the_table_with_run_and_slice(engine, landed):
    result = load_slice(engine, "tiktok", landed, rows({}, {"term": "coffee"}), "run-1", NOW)
    assert (result.rows_accepted, result.rows_quarantined, result.unchanged) == (2, 0, False)
    stored = engine.query("select * from raw.tiktok_signals order by term")
    assert [r["term"] for r in stored] == ["coffee", "tea"]
    assert {r["run_id"] for r in stored} == {"run-1"}
    assert {r["slice_id"] for r in stored} == {slice_id_of(landed, "1")}
    assert stored[0]["observed_at"] == DAY
    record = engine.query("select * from raw.slices")[0]
    assert record["file_name"] == "one.csv"
    assert (record["source"], record["origin"]) == ("tiktok", "replay")
    assert (record["captured_from"], record["captured_to"]) == (DAY, DAY)
    assert record["rows_accepted"] == 2


def test_the_same_slice_again_is_replaced_whole(engine, landed):
    load_slice(engine, "tiktok", landed, rows({}, {"term": "more"}), "run-1", NOW)
    load_slice(engine, "tiktok", landed, rows({}), "run-2", NOW)
    assert engine.query("select term, run_id from raw.tiktok_signals") == [
        {"term": "tea", "run_id": "run-2"}
    ]
    assert count(engine, "slices") == 1


def test_what_stands_is_told_without_the_file(engine, landed):
    load_slice(engine, "tiktok", landed, rows({}, {"value": -1.0}), "r", NOW)
    known = standing_slice(engine, "tiktok", landed, slice_id_of(landed, "1"))
    assert known.unchanged
    assert (known.rows_accepted, known.rows_quarantined) == (1, 1)
    assert (known.file_name, known.sources) == ("one.csv", ("tiktok",))


def test_one_file_may_feed_two_platforms(engine, landed):
    load_slice(engine, "tiktok", landed, rows({}), "r", NOW)
    other = load_slice(engine, "twitter", landed, rows({"source": "twitter"}), "r", NOW)
    assert not other.unchanged
    assert count(engine, "slices") == 2
    assert loaded_slices(engine, "twitter", "replay") == {slice_id_of(landed, "1")}


def test_a_new_parser_makes_a_new_slice(landed):
    assert slice_id_of(landed, "1") != slice_id_of(landed, "2")


def test_bad_rows_are_kept_with_a_reason_and_good_rows_load(engine, landed):
    parsed = rows(
        {},
        {"value": -4.0, "line": 2},
        {"captured_at": datetime(2031, 1, 1), "line": 3},
        refused=[
            {"platform": "tiktok", "line": 4, "reason": "bad_date", "detail": "x", "term": "t"}
        ],
    )
    result = load_slice(engine, "tiktok", landed, parsed, "r", NOW)
    assert result.reasons == {"bad_date": 1, "future_date": 1, "negative_value": 1}
    assert result.quarantined_share == 0.75
    kept = engine.query("select platform, line, reason, term from raw.quarantine order by line")
    assert [(r["line"], r["reason"]) for r in kept] == [
        (2, "negative_value"),
        (3, "future_date"),
        (4, "bad_date"),
    ]
    assert count(engine, "tiktok_signals") == 1


def test_exact_repeats_are_dropped_and_counted(engine, landed):
    result = load_slice(
        engine, "tiktok", landed, rows({}, {"line": 2}, {"value": 6.0, "line": 3}), "r", NOW
    )
    assert (result.rows_accepted, result.duplicates) == (2, 1)


def test_a_wide_row_refused_for_its_date_counts_once(engine, landed):
    future = {"captured_at": datetime(2031, 1, 1), "observed_at": datetime(2031, 1, 1), "line": 9}
    parsed = rows(future, {**future, "metric": "rank", "value": None, "rank": 1})
    assert load_slice(engine, "tiktok", landed, parsed, "r", NOW).rows_quarantined == 1


def test_many_alike_are_counted_and_the_first_thousand_kept(engine, landed):
    parsed = rows(*({"value": -1.0, "line": n} for n in range(KEPT_PER_REASON + 5)))
    result = load_slice(engine, "tiktok", landed, parsed, "r", NOW)
    assert result.rows_quarantined == KEPT_PER_REASON + 5
    assert count(engine, "quarantine") == KEPT_PER_REASON
    assert engine.query("select rows_quarantined as n from raw.slices")[0]["n"] == 1005


def test_an_empty_slice_is_recorded(engine, landed):
    result = load_slice(engine, "tiktok", landed, rows(), "r", NOW)
    assert (result.rows_accepted, result.quarantined_share) == (0, 0.0)
    record = engine.query("select * from raw.slices")[0]
    assert (record["source"], record["captured_from"]) == ("replay", None)


def test_a_batch_that_the_check_refuses_stays_out(engine, landed):
    parsed = rows({}, {"value": -1.0, "line": 2})
    result = load_slice(
        engine, "tiktok", landed, parsed, "r", NOW, check=lambda *_: "ranges are wrong"
    )
    assert result.withheld == "ranges are wrong"
    assert (result.rows_accepted, result.rows_quarantined) == (0, 2)
    assert result.reasons == {"negative_value": 1, "batch_withheld": 1}
    assert count(engine, "tiktok_signals") == 0
    kept = engine.query("select reason, detail from raw.quarantine where line is null")
    assert kept == [{"reason": "batch_withheld", "detail": "ranges are wrong"}]


def test_the_check_sees_the_accepted_rows_and_may_agree(engine, landed):
    seen = []

    def check(accepted, result):
        seen.append((accepted.height, result.rows_quarantined))

    load_slice(engine, "tiktok", landed, rows({}, {"term": None}), "r", NOW, check=check)
    assert seen == [(1, 1)]
    assert count(engine, "tiktok_signals") == 1


def test_removing_slices_takes_all_their_rows(engine, landed):
    load_slice(engine, "tiktok", landed, rows({}, {"value": -1.0}), "r", NOW)
    load_slice(engine, "twitter", landed, rows({}), "r", NOW)
    assert remove_slices(engine, "tiktok", {slice_id_of(landed, "1")}) == 1
    assert (count(engine, "tiktok_signals"), count(engine, "quarantine")) == (0, 0)
    assert count(engine, "twitter_signals") == 1
    assert loaded_slices(engine, "tiktok", "replay") == set()


def test_a_failure_half_way_leaves_nothing(engine, landed):
    class Broken:
        """An engine whose disk fills up at the last statement."""

        def __init__(self) -> None:
            self.dialect = engine.dialect
            self.execute = engine.execute
            self.query = engine.query
            self.transaction = engine.transaction

        def append(self, table, frame, constants=None):
            if table == "raw.slices":
                raise OSError(28, "No space left on device")
            return engine.append(table, frame, constants)

    with pytest.raises(OSError, match="space"):
        load_slice(Broken(), "tiktok", landed, rows({}), "r", NOW)
    assert (count(engine, "tiktok_signals"), count(engine, "slices")) == (0, 0)
    assert load_slice(engine, "tiktok", landed, rows({}), "r", NOW).rows_accepted == 1
