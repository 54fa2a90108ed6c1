"""The widgets of Google Trends and its lists: what each answer says, and what it does not."""

# ruff: noqa: DTZ001  (naive UTC, as the tables hold it)
from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from urllib.parse import parse_qs, quote, urlsplit

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.errors import BadAnswer, Blocked, LoginWall, NoData, RateLimited, UnknownMarkup
from connectors.http.client import HttpClient
from connectors.http.deadline import Deadline
from connectors.http.retry import RetryPolicy
from connectors.settings import ConnectorSettings, ProviderKeys
from connectors.trends.base import Visit
from connectors.trends.google_trends_explore import GoogleTrendsWidgets
from connectors.trends.regions import region_code
from tests.connectors.trends.cases.google_trends import interest, widgets
from tests.fakes.http import FakeClock, Reply, ScriptedTransport

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
CAPTURED = NOW.replace(tzinfo=None)
SOURCE = GoogleTrendsWidgets()
ADDRESS = "https://trends.google.com/trends/api"
DAY = 86_400
MONDAY = 1767571200  # 2026-01-05


def meta(url: str | None = None, **more: object) -> dict[str, object]:
    return {"captured_at": NOW.isoformat(), "url": url, **more}


def asked(*items: tuple[str, object], **more: object) -> str:
    """An address as the line chart is asked at."""
    compared = [
        {"geo": geo, "complexKeywordsRestriction": {"keyword": [{"type": "BROAD", "value": term}]}}
        for term, geo in items
    ]
    request = json.dumps({"comparisonItem": compared, **more})
    return f"{ADDRESS}/widgetdata/multiline?req={quote(request)}&token=x&tz=0"


def chart(*points: dict[str, object], guard: str = ")]}',\n") -> bytes:
    return (guard + json.dumps({"default": {"timelineData": points, "averages": []}})).encode()


def point(time: int, *values: object, **more: object) -> dict[str, object]:
    return {"time": str(time), "value": list(values), "hasData": [True] * len(values), **more}


def ranked(*entries: dict[str, object]) -> dict[str, object]:
    return {"rankedKeyword": list(entries)}


def related(*lists: dict[str, object]) -> bytes:
    return b")]}',\n" + json.dumps({"default": {"rankedList": lists}}).encode()


# -- recordings ---------------------------------------------------------------------------------


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
    day = datetime.strptime(document["date"], "%b %d, %Y")  # noqa: DTZ007
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


# -- interest -----------------------------------------------------------------------------------


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


# -- lists --------------------------------------------------------------------------------------


def test_top_and_rising_queries():
    body = related(
        ranked(
            {"query": "tea mug", "value": 100, "formattedValue": "100", "hasData": True},
            {"query": "old mug", "value": 0, "formattedValue": "<1", "hasData": True},
        ),
        ranked(
            {"query": "frog mug", "value": 71_000, "formattedValue": "Breakout"},
            {"query": "tea mug", "value": 90, "formattedValue": "+90%"},
        ),
    )
    frame = SOURCE.parse(body, meta(region="US")).frame
    rows = list(frame.select("term", "metric", "value", "rank", "region").iter_rows())
    assert rows == [
        ("tea mug", "interest", 100.0, None, "US"),
        ("old mug", "interest", 0.0, None, "US"),
        ("frog mug", "rank", None, 1, "US"),
        ("tea mug", "rank", None, 2, "US"),
    ]


def test_growth_below_a_hundred_is_no_interest():
    body = related(ranked({"query": "mug", "value": 70, "formattedValue": "+70 %"}))
    assert SOURCE.parse(body, meta()).frame["metric"].to_list() == ["rank"]


def test_related_topics_are_topics():
    topic = {"mid": "/m/1", "title": "Pottery", "type": "Craft"}
    body = related(ranked({"topic": topic, "value": 9_000, "formattedValue": "Breakout"}))
    frame = SOURCE.parse(body, meta()).frame
    assert list(frame.select("term", "kind", "rank").iter_rows()) == [("Pottery", "topic", 1)]


def test_related_queries_have_the_place_they_were_asked_for():
    request = {"restriction": {"geo": {"country": "GB"}}, "keywordType": "QUERY"}
    url = f"{ADDRESS}/widgetdata/relatedsearches?req={quote(json.dumps(request))}"
    body = related(ranked({"query": "mug", "value": 250, "formattedValue": "+250%"}))
    assert SOURCE.parse(body, meta(url, region="US")).frame["region"].to_list() == ["GB"]


