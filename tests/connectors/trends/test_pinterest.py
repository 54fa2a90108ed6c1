"""Pinterest: answers of the API and of the page, held against the platform's own specification."""

# ruff: noqa: DTZ001  (naive UTC, as the tables hold it)
from __future__ import annotations

import gzip
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import jsonschema
import polars as pl
import pytest

from connectors.errors import (
    BadAnswer,
    Blocked,
    ConnectorError,
    LoginWall,
    NoData,
    RateLimited,
    Refused,
    Unavailable,
    UnknownMarkup,
)
from connectors.trends.base import Parsed
from connectors.trends.pinterest import CONNECTORS, PinterestTrendsApiSource
from tests.connectors.trends.cases.pinterest import WEEKS, shown, trending
from warehouse.rules import apply_rules

META = {"captured_at": "2026-03-02T09:30:00+00:00", "region": "US"}
API = PinterestTrendsApiSource()


def parse(answer: Any, **meta: Any) -> Parsed:
    body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
    return API.parse(body, {**META, **meta})


def of(parsed: Parsed, metric: str) -> list[tuple[str, float]]:
    column = "rank" if metric == "rank" else "value"
    rows = parsed.frame.filter(pl.col("metric") == metric)
    return list(zip(rows["term"].to_list(), rows[column].to_list(), strict=True))


def refused(parsed: Parsed) -> list[tuple[int, str]]:
    return list(parsed.quarantine.select("line", "reason").iter_rows())


@pytest.fixture(scope="session")
def contract(shared_data: Path) -> dict[str, Any]:
    """The platform's OpenAPI document."""
    file = shared_data / "contracts/pinterest-v5-openapi.json.gz"
    return json.loads(gzip.decompress(file.read_bytes()))


def as_json_schema(value: Any) -> Any:
    """A schema of OpenAPI 3.0 as JSON Schema: `nullable` becomes a type."""
    if isinstance(value, list):
        return [as_json_schema(each) for each in value]
    if not isinstance(value, dict):
        return value
    found = {name: as_json_schema(inner) for name, inner in value.items()}
    if found.pop("nullable", False) is True and "type" in found:
        found["type"] = [found["type"], "null"]
    return found


def test_the_answers_of_these_tests_are_the_platform_s(contract):
    schema = as_json_schema(contract["components"]["schemas"]["TrendingKeywordsResponse"])
    checker = jsonschema.Draft202012Validator(schema)
    checker.validate(json.loads(trending(5)))
    with pytest.raises(jsonschema.ValidationError):
        checker.validate({"trends": [{"keyword": 7}]})
    error = contract["components"]["schemas"]["Error"]
    jsonschema.validate({"code": 2, "message": "Authentication failed."}, as_json_schema(error))


def test_the_example_of_the_specification(contract):
    """The documented example of every field, read with the meaning that the field documents."""
    items = contract["components"]["schemas"]["TrendingKeywordsResponse"]["properties"]["trends"]
    entry = {
        name: field["example"]
        for name, field in items["items"]["properties"].items()
        if "example" in field
    }
    parsed = parse({"trends": [entry]})
    weeks = {
        datetime.combine(date.fromisoformat(day), datetime.min.time()) + timedelta(days=1): value
        for day, value in entry["time_series"].items()
    }
    interest = parsed.frame.filter(pl.col("metric") == "interest")
    assert dict(interest.select("observed_at", "value").iter_rows()) == weeks
    assert set(interest["period"]) == {"week"}
    assert interest["captured_at"].equals(interest["observed_at"], check_names=False)
    assert of(parsed, "rank") == [(entry["keyword"], 1)]
    assert f"{entry['pct_growth_mom']:+,}% in a month" in parsed.notes[0]


def test_counters_of_an_answer():
    body = trending(50)
    parsed = parse(body)
    trends = json.loads(body)["trends"]
    assert of(parsed, "rank") == [
        (trend["keyword"], number) for number, trend in enumerate(trends, start=1)
    ]
    assert of(parsed, "interest") == [
        (trend["keyword"], trend["time_series"][week]) for trend in trends for week in WEEKS
    ]
    assert parsed.rows_read == len(trends)
    assert set(parsed.frame["region"]) == {"US"}
    assert set(parsed.frame["kind"]) == {"search"}


