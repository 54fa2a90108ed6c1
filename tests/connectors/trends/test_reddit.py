"""Reddit: recorded listings, feeds, whose posts are passed over, fall-back, and nobody's name."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from datetime import UTC, date, datetime
from urllib.parse import parse_qs

import polars as pl
import pytest

from connectors.errors import (
    BadAnswer,
    Blocked,
    LoginWall,
    NoData,
    NotConfigured,
    RateLimited,
    Unavailable,
    UnknownMarkup,
)
from connectors.http.client import HttpClient
from connectors.http.deadline import Deadline
from connectors.http.retry import RetryPolicy
from connectors.http.shared import MemoryBuckets
from connectors.settings import ConnectorSettings, ProviderKeys
from connectors.trends.base import Visit
from connectors.trends.people import without_people
from connectors.trends.reddit import RedditApiSource, RedditListingSource
from tests.fakes.http import FakeClock, Reply, ScriptedTransport

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
META = {"captured_at": NOW.isoformat()}
SOURCE = RedditListingSource()
BLOCK_PAGE = b"<!doctype html><html><body><h1>whoa there, pardner!</h1></body></html>"


def post(title: str | None = "A quilt", **more: object) -> dict:
    data = {"title": title, "num_comments": 4, "permalink": "/r/crafts/comments/a/b/", **more}
    return {"kind": "t3", "data": data}


def listing(*children: object) -> bytes:
    return json.dumps({"kind": "Listing", "data": {"children": list(children)}}).encode()


def atom(*entries: str) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom">'
        f"<title>hot</title>{''.join(entries)}</feed>"
    ).encode()


def entry(title: str, identity: str = "t3_a") -> str:
    return (
        "<entry><author><name>/u/somebody</name><uri>https://www.reddit.com/user/somebody</uri>"
        '</author><content type="html">submitted by /u/somebody</content>'
        f'<id>{identity}</id><link href="https://www.reddit.com/r/crafts/comments/a/b/" />'
        f"<title>{title}</title></entry>"
    )


def ask(source, replies=None, *, route=None, settings=None, keys=None, budgets=None):
    clock = FakeClock()
    transport = ScriptedTransport(replies, route=route, clock=clock)
    settings = settings or {"reddit_subreddits": "crafts,r/embroidery"}
    keys = {"reddit_client_id": "id", "reddit_client_secret": "secret"} if keys is None else keys
    with HttpClient(
        user_agent="t",
        transport=transport,
        policy=RetryPolicy(sleep=clock.sleep, uniform=lambda low, high: high),
        now=lambda: NOW,
    ) as client:
        visit = Visit(
            http=client,
            deadline=Deadline(20, clock=clock),
            today=date(2026, 3, 2),
            settings=ConnectorSettings(_env_file=None, **settings),
            keys=ProviderKeys(_env_file=None, **keys),
        )
        visit = replace(visit, budgets=budgets) if budgets else visit
        return source.fetch(visit), transport.requests


def rows(body: bytes) -> pl.DataFrame:
    return SOURCE.parse(body, META).frame


@pytest.mark.parametrize("name", ["TestSubredditListings.test_hot", "TestSubreddit.test_search"])
def test_recorded_listings_give_every_post_that_may_be_shown(shared_data, name):
    tape = json.loads((shared_data / f"pages/reddit/{name}.json").read_bytes())
    body = next(
        text
        for each in tape["interactions"]
        if '"Listing"' in (text := each["response"]["body"]["string"])
    )
    things = json.loads(body)["data"]["children"]
    shown = [
        thing["data"]
        for thing in things
        if not (thing["data"]["stickied"] or thing["data"]["over_18"])
    ]
    parsed = SOURCE.parse(body.encode(), META)
    ranks = parsed.frame.filter(pl.col("metric") == "rank").sort("rank")
    comments = parsed.frame.filter(pl.col("metric") == "mentions").sort("line")
    assert ranks["rank"].to_list() == list(range(1, len(shown) + 1))
    assert comments["value"].to_list() == [float(each["num_comments"]) for each in shown]
    assert [len(term) for term in ranks["term"]] == [len(each["title"].strip()) for each in shown]
    assert parsed.quarantine.height == 0
    assert parsed.rows_read == len(things)

    cleared = without_people(body.encode(), "reddit")
    assert SOURCE.parse(cleared, META).frame.equals(parsed.frame)
    authors = {each["data"]["author"] for each in things}
    kept = json.dumps([{**t["data"], "title": "", "url": ""} for t in _things(cleared)])
    assert authors
    assert not [author for author in authors if f'"{author}"' in kept]


def _things(body: bytes) -> list[dict]:
    return json.loads(body)["data"]["children"]


def test_pinned_promoted_adult_and_deleted_posts_leave_no_gap():
    frame = rows(
        listing(
            post("Rules", stickied=True),
            post("First"),
            post("Buy this", promoted=True),
            post("An advert", is_created_from_ads_ui=True),
            post("Adult", over_18=True),
            post("[deleted by user]"),
            {"kind": "more", "data": {"children": []}},
            post("Second"),
        )
    )
    ranks = frame.filter(pl.col("metric") == "rank")
    assert ranks.select("term", "rank", "line").rows() == [("First", 1, 2), ("Second", 2, 8)]


def test_wrappers_may_be_called_anything_and_posts_may_be_bare():
    inside = [post("First")["data"], post("Second")["data"]]
    for body in (
        {"result": {"items": [{"kind": "t3", "data": each} for each in inside]}},
        {"feed": {"edges": [{"node": each} for each in inside]}},
        inside,
    ):
        assert rows(json.dumps(body).encode())["term"].unique(maintain_order=True).to_list() == [
            "First",
            "Second",
        ]


def test_odd_posts_are_refused_one_by_one():
    parsed = SOURCE.parse(
        listing(
            post("Good", num_comments="12"),
            post("Silent", num_comments=None),
            post("Odd", num_comments="many"),
            post(None),
            post("  "),
            None,
            {"kind": "t3", "data": None},
        ),
        META,
    )
    values = parsed.frame.filter(pl.col("metric") == "mentions").select("term", "value").rows()
    assert values == [("Good", 12.0)]
    assert parsed.frame.filter(pl.col("metric") == "rank")["rank"].to_list() == [1, 2, 3]
    assert parsed.quarantine["reason"].to_list() == [
        "bad_number",
        "missing_term",
        "missing_term",
        "bad_row",
        "bad_row",
    ]


def test_titles_are_read_as_people_see_them_and_profiles_are_not_linked():
    frame = rows(
        listing(
            post("Salt &amp; pepper "),
            post("Mine", permalink="/r/u_somebody/comments/a/b/"),
        )
    )
    assert frame["term"].unique(maintain_order=True).to_list() == ["Salt & pepper", "Mine"]
    assert frame["url"].unique(maintain_order=True).to_list() == [
        "https://www.reddit.com/r/crafts/comments/a/b/",
        None,
    ]


def test_a_feed_gives_ranks_alone_and_no_comment():
    parsed = SOURCE.parse(atom(entry("First"), entry("/u/x on y", "t1_b"), entry("Second")), META)
    assert parsed.frame.select("term", "metric", "rank").rows() == [
        ("First", "rank", 1),
        ("Second", "rank", 2),
    ]
    older = b"<rss><channel><item><title>First</title></item><item><title/></item></channel></rss>"
    parsed = SOURCE.parse(older, META)
    assert parsed.frame["term"].to_list() == ["First"]
    assert parsed.quarantine["reason"].to_list() == ["missing_term"]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (atom("<entry><id>t3_a</id></entry>"), UnknownMarkup),
        (atom()[:-5], BadAnswer),
        (b"<svg></svg>", UnknownMarkup),
        (b'<!DOCTYPE r [<!ENTITY a "b">]><rss><channel/></rss>', BadAnswer),
        (listing(post(None), post("")), UnknownMarkup),
        (listing({"kind": "t3x", "data": {"headline": "?"}}), UnknownMarkup),
        (b'{"reason": "private", "message": "Forbidden", "error": 403}', NoData),
        (b'{"message": "Forbidden", "error": 403}', Blocked),
        (b'{"message": "Unauthorized", "error": 401}', LoginWall),
        (b'{"message": "Not Found", "error": 404}', NoData),
        (b'{"message": "Too Many Requests", "error": 429}', RateLimited),
        (b'{"message": "Server", "error": "503"}', Unavailable),
        (b'{"message": "Odd", "error": 418}', BadAnswer),
        (b'{"error": "odd"}', UnknownMarkup),
        (BLOCK_PAGE, Blocked),
        (b"<html>You've been blocked by network security</html>", Blocked),
    ],
)
def test_what_stands_in_the_way_has_a_name(body, kind):
    with pytest.raises(kind):
        SOURCE.parse(body, META)


def test_an_empty_feed_is_an_empty_list():
    assert SOURCE.parse(atom(), META).frame.height == 0


def test_the_feed_is_read_where_the_listing_is_refused():
    def route(url):
        return Reply(403) if url.path.endswith(".json") else Reply(200, atom(entry("First")))

    payloads, requests = ask(SOURCE, route=route)
    assert [request.url.path for request in requests] == [
        "/r/crafts/hot.json",
        "/r/crafts/hot/.rss",
        "/r/embroidery/hot/.rss",
    ]
    assert [payload.suffix for payload in payloads] == [".xml", ".xml"]
    assert [payload.meta["subreddit"] for payload in payloads] == ["crafts", "embroidery"]
    assert b"somebody" not in payloads[0].body
    assert SOURCE.parse(payloads[0].body, payloads[0].meta).frame["term"].to_list() == ["First"]


def test_a_block_page_in_place_of_a_listing_leads_to_the_feed_too():
    def route(url):
        return Reply(200, BLOCK_PAGE if url.path.endswith(".json") else atom(entry("First")))

    payloads, _ = ask(SOURCE, route=route)
    assert len(payloads) == 2
    payloads, requests = ask(SOURCE, [Reply(200, BLOCK_PAGE)])
    assert len(requests) == 2  # listing and feed of the first subreddit, then no more
    with pytest.raises(Blocked):
        SOURCE.parse(payloads[0].body, payloads[0].meta)


def test_a_machine_that_is_refused_twice_asks_no_more():
    with pytest.raises(Blocked):
        ask(SOURCE, [Reply(403)], settings={"reddit_subreddits": "one,two,three,four"})
    payloads, requests = ask(
        SOURCE,
        route=lambda url: Reply(404) if "/one/" in url.path else Reply(200, listing(post())),
        settings={"reddit_subreddits": "one,two"},
    )
    assert len(payloads) == 1
    assert requests[-1].url.path == "/r/two/hot.json"


def test_what_arrived_before_a_failure_is_kept():
    payloads, _ = ask(SOURCE, [Reply(200, listing(post())), Reply(500)])
    assert len(payloads) == 1


def test_names_that_are_no_subreddits_are_not_asked():
    with pytest.raises(NotConfigured, match="PODPUSHER_REDDIT_SUBREDDITS"):
        ask(SOURCE, [Reply(200)], settings={"reddit_subreddits": "../api, a/b"})


def test_the_app_asks_for_a_token_and_then_the_listings():
    token = Reply.json({"access_token": "t0k3n", "token_type": "bearer"})
    payloads, requests = ask(RedditApiSource(), [token, Reply(200, listing(post(author="me")))])
    first, second, third = requests
    assert (first.method, str(first.url)) == (
        "POST",
        "https://www.reddit.com/api/v1/access_token",
    )
    assert parse_qs(first.content.decode()) == {"grant_type": ["client_credentials"]}
    pair = first.headers["authorization"].removeprefix("Basic ")
    assert base64.b64decode(pair) == b"id:secret"
    assert second.url.host == "oauth.reddit.com"
    assert second.headers["authorization"] == "Bearer t0k3n"
    assert third.url.path == "/r/embroidery/hot"
    assert len(payloads) == 2
    assert b"t0k3n" not in payloads[0].body + json.dumps(dict(payloads[0].meta)).encode()
    assert b'"me"' not in payloads[0].body


def test_an_app_without_keys_or_with_wrong_ones_names_the_settings():
    with pytest.raises(NotConfigured, match="PODPUSHER_REDDIT_CLIENT_ID"):
        ask(RedditApiSource(), [Reply(200)], keys={"reddit_client_id": "id"})
    for reply in (Reply(401), Reply.json({"error": "invalid_grant"}), Reply.json([])):
        with pytest.raises(LoginWall, match="PODPUSHER_REDDIT_CLIENT_SECRET") as caught:
            ask(RedditApiSource(), [reply])
        assert "secret" not in str(caught.value)


def test_a_private_subreddit_does_not_hide_the_others():
    def route(url):
        if url.path.endswith("access_token"):
            return Reply.json({"access_token": "t0k3n"})
        return Reply(403) if "/crafts/" in url.path else Reply(200, listing(post()))

    payloads, _ = ask(RedditApiSource(), route=route)
    assert [payload.meta["subreddit"] for payload in payloads] == ["embroidery"]


def test_the_requests_of_a_minute_are_shared():
    budgets = MemoryBuckets(lambda: NOW)
    token = Reply.json({"access_token": "t0k3n"})
    script = [token, Reply(200, listing(post()))]
    asked = 0
    for _ in range(33):
        asked += len(ask(RedditApiSource(), script, budgets=budgets)[1])
    assert asked == 99
    with pytest.raises(RateLimited) as caught:  # the token takes the hundredth
        ask(RedditApiSource(), script, budgets=budgets)
    assert caught.value.retry_after == pytest.approx(0.6)


def test_nobody_is_named_in_what_is_kept():
    body = listing(post(author="somebody", selftext="by somebody", approved_by="somebody"))
    assert without_people(body, "reddit") == listing(post()).replace(b": ", b":").replace(
        b", ", b","
    )
    assert without_people(listing(post()), "reddit") == listing(post())
    feed = atom(entry("First"))
    assert b"somebody" not in without_people(feed, "reddit")
    assert b"somebody" not in without_people(feed[: feed.index(b"</content>")], "reddit")
    assert without_people(b"<a><author/><b>c</b></a>", "reddit") == b"<a><b>c</b></a>"
    assert without_people(b"plain", "reddit") == b"plain"
    with pytest.raises(BadAnswer):
        without_people(body[:-4], "reddit")
    deep = b'{"author": "x", "a":' + b"[" * 500 + b"]" * 500 + b"}"
    with pytest.raises(BadAnswer):
        without_people(deep, "reddit")
