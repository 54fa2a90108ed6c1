"""The widgets of Google Trends and its lists: what each answer says, and what it does not."""

# ruff: noqa: DTZ001  (naive UTC, as the tables hold it)
from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, quote, urlsplit

import polars as pl
import pytest

from connectors.errors import UnknownMarkup
from connectors.trends.regions import region_code
from tests.connectors.trends.cases.google_trends import interest
from tests.connectors.trends.google_trends_explore_samples import (
    ADDRESS,
    CAPTURED,
    DAY,
    MONDAY,
    SOURCE,
    asked,
    chart,
    meta,
    point,
)


@pytest.fixture
def recorded(shared_data):
    """The document of a recording and the rows made of it, by the name of its file."""
    folder = shared_data / "pages/google_trends/recorded"
    addresses = {row[0]: row[1] for row in json.loads((folder / "index.json").read_bytes())}

    def read(name: str, **more: object):
        body = (folder / name).read_bytes()
        document = json.loads(body[body.index(b"{") :])
        return document, SOURCE.parse(body, meta(addresses[name], **more)), addresses[name]

    return read


@pytest.mark.parametrize(
    ("name", "period", "length"),
    [
        ("test_interest_over_time_ok__2.txt", "day", timedelta(days=1)),
        ("test_interest_over_time_multiple_regions__2.txt", "week", timedelta(days=7)),
    ],
)
def test_recorded_interest(recorded, name, period, length):
    document, parsed, address = recorded(name)
    request = json.loads(parse_qs(urlsplit(address).query)["req"][0])
    expected = {
        (
            item["complexKeywordsRestriction"]["keyword"][0]["value"],
            item["geo"].get("region", "WW"),
            datetime.fromtimestamp(int(point["time"]), UTC).replace(tzinfo=None) + length,
            float(point["value"][column]),
            point.get("isPartial", False),
        )
        for point in document["default"]["timelineData"]
        for column, item in enumerate(request["comparisonItem"])
    }
    columns = ["term", "region", "observed_at", "value", "is_partial"]
    assert set(parsed.frame.select(columns).iter_rows()) == expected
    assert parsed.frame.height == len(expected)
    assert set(parsed.frame["period"]) == {period}
    assert set(parsed.frame["metric"]) == {"interest"}
    assert parsed.quarantine.height == 0


def test_recorded_related_queries(recorded):
    document, parsed, _ = recorded("test_related_queries_result_rising__3.txt", region="US")
    top, rising = (each["rankedKeyword"] for each in document["default"]["rankedList"])
    frame = parsed.frame
    found_top = frame.filter(pl.col("metric") == "interest")
    found_rising = frame.filter(pl.col("metric") == "rank")
    assert list(found_top.select("term", "value").iter_rows()) == [
        (each["query"], float(each["value"])) for each in top
    ]
    assert list(found_rising.select("term", "rank").iter_rows()) == [
        (each["query"], place) for place, each in enumerate(rising, start=1)
    ]
    assert set(frame["kind"]) == {"search"}
    assert set(frame["region"]) == {"WW"}  # the address asked for the world
    assert parsed.rows_read == len(top) + len(rising)
    assert set(frame["observed_at"]) == {datetime(2022, 1, 1)}  # the end of what was asked for


def test_recorded_suggestions(recorded):
    document, parsed, _ = recorded("test_suggestions_ok__1.txt")
    topics = document["default"]["topics"]
    assert parsed.frame["term"].to_list() == [each["title"] for each in topics]
    assert parsed.frame["rank"].to_list() == list(range(1, len(topics) + 1))
    assert set(parsed.frame["kind"]) == {"topic"}


def test_recorded_stories(recorded):
    document, parsed, _ = recorded("test_realtime_trending_searches_ok__1.txt")
    stories = document["storySummaries"]["trendingStories"]
    expected: dict[str, int] = {}
    for place, story in enumerate(stories, start=1):
        for name in story["entityNames"]:
            expected.setdefault(name.strip(), place)
    assert dict(parsed.frame.select("term", "rank").iter_rows()) == expected
    assert parsed.frame.height == len(expected)
    assert set(parsed.frame["region"]) == {"US"}
    headlines = {article["articleTitle"] for story in stories for article in story["articles"]}
    assert not headlines & set(parsed.frame["term"])
    day = datetime.strptime(document["date"], "%b %d, %Y")  # noqa: DTZ007  # a day has no zone
    assert parsed.frame["captured_at"].max() == day + timedelta(days=1)


def test_recorded_charts_of_a_year(recorded):
    document, parsed, address = recorded("test_top_charts_ok__1.txt")
    expected: dict[str, int] = {}
    for listed in document["topCharts"]:
        for place, item in enumerate(listed["listItems"], start=1):
            expected[item["title"]] = min(place, expected.get(item["title"], place))
    assert dict(parsed.frame.select("term", "rank").iter_rows()) == expected
    assert parsed.frame.height == len(expected)
    year = int(parse_qs(urlsplit(address).query)["date"][0])
    assert parsed.frame["captured_at"].max() == datetime(year + 1, 1, 1)


