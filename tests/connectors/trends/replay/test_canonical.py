"""The canonical file: defaults, refusals, and the same rows from every container."""

# ruff: noqa: DTZ001  (naive UTC, as the tables hold it)
from __future__ import annotations

import gzip
import io
import json
from datetime import date, datetime

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.trends.replay.reader import TELLING, parse, platforms_of, recognise

LEAST = {"term": "tea", "metric": "views", "value": 5, "observed_at": "2024-12-31"}


def one(**cells) -> pl.DataFrame:
    return parse(json.dumps(LEAST | cells).encode()).frame


def refused(**cells) -> tuple[str, str]:
    parsed = parse(json.dumps(LEAST | cells).encode())
    assert parsed.frame.height == 0
    return parsed.quarantine.select("reason", "detail").row(0)


def test_the_least_that_is_needed():
    end = datetime(2024, 12, 31, 23, 59, 59, 999999)
    assert one().to_dicts() == [
        {
            "source": "user_file",
            "origin": "import",
            "region": "WW",
            "term": "tea",
            "kind": "keyword",
            "metric": "views",
            "period": "day",
            "value": 5.0,
            "rank": None,
            "observed_at": end,
            "captured_at": end,
            "is_partial": False,
            "url": None,
            "platform": "user",
            "line": 1,
        }
    ]


@pytest.mark.parametrize(
    ("written", "period", "observed"),
    [
        ("2024-12", "month", datetime(2024, 12, 31, 23, 59, 59, 999999)),
        ("2024-12-31T18:00:00Z", "instant", datetime(2024, 12, 31, 18)),
        ("2024-12-31 18:00", "instant", datetime(2024, 12, 31, 18)),
        ("2024-12-31 18:00:00.25 UTC", "instant", datetime(2024, 12, 31, 18, 0, 0, 250_000)),
        ("2024-12-31T18:00:00+05:30", "instant", datetime(2024, 12, 31, 12, 30)),
        ("2024-12-31T18:00-0800", "instant", datetime(2025, 1, 1, 2)),
    ],
)
def test_dates_and_times(written, period, observed):
    row = one(observed_at=written).row(0, named=True)
    assert (row["period"], row["observed_at"], row["captured_at"]) == (period, observed, observed)


@pytest.mark.parametrize(
    "written", ["31.12.2024", "12/31/2024", "2024-13-01", "2024-02-30", "now", "1735600000", ""]
)
def test_other_dates_are_refused(written):
    assert refused(observed_at=written)[0] == "bad_date"


def test_an_unreadable_captured_at_is_refused_and_an_empty_one_is_not():
    assert refused(captured_at="later")[0] == "bad_date"
    assert one(captured_at="")["captured_at"].to_list() == one()["observed_at"].to_list()
    assert one(captured_at="2025-01-02T00:00Z")["captured_at"].to_list() == [datetime(2025, 1, 2)]


@pytest.mark.parametrize(
    ("source", "stored", "platform"),
    [
        ("tiktok", "tiktok", "tiktok"),
        ("X", "twitter", "twitter"),
        ("Google Trends", "google_trends", "google_trends"),
        ("youtube_trending", "youtube_trending", "youtube"),
        ("wikipedia", "wikimedia_article", "wikimedia"),
        ("my shop", "my_shop", "user"),
        (None, "user_file", "user"),
        ("", "user_file", "user"),
    ],
)
def test_sources_go_to_their_platforms_table(source, stored, platform):
    row = one(source=source).row(0, named=True)
    assert (row["source"], row["platform"]) == (stored, platform)


def test_a_source_that_is_no_name_is_refused():
    assert refused(source="https://evil.example/?q='; drop")[0] == "bad_source"


@pytest.mark.parametrize(
    ("origin", "stored"), [("live", "replay"), ("Replay", "replay"), ("import", "import")]
)
def test_what_was_live_for_others_is_a_replay_here(origin, stored):
    assert one(origin=origin)["origin"].to_list() == [stored]


def test_origins_that_are_refused():
    assert refused(origin="measured")[0] == "bad_origin"
    assert refused(origin="curated")[0] == "bad_origin"
    assert one(origin="curated", metric="listed", value=None)["origin"].to_list() == ["curated"]


@pytest.mark.parametrize(("region", "code"), [("us", "US"), ("UK", "GB"), ("", "WW")])
def test_regions(region, code):
    assert one(region=region)["region"].to_list() == [code]


def test_an_unknown_region_is_refused():
    reason, detail = refused(region="Atlantis")
    assert reason == "bad_region"
    assert "Atlantis" in detail


