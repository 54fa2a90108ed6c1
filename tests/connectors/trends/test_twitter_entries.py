"""Trends of X in every shape: wrappers, languages, missing counts, paid and bad entries."""

# ruff: noqa: DTZ001  (naive UTC, as the tables hold it)
from __future__ import annotations

from datetime import datetime

import polars as pl
import pytest

from connectors.errors import BadAnswer, UnknownMarkup
from connectors.trends.twitter_count import posts_counted
from connectors.trends.twitter_entries import web_address
from connectors.trends.twitter_places import WOEIDS, region_of
from domain.terms.phrases import key_phrases
from tests.connectors.trends.twitter_answers import of, parse, refused, timeline, trend


def test_wrappers_may_be_called_anything():
    lists = [
        timeline(trend("tea day", "5 posts")),
        {"shelf": [[{"x": trend("tea day", "5 posts")}]]},
    ]
    lists.append({"trend": trend("tea day", "5 posts")})
    for answer in lists:
        assert of(parse(answer), "mentions") == [("tea day", 5.0)]


def test_the_small_camel_shape_of_older_years():
    entry = {
        "name": "tea day",
        "rank": "3",
        "url": {"url": "twitter://search/?query=%22tea+day%22"},
        "trendMetadata": {"metaDescription": "12.3K Tweets", "domainContext": "Food · Trending"},
    }
    parsed = parse({"timeline": {"addEntries": {"entries": [{"item": {"trend": entry}}]}}})
    assert of(parsed, "rank") == [("tea day", 3)]
    assert of(parsed, "mentions") == [("tea day", 12_300.0)]
    assert set(parsed.frame["url"]) == {"https://x.com/search?q=%22tea%20day%22"}


@pytest.mark.parametrize(
    ("line", "posts"),
    [
        ("2,718 posts", 2718),
        ("12.4K posts", 12_400),
        ("1.234 Beiträge", 1234),
        ("1,2 Mio. Beiträge", 1_200_000),
        ("12 mil publicaciones", 12_000),
        ("1,2 M de publicaciones", 1_200_000),
        ("12,4 k publications", 12_400),
        ("12 345 постов", 12_345),
        ("2,5 тыс. постов", 2500),
        ("2.345 gönderi", 2345),
        ("12,4 B gönderi", 12_400),  # bin: a thousand
        ("1,5 Mn gönderi", 1_500_000),
        ("約1.2万件のポスト", 12_000),
        ("1.2만 게시물", 12_000),
        ("게시물 471개", 471),
        ("12.4 ألف منشور", 12_400),
        ("20.5K Tweets", 20_500),
        ("10K+ posts", 10_000),
        ("5,6 tys. wpisów", 5600),
        ("1 post", 1),
        ("24.5K", 24_500),
    ],
)
def test_lines_in_many_languages(line, posts):
    assert posts_counted(line, bare=True) == posts
    assert of(parse(timeline(trend("tea day", line))), "mentions") == [("tea day", float(posts))]


@pytest.mark.parametrize(
    ("text", "posts"),
    [
        ("3 hours ago · Other · 471 posts", 471),
        ("vor 2 Tagen · Sport · 12.345 Beiträge", 12_345),
        ("Hace 3 horas · 29 mil publicaciones", 29_000),
        ("2 hours ago · Other", None),
        ("Trending now", None),
        ("3 days ago · 12 comments", None),
        ("471", None),
    ],
)
def test_only_the_part_that_counts_posts_is_the_count(text, posts):
    parsed = parse(timeline(trend("tea day", social_context={"type": "X", "text": text})))
    assert of(parsed, "mentions") == ([] if posts is None else [("tea day", float(posts))])
    assert of(parsed, "rank") == [("tea day", 1)]
    assert parsed.quarantine.height == 0


def test_the_span_of_a_count():
    story = trend("tea day", social_context={"text": "2 days ago · 5 posts"})
    frame = parse(timeline(story, trend("jam day", "7 posts"))).frame
    counted = frame.filter(pl.col("metric") == "mentions")
    assert dict(counted.select("term", "period").iter_rows()) == {
        "tea day": "instant",
        "jam day": "day",
    }


@pytest.mark.parametrize("line", [None, "", "Trending", "Trending with #Jam2025, scones"])
def test_a_missing_count_is_no_fault(line):
    parsed = parse(timeline(trend("tea day", line)))
    assert of(parsed, "rank") == [("tea day", 1)]
    assert of(parsed, "mentions") == []
    assert parsed.quarantine.height == 0