def test_recorded_lists_of_countries(recorded):
    document, parsed, _ = recorded("test_trending_searches_ok__1.txt")
    assert parsed.rows_read == sum(len(terms) for terms in document.values())
    assert parsed.quarantine.height == 0
    by_region = parsed.frame.partition_by("region", as_dict=True)
    assert len(by_region) == len(document)
    for country, terms in document.items():
        code = region_code(country.replace("_", " ")) or {
            "hong_kong": "HK",
            "turkey": "TR",
            "czech_republic": "CZ",
        }.get(country)
        places = {term.strip(): terms.index(term) + 1 for term in reversed(terms)}
        assert dict(by_region[(code,)].select("term", "rank").iter_rows()) == places


def test_recorded_pages_in_other_answers_are_not_read(shared_data):
    index = (shared_data / "pages/google_trends/recorded/index.json").read_bytes()
    with pytest.raises(UnknownMarkup):
        SOURCE.parse(index, meta())


@pytest.mark.parametrize(
    ("seconds", "period"),
    [(60, "instant"), (3600, "instant"), (DAY, "day"), (7 * DAY, "week")],
)
def test_the_spacing_of_the_points_is_the_period(seconds, period):
    points = [point(MONDAY + seconds * number, number) for number in range(4)]
    frame = SOURCE.parse(chart(*points), meta(asked(("mug", {})))).frame
    assert set(frame["period"]) == {period}
    assert frame["observed_at"][0] == datetime(2026, 1, 5) + timedelta(seconds=seconds)


def test_a_month_ends_when_the_next_begins():
    firsts = [datetime(2025, month, 1, tzinfo=UTC) for month in (1, 2, 3, 12)]
    body = chart(*(point(int(first.timestamp()), 7) for first in firsts))
    frame = SOURCE.parse(body, meta(asked(("mug", {})))).frame
    assert set(frame["period"]) == {"month"}
    assert frame["observed_at"].to_list() == [
        datetime(2025, 2, 1),
        datetime(2025, 3, 1),
        datetime(2025, 4, 1),
        datetime(2026, 1, 1),
    ]


@pytest.mark.parametrize(
    ("shown", "more", "period"),
    [
        ("Jan 5, 2026", {}, "day"),
        ("Jan 5\u2009\u2013\u200911, 2026", {}, "week"),
        ("Jan 2026", {}, "month"),
        ("Jan 5, 2026 at 3:00 AM", {}, "instant"),
        ("", {"resolution": "WEEK"}, "week"),
    ],
)
def test_a_single_point_says_its_period(shown, more, period):
    body = chart(point(MONDAY, 50, formattedTime=shown))
    assert SOURCE.parse(body, meta(asked(("mug", {}), **more))).frame["period"][0] == period


def test_points_of_years_have_no_period():
    body = chart(point(MONDAY - 365 * DAY, 5), point(MONDAY, 6))
    with pytest.raises(UnknownMarkup):
        SOURCE.parse(body, meta(asked(("mug", {}))))


def test_what_has_not_ended_is_partial_and_captured_now():
    start = int(datetime(2026, 2, 23, tzinfo=UTC).timestamp())
    body = chart(point(start - 7 * DAY, 5), point(start, 6), point(start + 7 * DAY, 7))
    frame = SOURCE.parse(body, meta(asked(("mug", {})))).frame
    assert frame["is_partial"].to_list() == [False, False, True]
    assert frame["captured_at"].to_list() == [
        datetime(2026, 2, 23),
        datetime(2026, 3, 2),
        CAPTURED,
    ]


def test_is_partial_is_believed():
    today = int(datetime(2026, 3, 2, tzinfo=UTC).timestamp())
    body = chart(point(today - DAY, 5), point(today, 6, isPartial=True))
    frame = SOURCE.parse(body, meta(asked(("mug", {})))).frame
    assert frame["is_partial"].to_list() == [False, True]
    assert frame["captured_at"].to_list() == [datetime(2026, 3, 2), CAPTURED]


def test_an_answer_is_no_newer_than_its_unfinished_point():
    body = chart(point(MONDAY, 5), point(MONDAY + DAY, 6, isPartial=True))
    frame = SOURCE.parse(body, meta(asked(("mug", {})))).frame
    assert frame["captured_at"].to_list() == [datetime(2026, 1, 6), datetime(2026, 1, 7)]


def test_points_without_data_are_passed_over():
    body = chart(
        {"time": str(MONDAY), "value": [0, 0], "hasData": [False, False]},
        {"time": str(MONDAY + DAY), "value": [0, 9], "hasData": [False, True]},
        point(MONDAY + 2 * DAY, 1, 8),
    )
    parsed = SOURCE.parse(body, meta(asked(("mug", {}), ("cup", {}))))
    assert list(parsed.frame.select("term", "value").iter_rows()) == [
        ("mug", 1.0),
        ("cup", 9.0),
        ("cup", 8.0),
    ]
    assert parsed.quarantine.height == 0


