"""Every recorded answer through `podpusher parse`: its counters, counted again, or its error.

What is expected is computed from the file by the shortest way there, not by our parsers.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from podpusher.cli import app
from podpusher.errors import ExitStatus

Row = dict[str, Any]
Json = Any


@dataclass(frozen=True)
class Recorded:
    """A file below `pages`: the source to name, and the checks of its rows or its error."""

    path: str
    source: str
    check: Callable[[str, list[Row]], None] | None = None
    error: str | None = None


def total(rows: list[Row], metric: str) -> float:
    return sum(row["value"] for row in rows if row["metric"] == metric)


def count(rows: list[Row], metric: str) -> int:
    return sum(row["metric"] == metric for row in rows)


def document(text: str) -> Json:
    return json.loads(text[text.index("\n") :] if text.startswith(")]}'") else text)


def inside(value: Json, key: str) -> Iterator[Json]:
    """Every value of a key, anywhere."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name == key:
                yield inner
            yield from inside(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from inside(inner, key)


def document_text(text: str) -> str:
    """A page's text with what its scripts escape written out."""
    return re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), text)


def sizes(texts: list[str]) -> float:
    """The sum of displayed counts such as 1,699, 12K and 37.6K."""
    factor = {"K": 1e3, "M": 1e6, "": 1}
    found = [re.search(r"([\d.,]+)([KM]?)", text) for text in texts]
    return sum(float(m[1].replace(",", "")) * factor[m[2]] for m in found if m)


# TikTok


def tiktok_list(text: str, rows: list[Row]) -> None:
    items = document(text)["data"]["list"]
    assert total(rows, "views") == sum(item["video_views"] for item in items)
    assert total(rows, "mentions") == sum(item["publish_cnt"] for item in items)
    assert [row["rank"] for row in rows if row["metric"] == "rank"] == [i["rank"] for i in items]
    assert {row["region"] for row in rows} == {item["country_info"]["id"] for item in items}


def tiktok_detail(text: str, rows: list[Row]) -> None:
    info = document(text)["data"]["info"]
    assert total(rows, "views") == info["video_views"]
    assert total(rows, "mentions") == info["publish_cnt"]
    assert {row["term"].lstrip("#") for row in rows} == {info["hashtag_name"]}


def tiktok_keywords(text: str, rows: list[Row]) -> None:
    items = document(text)["data"]["keyword_list"]
    assert {row["term"] for row in rows} == {item["keyword"] for item in items}
    assert total(rows, "mentions") == sum(item["post"] for item in items)


def tiktok_discover(text: str, rows: list[Row]) -> None:
    tags = document(text)["hashtag"]
    assert total(rows, "views_total") == sum(tag["stats"]["views"] for tag in tags)
    assert {row["term"].lstrip("#") for row in rows} == {tag["name"].lstrip("#") for tag in tags}


# X / Twitter


def explore_2025(text: str, rows: list[Row]) -> None:
    described = list(inside(document(text), "meta_description"))
    assert count(rows, "rank") == count(rows, "mentions") == len(described) > 0
    assert total(rows, "mentions") == pytest.approx(sizes(described))


def explore_2026(text: str, rows: list[Row]) -> None:
    """Names are sentences, so one trend may give several phrases; each count is one of the file."""
    shown = [context["text"] for context in inside(document(text), "social_context")]
    posts = [match[0] for text in shown if (match := re.search(r"[\d.,]+[KM]? posts", text))]
    measured = {row["value"] for row in rows if row["metric"] == "mentions"}
    assert measured == {round(sizes([each])) for each in posts}
    assert not any(len(row["term"].split()) > 8 for row in rows)


def trends_place(text: str, rows: list[Row]) -> None:
    (place,) = document(text)
    volumes = [trend["tweet_volume"] for trend in place["trends"] if trend["tweet_volume"]]
    assert count(rows, "rank") == len(place["trends"])
    assert total(rows, "mentions") == sum(volumes)
    assert count(rows, "mentions") == len(volumes)
    assert {row["captured_at"] for row in rows} == {place["as_of"]}
    assert {row["region"] for row in rows} == {"WW"}