def test_promoted_entries_take_no_place():
    answer = timeline(
        trend("buy tea", "9 posts", promoted_metadata={"advertiser": "x"}),
        trend("tea day", "5 posts", promoted_content=None),
        trend("buy jam", "9 posts", trend_metadata={"domain_context": "Promoted by Jam"}),
        trend("jam day", "4 posts"),
    )
    parsed = parse(answer)
    assert of(parsed, "rank") == [("tea day", 1), ("jam day", 2)]
    assert parsed.rows_read == 4
    assert "2 promoted" in parsed.notes[0]


@pytest.mark.parametrize(
    "wrapper",
    [
        {"entryId": "promoted-trend-1", "content": {"item": trend("buy tea")}},
        {"content": {"promotedMetadata": {"id": "1"}, "item": trend("buy tea")}},
    ],
)
def test_promoted_wrappers(wrapper):
    parsed = parse({"entries": [wrapper, {"entryId": "trend-promoted", "it": trend("promoted")}]})
    assert of(parsed, "rank") == [("promoted", 1)]


def test_what_is_grouped_below_a_trend_is_not_a_trend():
    grouped = [{"name": "scones", "url": {"url": "twitter://search/?query=scones"}}]
    parsed = parse(timeline(trend("tea day", "5 posts", grouped_trends=grouped), trend("jam day")))
    assert of(parsed, "rank") == [("tea day", 1), ("jam day", 2)]


def test_frames_are_passed_over():
    frame = {"itemType": "TimelineFrame", "payload": "AAAA", "height": 3}
    assert of(parse(timeline(frame, trend("tea day"))), "rank") == [("tea day", 1)]


def test_frames_alone_are_a_change():
    with pytest.raises(UnknownMarkup):
        parse(timeline({"itemType": "TimelineFrame", "payload": "AAAA"}))


def test_headlines_become_key_phrases():
    sentence = "Lena Park Stuns Ortega to Win Chess Crown at Winter Games"
    story = trend(
        sentence,
        is_ai_trend=True,
        trend_url={"url": "twitter://trending/42"},
        social_context={"text": "1 day ago · Sports · 70K posts"},
    )
    parsed = parse(timeline(trend("tea day"), story))
    phrases = key_phrases(sentence)
    assert len(phrases) > 1
    assert of(parsed, "rank") == [("tea day", 1), *((phrase, 2) for phrase in phrases)]
    assert of(parsed, "mentions") == [(phrase, 70_000.0) for phrase in phrases]
    rows = parsed.frame.filter(pl.col("line") == 2)
    assert set(rows["url"]) == {"https://x.com/i/trending/42"}
    assert set(rows["kind"]) == {"topic"}


def test_a_long_name_is_a_sentence_without_the_mark():
    parsed = parse(timeline(trend("Paper Boats Win the Old Harbour Race Again")))
    assert [term for term, _ in of(parsed, "rank")] == ["Paper Boats", "Old Harbour Race"]


def test_a_phrase_of_two_headlines_keeps_its_better_place():
    first = trend("Otters Win the Lake Race in Record Time", is_ai_trend=True)
    second = trend("Thousands Watch the Lake Race at Home", is_ai_trend=True)
    ranks = of(parse(timeline(first, second)), "rank")
    assert ranks.count(("Lake Race", 1)) == 1
    assert ("Lake Race", 2) not in ranks


def test_a_sentence_without_a_phrase_is_refused():
    parsed = parse(timeline(trend("and so it is what it is"), trend("tea day")))
    assert refused(parsed) == [(1, "missing_term")]
    assert of(parsed, "rank") == [("tea day", 2)]


def test_bad_entries_are_refused_one_by_one():
    answer = {
        "data": [
            {"trend_name": "tea day", "tweet_count": 5},
            {"trend_name": None, "tweet_count": 5},
            {"trend_name": "  ", "tweet_count": 5},
            None,
            "jam",
            {"trend_name": "scones", "tweet_count": -1},
            {"trend_name": "jam day", "tweet_count": "many"},
            {"trend_name": "cream", "tweet_count": None},
            {"trend_name": "clotted", "tweet_count": True},
            {"trend_name": "crumbs", "rank": 0, "tweet_count": 7},
            {"trend_name": "x" * 300},
            {"trend_name": "tea DAY", "tweet_count": 5},
        ]
    }
    parsed = parse(answer)
    assert refused(parsed) == [
        (2, "missing_term"),
        (3, "missing_term"),
        (4, "missing_term"),
        (5, "missing_term"),
        (6, "bad_number"),
        (7, "bad_number"),
        (9, "bad_number"),
        (10, "bad_rank"),
        (11, "term_too_long"),
    ]
    assert of(parsed, "mentions") == [("tea day", 5.0), ("crumbs", 7.0)]
    assert of(parsed, "rank") == [
        ("tea day", 1),
        ("scones", 6),
        ("jam day", 7),
        ("cream", 8),
        ("clotted", 9),
    ]
    assert "1 entries repeat" in parsed.notes[0]