@pytest.mark.parametrize(
    ("geo", "region"),
    [
        ({}, "WW"),
        ({"country": "US"}, "US"),
        ({"region": "US-NY"}, "US-NY"),
        ("GB", "GB"),
        ("", "WW"),
    ],
)
def test_each_value_has_the_place_it_was_asked_for(geo, region):
    body = chart(point(MONDAY, 5, 6))
    frame = SOURCE.parse(body, meta(asked(("mug", geo), ("mug", {"country": "JP"})))).frame
    assert frame["region"].to_list() == [region, "JP"]


def test_a_place_without_a_code_is_refused():
    body = chart(point(MONDAY, 5, 6))
    parsed = SOURCE.parse(body, meta(asked(("mug", {"dma": "501"}), ("mug", {}))))
    assert parsed.frame["region"].to_list() == ["WW"]
    assert parsed.quarantine["reason"].to_list() == ["bad_region"]


def test_terms_of_the_visit_name_the_values():
    parsed = SOURCE.parse(interest(3), meta(terms=["cottagecore"], region="GB"))
    assert set(parsed.frame["term"]) == {"cottagecore"}
    assert set(parsed.frame["region"]) == {"GB"}


def test_the_address_of_the_page_names_the_values():
    url = "https://trends.google.com/trends/explore?geo=US&q=mug,tea%20cup&date=today%203-m"
    frame = SOURCE.parse(chart(point(MONDAY, 5, 6)), meta(url)).frame
    assert list(frame.select("term", "region").iter_rows()) == [("mug", "US"), ("tea cup", "US")]


def test_the_address_of_the_explore_question_names_the_values():
    request = {"comparisonItem": [{"keyword": "mug", "geo": "US", "time": "today 12-m"}]}
    url = f"{ADDRESS}/explore?hl=en-US&req={quote(json.dumps(request))}"
    frame = SOURCE.parse(chart(point(MONDAY, 5)), meta(url)).frame
    assert list(frame.select("term", "region").iter_rows()) == [("mug", "US")]


def test_values_without_a_name_are_refused():
    body = chart(point(MONDAY, 5, 6))
    parsed = SOURCE.parse(body, meta(asked(("mug", {}))))
    assert parsed.frame["term"].to_list() == ["mug"]
    assert parsed.quarantine["reason"].to_list() == ["missing_term"]
    with pytest.raises(UnknownMarkup, match="name the terms"):
        SOURCE.parse(body, meta())


def test_the_number_of_a_topic_is_no_term():
    with pytest.raises(UnknownMarkup, match="name the terms"):
        SOURCE.parse(chart(point(MONDAY, 5)), meta(asked(("/m/0abc1", {}))))


@pytest.mark.parametrize("value", [101, -1, "many", None, True])
def test_odd_values_are_refused_one_by_one(value):
    body = chart(point(MONDAY, value), point(MONDAY + DAY, 5))
    parsed = SOURCE.parse(body, meta(asked(("mug", {}))))
    assert parsed.frame["value"].to_list() == [5.0]
    assert parsed.quarantine["reason"].to_list() == ["bad_number"]


def test_odd_points_are_refused_one_by_one():
    body = chart(point(MONDAY, 4), {"time": "soon", "value": [5]}, "point", point(MONDAY + DAY, 6))
    parsed = SOURCE.parse(body, meta(asked(("mug", {}))))
    assert parsed.frame["value"].to_list() == [4.0, 6.0]
    assert parsed.quarantine["reason"].to_list() == ["bad_time", "bad_row"]


def test_several_ranges_beside_each_other():
    columns = [
        {"time": str(MONDAY - 364 * DAY), "value": 4, "hasData": True},
        {"time": str(MONDAY), "value": 9, "hasData": True},
    ]
    later = [{**each, "time": str(int(each["time"]) + DAY), "value": 1} for each in columns]
    body = chart({"columnData": columns}, {"columnData": later})
    frame = SOURCE.parse(body, meta(asked(("mug", {}), ("cup", {})))).frame
    assert list(frame.select("term", "observed_at", "value").iter_rows()) == [
        ("mug", datetime(2025, 1, 7), 4.0),
        ("mug", datetime(2025, 1, 8), 1.0),
        ("cup", datetime(2026, 1, 6), 9.0),
        ("cup", datetime(2026, 1, 7), 1.0),
    ]


def test_interest_by_region():
    places = [
        {"geoCode": "JP", "geoName": "Japan", "value": [50, 60], "hasData": [True, True]},
        {"geoCode": "US-AL", "geoName": "Alabama", "value": [0, 7], "hasData": [False, True]},
        {"geoCode": "501", "geoName": "New York NY", "value": [5, 6], "hasData": [True, True]},
    ]
    body = b")]}',\n" + json.dumps({"default": {"geoMapData": places}}).encode()
    parsed = SOURCE.parse(body, meta(asked(("mug", {}), ("cup", {}))))
    assert list(parsed.frame.select("term", "region", "value").iter_rows()) == [
        ("mug", "JP", 50.0),
        ("cup", "JP", 60.0),
        ("cup", "US-AL", 7.0),
    ]
    assert parsed.quarantine["reason"].to_list() == ["bad_region"] * 2