@pytest.mark.parametrize(
    ("asked_for", "captured"),
    [
        ("2021-01-01 2021-12-31", datetime(2022, 1, 1)),
        ("2021-01-01T00 2021-01-05T12", datetime(2021, 1, 6)),
        ("2025-03-02 2026-03-02", CAPTURED),
        ("today 12-m", CAPTURED),
        ("2021-01-01 2021-02-31", CAPTURED),
    ],
)
def test_an_answer_about_the_past_could_be_known_then(asked_for, captured):
    request = {"restriction": {"geo": {}, "time": asked_for}, "keywordType": "QUERY"}
    url = f"{ADDRESS}/widgetdata/relatedsearches?req={quote(json.dumps(request))}"
    body = related(ranked({"query": "mug", "value": 250, "formattedValue": "+250%"}))
    assert SOURCE.parse(body, meta(url)).frame["captured_at"].to_list() == [captured]


def test_trending_searches_of_days():
    days = [
        {
            "date": date,
            "trendingSearches": [
                {"title": {"query": f"{date} tea"}, "formattedTraffic": "200K+"},
                {"title": {"query": f"{date} mug"}, "formattedTraffic": "lots"},
            ],
        }
        for date in ("20260227", "20260226")
    ]
    body = b")]}',\n" + json.dumps({"default": {"trendingSearchesDays": days}}).encode()
    parsed = SOURCE.parse(body, meta("https://trends.google.com/trends/api/dailytrends?geo=GB"))
    assert list(parsed.frame.select("term", "metric", "value", "rank").iter_rows()) == [
        ("20260227 tea", "rank", None, 1),
        ("20260227 tea", "searches", 200_000.0, None),
        ("20260227 mug", "rank", None, 2),
    ]
    assert set(parsed.frame["captured_at"]) == {datetime(2026, 2, 28)}
    assert set(parsed.frame["region"]) == {"GB"}
    assert parsed.quarantine["reason"].to_list() == ["bad_number"]


def trending_now(*entries: list[object]) -> bytes:
    """The trending page's own request, in parts with their lengths before them."""
    call = json.dumps([["wrb.fr", "i0OFE", json.dumps([None, entries]), None, None, "generic"]])
    rest = json.dumps([["di", 25], ["af.httprm", 25, "1", 0]])
    return f")]}}'\n\n{len(call)}\n{call}\n{len(rest)}\n{rest}\n".encode()


def test_what_trends_now():
    body = trending_now(
        ["tea day", None, "US", [1772400000], None, None, 200_000, None, 1000, ["tea"]],
        ["mug day", None, "US", [1772400000], None, None, 5_000, None, 100, ["mug"]],
    )
    frame = SOURCE.parse(body, meta()).frame
    assert list(frame.select("term", "metric", "value", "rank", "region").iter_rows()) == [
        ("tea day", "rank", None, 1, "US"),
        ("tea day", "searches", 200_000.0, None, "US"),
        ("mug day", "rank", None, 2, "US"),
        ("mug day", "searches", 5_000.0, None, "US"),
    ]


def test_a_list_of_an_unknown_place_is_refused():
    body = json.dumps({"united_states": ["tea"], "atlantis": ["mug"]}).encode()
    parsed = SOURCE.parse(body, meta())
    assert list(parsed.frame.select("term", "region").iter_rows()) == [("tea", "US")]
    assert parsed.quarantine["reason"].to_list() == ["bad_region"]


def test_an_entry_without_words_is_refused():
    body = related(ranked({"value": 250, "formattedValue": "+250%"}, {"query": "mug", "value": 1}))
    assert SOURCE.parse(body, meta()).quarantine["reason"].to_list() == ["missing_term"]


@pytest.mark.parametrize(
    "body",
    [
        chart(),
        related(),
        related(ranked()),
        b")]}'\n" + b'{"storySummaries":{"trendingStories":[]}}',
        b")]}',\n" + b'{"default":{"trendingSearchesDays":[]}}',
        b")]}',\n" + b'{"topCharts":[]}',
        b")]}',\n" + b'{"default":{"geoMapData":[]}}',
        b'{"united_states":[]}',
        trending_now(),
        widgets("TIMESERIES"),
    ],
)
def test_an_empty_list_is_no_error(body):
    parsed = SOURCE.parse(body, meta(asked(("mug", {}))))
    assert parsed.frame.height == parsed.quarantine.height == 0


@pytest.mark.parametrize(
    "body", [b"{}", b"[]", b'{"default":{}}', b'{"a":[1]}', b'{"terms":["mug"]}', b'"mug"', b"5"]
)
def test_unknown_shapes(body):
    with pytest.raises(UnknownMarkup):
        SOURCE.parse(body, meta())


# -- guards and pages ---------------------------------------------------------------------------


@pytest.mark.parametrize("guard", ["", ")]}'\n", ")]}',\n", ")]}'", ")]}',", "\ufeff)]}',\r\n"])
def test_the_guard_is_taken_off(guard):
    parsed = SOURCE.parse(chart(point(MONDAY, 5), guard=guard), meta(asked(("mug", {}))))
    assert parsed.frame.height == 1


def test_error_pages_of_google():
    for number, reason in ((404, "Not Found"), (429, "Too Many Requests")):
        page = (
            "<html lang=en><meta charset=utf-8><title>Error "
            f"{number} ({reason})!!1</title><p>That's an error.</html>"
        )
        with pytest.raises(Blocked):
            SOURCE.parse(page.encode(), meta())


