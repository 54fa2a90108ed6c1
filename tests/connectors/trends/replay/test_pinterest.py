"""Exports of Pinterest Trends, with and without their weeks."""

# ruff: noqa: DTZ001  (naive UTC, as the tables hold it)
from __future__ import annotations

from datetime import datetime

import pytest

from connectors.errors import UnusableInput
from connectors.trends.replay.reader import parse
from domain.signals import Metric
from tests.connectors.trends.replay.reading import NAIVE, read, values

PINTEREST = (
    '"Pinterest Trends tool"\nTrends Type,Growing trends\n{range}\n'
    "Rank,Trend,Weekly change,Monthly change,Yearly change{week}\n"
    '1,fern mug,"1%","-20%","10,000%+"{value}\n'
)


def test_an_export_with_weeks_keeps_its_own_date():
    text = PINTEREST.format(
        range="Date Range,90 days before 2026-02-23", week=",2026-02-23", value=",77"
    )
    parsed = read(text, region="DE")
    assert values(parsed, Metric.INTEREST) == {"fern mug": 77}
    assert set(parsed.frame["captured_at"]) == {datetime(2026, 2, 23, 23, 59, 59, 999999)}
    assert set(parsed.frame["region"]) == {"DE"}
    assert parsed.quarantine.height == 0


def test_an_export_without_weeks_has_its_ranks():
    text = PINTEREST.format(range="", week="", value="")
    assert values(read(text), Metric.RANK, "rank") == {"fern mug": 1}
    assert set(read(text).frame["captured_at"]) == {NAIVE}
    with pytest.raises(UnusableInput) as caught:
        parse(text.encode())
    assert caught.value.reason == "no_date"


def test_the_recorded_pinterest_export(shared_data):
    path = shared_data / "signals" / "pinterest_growing_trends_2025-08-04.csv"
    body = path.read_bytes()
    assert b'"10,000%+"' in body
    rows = [line for line in body.decode().splitlines() if line[:1].isdigit()]
    parsed = parse(body)
    assert parsed.quarantine.height == 0
    assert values(parsed, Metric.RANK, "rank") == {
        line.split(",")[1]: int(line.split(",")[0]) for line in rows
    }
    interest = parsed.frame.filter(parsed.frame["metric"] == "interest")
    assert interest.height == 13 * len(rows)
    assert sum(interest["value"]) == sum(
        int(cell) for line in rows for cell in line.split(",")[-13:]
    )