@pytest.mark.parametrize(
    ("value", "stored"), [("1.2M", 1_200_000.0), ("1,699", 1699.0), ("-3", -3.0), (2.5, 2.5)]
)
def test_values(value, stored):
    assert one(value=value)["value"].to_list() == [stored]


def test_numbers_that_are_refused():
    assert refused(value="plenty")[0] == "bad_number"
    assert refused(rank="1.5")[0] == "bad_rank"
    assert refused(rank="first")[0] == "bad_number"
    assert refused(rank=1e12)[0] == "bad_rank"


@pytest.mark.parametrize(
    ("flag", "stored"), [(True, True), ("yes", True), ("0", False), ("", False)]
)
def test_flags(flag, stored):
    assert one(is_partial=flag)["is_partial"].to_list() == [stored]


def test_a_flag_that_is_neither():
    assert refused(is_partial="maybe")[0] == "bad_flag"


def test_unknown_columns_are_named_and_left_out():
    parsed = parse(b"term,metric,observed_at,value,mood,run_id\ntea,views,2024-01-01,5,happy,r1\n")
    assert parsed.notes == ("columns ignored: mood",)
    assert parsed.frame.height == 1


def test_every_container_gives_the_same_rows():
    rows = [
        {"term": "tea", "metric": "views", "value": 5.0, "observed_at": "2024-12-31", "rank": None},
        {"term": "café", "metric": "rank", "value": None, "observed_at": "2024-12-30", "rank": 3},
    ]
    frame = pl.DataFrame(rows)
    typed = frame.with_columns(pl.col("observed_at").str.to_date())
    sink = io.BytesIO()
    typed.write_parquet(sink)
    csv = frame.write_csv().encode()
    lines = "\n".join(json.dumps(row) for row in rows).encode()
    containers = [
        sink.getvalue(),
        csv,
        csv.decode().encode("utf-16"),
        csv.decode().encode("cp1252"),
        frame.write_csv(separator=";").encode(),
        gzip.compress(csv),
        lines,
        json.dumps(rows).encode(),
    ]
    first, *others = [parse(payload).frame.drop("line") for payload in containers]
    assert first["observed_at"].dt.date().to_list() == [date(2024, 12, 31), date(2024, 12, 30)]
    for other in others:
        assert other.equals(first)


def test_a_refused_row_belongs_to_the_table_of_its_source():
    rows = [
        LEAST | {"source": "tiktok"},
        LEAST | {"source": "twitter", "observed_at": "yesterday"},
        LEAST | {"source": "No: Name?"},
    ]
    sink = io.BytesIO()
    pl.DataFrame(rows).write_parquet(sink)
    parsed = parse(sink.getvalue())
    assert parsed.quarantine.select("platform", "reason").rows() == [
        ("user", "bad_source"),
        ("twitter", "bad_date"),
    ]
    assert parsed.of("twitter").quarantine["line"].to_list() == [2]
    known, table = recognise(sink.getvalue(), only=TELLING)
    assert platforms_of(known, table) == list(parsed.platforms) == ["tiktok", "twitter", "user"]
    assert table.frame["term"].null_count() == 3  # what does not tell is not read


def test_a_million_characters_reach_the_row_rules():
    cells = "views,2024-01-01,5"
    text = f"term,metric,observed_at,value\n{'x' * 10**6},{cells}\ntea,{cells}\n"
    parsed = parse(text.encode())
    assert parsed.frame["term"].str.len_chars().to_list() == [10**6, 3]


cell = st.one_of(st.none(), st.text(max_size=12), st.integers(), st.floats(), st.booleans())


@given(
    st.lists(
        st.fixed_dictionaries(
            {"term": cell, "metric": cell, "observed_at": cell, "value": cell},
            optional={"rank": cell, "region": cell, "source": cell, "captured_at": cell},
        ),
        min_size=1,
        max_size=6,
    )
)
def test_no_row_is_lost_whatever_the_cells_hold(rows):
    payload = "\n".join(
        json.dumps({k: str(v) if isinstance(v, float) else v for k, v in row.items()})
        for row in rows
    )
    parsed = parse(payload.encode())
    lines = {*parsed.frame["line"], *parsed.quarantine["line"]}
    assert lines == set(range(1, len(rows) + 1))
    assert parsed.frame.height + parsed.quarantine.height == len(rows)
    assert platforms_of(*recognise(payload.encode(), only=TELLING)) == list(parsed.platforms)