def test_the_consent_page():
    page = b"<!doctype html><form action='https://consent.google.com/save'></form>"
    with pytest.raises(LoginWall):
        SOURCE.parse(page, meta())


@given(values=st.lists(st.lists(st.integers(0, 100), min_size=2, max_size=2), max_size=40))
def test_every_value_of_every_point_is_a_row(values):
    points = [point(MONDAY - DAY * number, *each) for number, each in enumerate(values)]
    frame = SOURCE.parse(chart(*points), meta(asked(("mug", {}), ("cup", {})))).frame
    for column, term in enumerate(("mug", "cup")):
        found = frame.filter(pl.col("term") == term)["value"].to_list()
        assert found == [float(each[column]) for each in values]


# -- the visit ----------------------------------------------------------------------------------


class World:
    """Google Trends for one test: what it answers and what it was asked."""

    def __init__(self, **answers: Reply) -> None:
        self.answers = answers
        self.clock = FakeClock()
        self.transport = ScriptedTransport(route=self.answer, clock=self.clock)

    def answer(self, url) -> Reply:
        return self.answers[url.path.rpartition("/")[2]]

    def requests(self, path: str) -> list[dict[str, object]]:
        queries = [
            parse_qs(urlsplit(str(request.url)).query)
            for request in self.transport.requests
            if str(request.url.path).endswith(path)
        ]
        return [{**query, "req": json.loads(query["req"][0])} for query in queries]

    def fetch(self, *terms: str):
        with HttpClient(
            user_agent="t",
            transport=self.transport,
            policy=RetryPolicy(sleep=self.clock.sleep, uniform=lambda low, high: high),
            now=lambda: NOW,
        ) as client:
            return SOURCE.fetch(
                Visit(
                    http=client,
                    deadline=Deadline(20, clock=self.clock),
                    today=date(2026, 3, 2),
                    settings=ConnectorSettings(_env_file=None, live_regions="GB,US"),
                    keys=ProviderKeys(_env_file=None),
                    terms=terms,
                )
            )


OFFERED = Reply(200, widgets("TIMESERIES", "GEO_MAP", "RELATED_QUERIES_0", "RELATED_QUERIES_1"))
RELATED = Reply(200, related(ranked({"query": "mug", "value": 250, "formattedValue": "+250%"})))


def test_a_visit_asks_for_the_chart_and_the_related_queries():
    world = World(
        explore=OFFERED,
        multiline=Reply(200, chart(point(MONDAY, *range(5)))),
        relatedsearches=RELATED,
    )
    payloads = world.fetch(*"abcdef")
    explore = world.requests("explore")[0]["req"]
    assert [each["keyword"] for each in explore["comparisonItem"]] == list("abcde")
    assert {each["geo"] for each in explore["comparisonItem"]} == {"GB"}
    assert world.requests("multiline")[0]["req"] == {"for": "TIMESERIES"}
    assert world.requests("multiline")[0]["token"] == ["T_TIMESERIES"]
    assert len(world.requests("relatedsearches")) == 2
    chart_frame = SOURCE.parse(payloads[0].body, payloads[0].meta).frame
    assert chart_frame["term"].to_list() == list("abcde")
    assert set(chart_frame["region"]) == {"GB"}
    assert SOURCE.parse(payloads[1].body, payloads[1].meta).frame["region"].to_list() == ["GB"]
    assert "T_TIMESERIES" not in str(payloads[0].meta)


def test_what_arrived_is_kept_when_the_rest_is_refused():
    world = World(explore=OFFERED, multiline=Reply(200, interest(2)), relatedsearches=Reply(429))
    assert len(world.fetch("mug")) == 1


def test_nobody_is_asked_on_after_too_many_questions():
    world = World(explore=OFFERED, multiline=Reply(429), relatedsearches=RELATED)
    with pytest.raises(RateLimited):
        world.fetch("mug")
    assert world.requests("relatedsearches") == []


def test_another_failure_does_not_keep_the_rest():
    world = World(explore=OFFERED, multiline=Reply(404), relatedsearches=RELATED)
    assert len(world.fetch("mug")) == 2


def test_without_terms_nothing_is_asked():
    world = World()
    with pytest.raises(NoData, match="PODPUSHER_WATCH_TERMS"):
        world.fetch()
    assert world.transport.requests == []


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (widgets("GEO_MAP"), UnknownMarkup),
        (b"<html><title>Error 429 (Too Many Requests)!!1</title></html>", Blocked),
        (b"<html><form id='captcha-form'></form></html>", Blocked),
        (b")]}'\n{", BadAnswer),
        (b"", BadAnswer),
    ],
)
def test_an_explore_answer_without_the_chart(answer, error):
    with pytest.raises(error):
        World(explore=Reply(200, answer)).fetch("mug")