def trends24(text: str, rows: list[Row]) -> None:
    assert count(rows, "rank") == len(re.findall(r"trend-link", text))
    assert total(rows, "mentions") == sizes(re.findall(r'data-count="([^"]+)"', text))


# Google Trends


def feed(text: str, rows: list[Row]) -> None:
    shown = re.findall(r"approx_traffic>([^<]+)<", text)
    assert total(rows, "searches") == sizes(shown)
    assert count(rows, "rank") == len(re.findall("<item>", text))


def interest(text: str, rows: list[Row]) -> None:
    points = document(text)["default"]["timelineData"]
    assert total(rows, "interest") == sum(sum(point["value"]) for point in points)
    assert count(rows, "interest") == sum(len(point["value"]) for point in points)


def related(text: str, rows: list[Row]) -> None:
    top, rising = (each["rankedKeyword"] for each in document(text)["default"]["rankedList"])
    assert total(rows, "interest") == sum(item["value"] for item in top)
    assert [row["term"] for row in rows if row["metric"] == "rank"] == [
        item["query"] for item in rising
    ]


def listed(text: str, rows: list[Row]) -> None:
    """Lists of titles: each title of a list once."""
    whole = document(text)
    if "topCharts" in whole:
        titles = {item["title"] for chart in whole["topCharts"] for item in chart["listItems"]}
    elif "storySummaries" in whole:
        titles = {name.strip() for names in inside(whole, "entityNames") for name in names}
    elif "default" in whole:
        titles = {topic["title"] for topic in whole["default"]["topics"]}
    else:
        titles = {title.strip() for titles in whole.values() for title in titles}
    assert {row["term"] for row in rows} == titles
    assert {row["metric"] for row in rows} == {"rank"}


# Instagram, Etsy, Reddit


def instagram_tag(text: str, rows: list[Row]) -> None:
    tag = document(text)["data"]["hashtag"]
    (posts,) = (row for row in rows if row["metric"] == "posts_total")
    assert posts["value"] == tag["edge_hashtag_to_media"]["count"]
    assert posts["term"].lstrip("#") == tag["name"]


def some_hashtags(text: str, rows: list[Row]) -> None:
    assert rows
    assert {row["kind"] for row in rows} == {"hashtag"}
    assert all(f"#{row['term'].lstrip('#')}" in document_text(text) for row in rows)


def some_titles(text: str, rows: list[Row]) -> None:
    assert {row["kind"] for row in rows} <= {"title", "keyword", "search"}
    assert {row["metric"] for row in rows} == {"rank"}


def subreddit(text: str, rows: list[Row]) -> None:
    bodies = [each["response"]["body"]["string"] for each in document(text)["interactions"]]
    posts = [
        child["data"]
        for body in bodies
        for children in inside(json.loads(body), "children")
        for child in children
        if child["kind"] == "t3"
    ]
    kept = [post for post in posts if not (post["over_18"] or post["stickied"])]
    assert count(rows, "rank") == count(rows, "mentions") == len(kept) > 0
    assert total(rows, "mentions") == sum(post["num_comments"] for post in kept)
    assert not any(post["author"] in str(row.values()) for row in rows for post in posts)