def test_rows_pass_the_rules_of_the_tables():
    running = {"keyword": "paper boat", "time_series": {"2026-02-28": 5, "2026-03-07": 7}}
    for parsed in (parse(trending(3)), parse(shown(3)), parse({"trends": [running]})):
        rows = parsed.frame.with_columns(pl.lit("r").alias("run_id"), pl.lit("s").alias("slice_id"))
        accepted, bad = apply_rules(rows, datetime(2026, 3, 2, 9, 30, tzinfo=UTC))
        assert bad.height == 0
        assert accepted.height > 0


def test_the_running_week_is_partial_and_known_now():
    series = {"2026-02-22": 40, "2026-03-01": 50, "2026-03-08": 60, "2026-03-15": 70}
    parsed = parse({"trends": [{"keyword": "paper boat", "time_series": series}]})
    interest = parsed.frame.filter(pl.col("metric") == "interest")
    now = datetime(2026, 3, 2, 9, 30)
    assert interest.select("value", "observed_at", "captured_at", "is_partial").rows() == [
        (40.0, datetime(2026, 2, 23), datetime(2026, 2, 23), False),
        (50.0, datetime(2026, 3, 2), datetime(2026, 3, 2), False),
        (60.0, now, now, True),
    ]
    assert refused(parsed) == [(1, "captured_before_observed")]


def test_the_list_of_the_page():
    body = shown(20)
    parsed = parse(body)
    values = json.loads(body)["values"]
    assert of(parsed, "interest") == [(each["term"], each["normalizedCount"]) for each in values]
    assert of(parsed, "rank") == [
        (each["term"], number) for number, each in enumerate(values, start=1)
    ]
    assert "+75% in a month" in parsed.notes[0]
    assert "and 10 more" in parsed.notes[0]


def test_the_weeks_of_the_page():
    """A forecast is no measurement, and the order of the terms asked about is no ranking."""
    points = [
        {"date": "2026-02-13", "count": 9, "normalizedCount": 25},
        {"date": "2026-02-20", "count": 9, "normalizedCount": 100},
        {"date": "2026-02-27", "count": 9, "normalizedCount": None},
        {
            "date": "2026-02-28",
            "count": 80,
            "normalizedCount": 80,
            "predictedUpperBoundNormalizedCount": 90,
        },
    ]
    growth = {"wow_change": -0.2, "mom_change": 100.01, "yoy_change": None}
    answer = [{"term": "paper boat", "counts": points, "growth_rates": growth}]
    parsed = parse(answer)
    assert of(parsed, "rank") == []
    assert of(parsed, "interest") == [("paper boat", 25), ("paper boat", 100), ("paper boat", 9)]
    assert "-20% in a week, over +10,000% in a month" in parsed.notes[0]


def test_days_of_a_moment():
    points = [{"date": f"2026-02-{day:02}", "value": day} for day in range(20, 24)]
    frame = parse({"terms": [{"term": "paper boat", "series": points}]}).frame
    days = frame.filter(pl.col("metric") == "interest")
    assert set(days["period"]) == {"day"}
    assert days["value"].to_list() == [20, 21, 22, 23]


def test_topics_of_editors_are_no_ranking():
    topic = {"title": "Paper harbour", "percent_growth_mom": 30, "time_series": {"2026-02-22": 12}}
    frame = parse([{"interest": "art", "market": "US", "trends": [topic]}]).frame
    assert frame.select("term", "kind", "metric", "value").rows() == [
        ("Paper harbour", "topic", "interest", 12.0)
    ]


def test_series_without_dates_are_left_out():
    answer = {"related": [{"term": "paper kite", "counts": [1, 2, 3], "hasPrediction": False}]}
    parsed = parse(answer)
    assert parsed.frame.height == 0
    assert "1 series without dates" in parsed.notes[0]


def test_wrappers_may_be_called_anything():
    answer = json.loads(trending(3))
    plain = parse(answer).frame
    wrapped = parse({"resource_response": {"data": [{"box": {"values": answer["trends"]}}]}}).frame
    assert wrapped.equals(plain)
    camel = [
        {"searchTerm": each["keyword"], "timeSeries": each["time_series"], "pctGrowthWow": 1}
        for each in answer["trends"]
    ]
    assert parse({"shelf": camel}).frame.equals(plain)


def test_lists_carried_by_the_page():
    state = json.dumps({"props": json.loads(shown(3))})
    page = f"<!doctype html><html><script type='application/json'>{state}</script></html>".encode()
    assert of(parse(page), "rank") == of(parse(shown(3)), "rank")