def test_a_line_that_counts_posts_in_a_way_nobody_knows():
    parsed = parse(timeline(trend("tea day", "12..3K posts")))
    assert refused(parsed) == [(1, "bad_number")]
    assert of(parsed, "rank") == [("tea day", 1)]


def test_entries_without_names_are_a_change():
    with pytest.raises(UnknownMarkup):
        parse(timeline(trend(None), trend("")))


def test_place_lists_keep_their_place_and_moment():
    answer = [
        {
            "trends": [{"name": "tea day", "url": "http://t.example/1", "tweet_volume": None}],
            "created_at": "2024-05-04T03:02:01Z",
            "locations": [{"name": "San Francisco", "woeid": 2487956}],
        },
        {
            "trends": [{"name": "tea day", "query": "tea", "url": "http://t.example/1"}],
            "as_of": "2024-05-04T05:00:00+02:00",
            "locations": [{"name": "Deutschland", "woeid": 23424829}],
        },
    ]
    frame = parse(answer).frame
    assert frame.select("region", "rank", "observed_at").rows() == [
        ("US-SanFrancisco", 1, datetime(2024, 5, 4, 3, 2, 1)),
        ("DE", 1, datetime(2024, 5, 4, 3, 0)),
    ]


def test_a_place_nobody_knows():
    answer = [
        {"trends": [{"name": "tea", "tweet_volume": 1}], "locations": [{"woeid": 7, "name": "Q"}]}
    ]
    assert refused(parse(answer, region="")) == [(1, "bad_region")]
    assert set(parse(answer, region="GB").frame["region"]) == {"GB"}


@pytest.mark.parametrize(
    ("location", "region"),
    [
        ({"name": "Worldwide", "woeid": 1}, "WW"),
        ({"name": "Worldwide"}, "WW"),
        ({"name": "New York", "woeid": "2459115"}, "US-NewYork"),
        ({"woeid": 2459115}, None),
        ({"name": "Japan", "woeid": None}, "JP"),
        ({"name": "Lagos", "woeid": 1398823}, None),
        ({}, None),
    ],
)
def test_places(location, region):
    assert region_of(location) == region


def test_the_region_that_the_entries_name():
    parsed = parse(
        timeline(
            trend("tea day", trend_metadata={"domain_context": "Trending in Canada"}),
            trend("jam day", trend_metadata={"domain_context": "Sports · Trending"}),
        )
    )
    assert set(parsed.frame["region"]) == {"CA"}


def test_every_number_of_a_place_is_one_place():
    assert len(set(WOEIDS.values())) == len(WOEIDS)
    assert all(region_of({"name": "x", "woeid": number}) == code for code, number in WOEIDS.items())


@pytest.mark.parametrize(
    "answer",
    [
        [],
        {"data": []},
        {"meta": {"result_count": 0}},
        [{"trends": [], "locations": [{"woeid": 1}]}],
    ],
)
def test_empty_lists(answer):
    parsed = parse(answer)
    assert parsed.frame.height == parsed.quarantine.height == parsed.rows_read == 0


@pytest.mark.parametrize(
    ("app", "web"),
    [
        ("https://x.com/search?q=a", "https://x.com/search?q=a"),
        ("twitter://search/?query=%22tea+day%22&src=x", "https://x.com/search?q=%22tea%20day%22"),
        ("twitter://trending/123", "https://x.com/i/trending/123"),
        ("/search?q=a", "https://x.com/search?q=a"),
        ("//evil.example/x", None),
        ("javascript:alert(1)", None),
        ("twitter://user?id=1", None),
        ("https://[x", None),
        ("https://x.com/a b", None),
        ("", None),
    ],
)
def test_links(app, web):
    assert web_address(app) == web


def test_hostile_depth_ends():
    deep = b'{"a":' * 500 + b"1" + b"}" * 500
    with pytest.raises((UnknownMarkup, BadAnswer)):
        parse(deep)