GOOGLE = "google_trends/recorded/test_"
TIKTOK = "tiktok/creative_"
TWITTER = "twitter/graphql_explore_trends_"
UNKNOWN = "connector.unknown_markup"
RECORDED = [
    Recorded("etsy/blocked_datadome_captcha.html", "etsy", error="connector.blocked"),
    Recorded("etsy/internal_listing_json_2025-11_trimmed.json", "etsy", some_titles),
    Recorded("etsy/listing_card_2025.html", "etsy", some_titles),
    Recorded("google_trends/recorded/index.json", "google", error=UNKNOWN),
    Recorded(f"{GOOGLE}interest_over_time_multiple_regions__2.txt", "google", interest),
    Recorded(f"{GOOGLE}interest_over_time_ok__2.txt", "google", interest),
    Recorded(f"{GOOGLE}realtime_trending_searches_ok__1.txt", "google", listed),
    Recorded(f"{GOOGLE}related_queries_result_rising__3.txt", "google", related),
    Recorded(f"{GOOGLE}suggestions_ok__1.txt", "google", listed),
    Recorded(f"{GOOGLE}top_charts_ok__1.txt", "google", listed),
    Recorded(f"{GOOGLE}trending_searches_ok__1.txt", "google", listed),
    Recorded("google_trends/trending_rss_structure_2025-02-25.xml", "google", feed),
    Recorded("instagram/hashtag.json", "instagram", instagram_tag),
    Recorded("instagram/login-error.json", "instagram", error="connector.login_wall"),
    Recorded("instagram/login-generic-errors.json", "instagram", error="connector.blocked"),
    Recorded("instagram/profile-additional-data.html", "instagram", some_hashtags),
    Recorded("reddit/TestSubreddit.test_search.json", "reddit", subreddit),
    Recorded("reddit/TestSubredditListings.test_hot.json", "reddit", subreddit),
    Recorded(f"{TIKTOK}center_hashtags_country.json", "tiktok", error=UNKNOWN),
    Recorded(f"{TIKTOK}center_hashtags_industry.json", "tiktok", error=UNKNOWN),
    Recorded(f"{TIKTOK}radar_hashtag_detail_2025-10-21_sample.json", "tiktok", tiktok_detail),
    Recorded(f"{TIKTOK}radar_hashtag_list_2025-10-21_sample1.json", "tiktok", tiktok_list),
    Recorded(f"{TIKTOK}radar_keyword_insights_sample.json", "tiktok", tiktok_keywords),
    Recorded("tiktok/discover_www-2022-06-22.json", "tiktok", tiktok_discover),
    Recorded("trends24/trends24_structure_handmade.html", "trends24", trends24),
    Recorded(f"{TWITTER}2025-03-07.json", "x", explore_2025),
    Recorded(f"{TWITTER}2026-05-21.json", "x", explore_2026),
    Recorded(f"{TWITTER}2026-06-15.json", "x", explore_2026),
    Recorded("twitter/trends_place_worldwide_2019.json", "x", trends_place),
]


def parse(source: str, file: Path) -> Result:
    return CliRunner().invoke(app, ["parse", source, str(file)], env={"COLUMNS": "80"})


@pytest.mark.shared
@pytest.mark.parametrize("recorded", RECORDED, ids=lambda recorded: recorded.path)
def test_a_recorded_answer(recorded: Recorded, shared_data: Path) -> None:
    path = shared_data / "pages" / recorded.path
    result = parse(recorded.source, path)
    if recorded.error:
        assert result.exit_code == ExitStatus.UNUSABLE_INPUT, result.output
        assert f"error {recorded.error}: " in result.stderr
        assert result.stdout == ""
        return
    assert result.exit_code == ExitStatus.OK, result.output
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert rows
    assert f"{len(rows)} signals, 0 refused" in result.stderr
    assert recorded.check is not None
    recorded.check(path.read_text(), rows)


@pytest.mark.shared
def test_no_recorded_answer_is_left_out(shared_data: Path) -> None:
    """Whatever else lies there ends in rows or in a named error, whoever is asked to read it."""
    pages = shared_data / "pages"
    known = {recorded.path for recorded in RECORDED}
    for path in sorted(pages.rglob("*.*")):
        if path.relative_to(pages).as_posix() not in known:
            result = parse(path.relative_to(pages).parts[0], path)
            assert result.exit_code in (ExitStatus.OK, ExitStatus.UNUSABLE_INPUT), result.output
            assert "Traceback" not in result.output