def test_places_are_kept_of_the_growing_list_alone():
    for trend_type in ("monthly", "yearly", "seasonal"):
        parsed = parse(trending(2), trend_type=trend_type)
        assert of(parsed, "rank") == []
        assert len(of(parsed, "interest")) == 2 * len(WEEKS)
        assert "places of 2 entries" in parsed.notes[-1]
    assert len(of(parse(trending(2), trend_type="growing"), "rank")) == 2


def test_bad_entries_are_refused_one_by_one():
    answer = {
        "trends": [
            {"keyword": "paper boat", "time_series": {"2026-02-22": 5}},
            {"keyword": None, "time_series": {"2026-02-22": 5}},
            {"keyword": " "},
            None,
            {"other": 1},
            {"keyword": "paper kite", "time_series": {"2026-02-22": 101}},
            {"keyword": "paper hat", "time_series": {"soon": 5}},
            {"keyword": "paper bird", "time_series": {"2026-02-22": "many", "2026-02-15": None}},
            {"keyword": "paper fan", "time_series": None, "pct_growth_wow": None},
            {"keyword": "paper crown", "rank": "first", "time_series": {}},
            {"keyword": "x" * 300},
            {"keyword": "paper star", "time_series": {"2026-01-01": 1, "2026-02-01": 2}},
            {"keyword": "Paper Boat", "time_series": {"2026-02-22": 5}},
        ]
    }
    parsed = parse(answer)
    assert refused(parsed) == [
        (2, "missing_term"),
        (3, "missing_term"),
        (4, "missing_term"),
        (5, "missing_term"),
        (6, "out_of_range"),
        (7, "bad_date"),
        (8, "bad_number"),
        (10, "bad_rank"),
        (11, "term_too_long"),
        (12, "bad_period"),
    ]
    assert of(parsed, "interest") == [("paper boat", 5.0)]
    assert ("paper fan", 9) in of(parsed, "rank")
    assert parsed.rows_read == 13


@pytest.mark.parametrize("level", [-1, 100.5, "high", True])
def test_a_level_that_is_no_index(level):
    parsed = parse({"values": [{"term": "paper boat", "normalizedCount": level}]})
    assert of(parsed, "rank") == [("paper boat", 1)]
    assert len(refused(parsed)) == 1


@pytest.mark.parametrize("answer", [{"trends": []}, {"values": [], "endDate": "2026-02-27"}, []])
def test_empty_lists(answer):
    parsed = parse(answer)
    assert parsed.frame.height == parsed.quarantine.height == parsed.rows_read == 0


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ({"code": 2, "message": "Authentication failed."}, LoginWall),
        ({"code": 401, "message": "Unauthorized"}, LoginWall),
        ({"code": 29, "message": "You are not permitted to access that resource."}, Blocked),
        ({"code": 3, "message": "Authorization failed."}, Blocked),
        (
            {"code": 8, "message": "You have exceeded your rate limit. Try again later."},
            RateLimited,
        ),
        ({"code": 429, "message": "x"}, RateLimited),
        ({"code": 50, "message": "Not found."}, NoData),
        ({"code": 11, "message": "API method not available right now"}, Unavailable),
        ({"code": 400, "message": "Invalid trending keywords request parameters"}, Refused),
        ({"status": "failure", "message": "Missing scope: user_accounts:read"}, Blocked),
        ({"trends": {"keyword": "paper boat"}}, UnknownMarkup),
        ({"trends": [{"keyword": None}, {"keyword": ""}]}, UnknownMarkup),
        ({}, UnknownMarkup),
        ("paper", UnknownMarkup),
    ],
)
def test_refusals_by_their_meaning(answer, error):
    with pytest.raises(ConnectorError) as caught:
        parse(answer)
    assert type(caught.value) is error


def test_a_refused_key_names_its_setting():
    with pytest.raises(LoginWall, match="PODPUSHER_PINTEREST_ACCESS_TOKEN"):
        parse({"code": 2, "message": "Authentication failed."})


def test_hostile_depth_ends():
    with pytest.raises((UnknownMarkup, BadAnswer)):
        parse(b'{"a":' * 500 + b"1" + b"}" * 500)


def test_both_sources_read_alike():
    frames = [source().parse(trending(3), META).frame for source in CONNECTORS.values()]
    assert frames[0].drop("source").equals(frames[1].drop("source"))
    assert [source().id for source in CONNECTORS.values()] == list(CONNECTORS)
