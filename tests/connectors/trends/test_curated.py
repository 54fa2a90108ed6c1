"""Our own list and calendar as signals: same day, same bytes; nothing measured."""

from __future__ import annotations

from datetime import UTC, date, datetime

import polars as pl
import pytest

from connectors.trends.curated import curated_payload, parse_curated
from domain.niches.loader import niches

DAY = date(2024, 4, 1)


def test_the_same_day_gives_the_same_bytes():
    assert curated_payload(DAY, ["US", "GB"]).body == curated_payload(DAY, ("US", "GB")).body
    assert curated_payload(DAY, ["US"]).body != curated_payload(date(2024, 4, 2), ["US"]).body


def test_all_niches_and_the_occasions_due():
    payload = curated_payload(DAY, ["US", "GB"])
    assert payload.captured_at == datetime(2024, 4, 1, tzinfo=UTC)
    frame = parse_curated(payload.body).frame
    listed = frame.filter(pl.col("kind") == "niche")
    assert listed["term"].to_list() == [niche.term for niche in niches()]
    assert set(listed["region"]) == {"WW"}
    due = frame.filter(pl.col("kind") == "occasion").select("term", "region").rows()
    assert ("Mother's Day", "US") in due  # 12 May 2024
    assert not any(name == "Christmas" for name, _ in due)


def test_nothing_is_measured():
    frame = parse_curated(curated_payload(DAY, ["US"]).body).frame
    assert set(frame["origin"]) == {"curated"}
    assert set(frame["metric"]) == {"listed"}
    assert frame["value"].null_count() == frame["rank"].null_count() == frame.height
    assert set(frame["captured_at"]) == {datetime(2024, 4, 1)}  # noqa: DTZ001  # naive UTC
    assert frame["line"].to_list() == list(range(1, frame.height + 1))


def test_another_format_is_refused():
    with pytest.raises(ValueError, match="curated/1"):
        parse_curated(b'{"format": "other"}')
