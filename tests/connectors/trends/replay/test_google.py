"""What the buttons of Google Trends export."""

# ruff: noqa: DTZ001  (naive UTC, as the tables hold it)
from __future__ import annotations

from datetime import datetime

import pytest

from connectors.errors import UnusableInput
from connectors.trends.replay.reader import parse
from domain.signals import Metric
from tests.connectors.trends.replay.reading import NAIVE, read, reasons, values

OVER_TIME = """Category: All categories

{when},fern mug: (United States),Oak: (Worldwide)
{rows}"""


@pytest.mark.parametrize(
    ("when", "rows", "period", "ends"),
    [
        ("Month", "2025-12,30,<1\n2026-01,26,100\n", "month", datetime(2026, 1, 31)),
        ("Week", "2026-02-15,30,<1\n2026-02-22,26,100\n", "week", datetime(2026, 2, 28)),
        ("Week", "2026-02-22,26,100\n", "week", datetime(2026, 2, 28)),
        ("Semana", "2026-02-15,30,<1\n2026-02-22,26,100\n", "week", datetime(2026, 2, 28)),
        ("Day", "2026-02-27,30,<1\n2026-02-28,26,100\n", "day", datetime(2026, 2, 28)),
    ],
)
def test_interest_over_time(when, rows, period, ends):
    parsed = read(OVER_TIME.format(when=when, rows=rows))
    assert parsed.format == "google_trends_interest_over_time"
    last = parsed.frame.filter(parsed.frame["observed_at"] == parsed.frame["observed_at"].max())
    assert set(last["observed_at"]) == {
        ends.replace(hour=23, minute=59, second=59, microsecond=999999)
    }
    assert set(parsed.frame["period"]) == {period}
    assert set(parsed.frame["is_partial"]) == {False}
    assert dict(last.select("term", "value").iter_rows()) == {"fern mug": 26, "Oak": 100}
    assert dict(last.select("term", "region").iter_rows()) == {"fern mug": "US", "Oak": "WW"}
    assert (parsed.frame["captured_at"] == parsed.frame["observed_at"]).all()


def test_less_than_one_is_nought():
    parsed = read(OVER_TIME.format(when="Month", rows="2025-12,<1,< 1\n"))
    assert values(parsed, Metric.INTEREST) == {"fern mug": 0, "Oak": 0}


def test_a_span_that_runs_is_partial_and_known_when_it_was_noted():
    parsed = read(OVER_TIME.format(when="Week", rows="2026-02-22,30,1\n2026-03-01,26,2\n"))
    running = parsed.frame.filter(parsed.frame["is_partial"])
    assert running.height == 2
    assert set(running["observed_at"]) == set(running["captured_at"]) == {NAIVE}


def test_a_span_that_has_not_begun_is_left_to_the_rules():
    parsed = read(OVER_TIME.format(when="Week", rows="2026-06-07,30,1\n"))
    assert set(parsed.frame["is_partial"]) == {False}
    assert parsed.frame["observed_at"].min() > NAIVE


def test_hours_are_taken_as_utc_and_said_so():
    parsed = read(OVER_TIME.format(when="Time", rows="2026-03-01T17,30,1\n2026-03-01T18,26,2\n"))
    assert parsed.frame["observed_at"].max() == datetime(2026, 3, 1, 18)
    assert set(parsed.frame["period"]) == {"instant"}
    assert "UTC" in parsed.notes[0]


def test_places_in_other_languages_and_within_a_country():
    text = "Kategorie: Alle\n\nWoche,fern: (Vereinigte Staaten),oak: (Weltweit),elm: (Utah)\n"
    parsed = read(text + "2026-02-15,1,2,3\n")
    assert values(parsed, Metric.INTEREST, "region") == {"fern": "US", "oak": "WW"}
    assert reasons(parsed) == [(4, "bad_region")]
    told = read(text + "2026-02-15,1,2,3\n", region="US")
    assert values(told, Metric.INTEREST, "region")["elm"] == "US-Utah"


def test_bad_cells_of_a_chart():
    parsed = read(OVER_TIME.format(when="Week", rows="2026-02-15,many,1\n15.2.2026,1,2\n"))
    assert sorted(reasons(parsed)) == [(4, "bad_number"), (5, "bad_date"), (5, "bad_date")]
    assert values(parsed, Metric.INTEREST) == {"Oak": 1}


RELATED = (
    "Category: All categories\n\nTOP\nfern purse,100\noak,54\nash,<1\nelm\n\n"
    'RISING\nfern gift,Breakout\nPine,"+1,250%"\nyew,12\nbox,+40%\n'
)


def test_related_searches():
    parsed = read(RELATED, region="US")
    assert parsed.format == "google_trends_related"
    assert values(parsed, Metric.INTEREST) == {"fern purse": 100, "oak": 54, "ash": 0}
    assert values(parsed, Metric.RANK, "rank") == {"fern gift": 1, "Pine": 2, "box": 3}
    assert set(parsed.frame["region"]) == {"US"}
    assert set(parsed.frame["captured_at"]) == {NAIVE}
    assert reasons(parsed) == [(7, "missing_value"), (12, "bad_number")]


def test_related_searches_without_a_date_ask_for_one_and_empty_ones_do_not():
    with pytest.raises(UnusableInput) as caught:
        parse(RELATED.encode())
    assert caught.value.reason == "no_date"
    assert parse(b"Category: All categories\n\nTOP\n\nRISING\n").frame.height == 0


def test_a_map_is_refused_politely():
    text = "Category: All categories\n\nRegion,fern: (8/3/24 - 8/3/25)\nUtah,100\nOhio,80\n"
    with pytest.raises(UnusableInput, match="Interest over time") as caught:
        read(text)
    assert caught.value.reason == "unknown_format"


def test_trending_searches():
    parsed = read(
        '"Trends","Search volume","Started","Ended","Trend breakdown","Explore link"\n'
        '"fern day","2M+","March 1, 2026 at 6:30:00 PM UTC-4",,"a,b","./explore?q=fern&geo=US"\n'
        '"oak","few","March 1, 2026 at 6:30:00 PM UTC-4",,"a,b","./explore?q=oak&geo=GB"\n'
    )
    assert values(parsed, Metric.RANK, "rank") == {"fern day": 1, "oak": 2}
    assert values(parsed, Metric.RANK, "region") == {"fern day": "US", "oak": "GB"}
    assert values(parsed, Metric.SEARCHES) == {"fern day": 2_000_000}
    assert reasons(parsed) == [(3, "bad_number")]
