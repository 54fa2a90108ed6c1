"""Bluesky: what a window counts, and what is landed of it."""

from __future__ import annotations

import json
import tracemalloc
from datetime import UTC, datetime

import polars as pl
import pytest

from connectors.errors import (
    BadAnswer,
    UnknownMarkup,
)
from connectors.trends.hashtag_window import HashtagWindow, tags_of
from tests.connectors.trends.bluesky_samples import (
    META,
    SOURCE,
    account,
    counted,
    delete,
)
from tests.connectors.trends.cases.bluesky import post


def test_one_author_counts_once_and_the_most_used_tag_comes_first():
    spam = [post("bot", str(number), "buy") for number in range(50)]
    counts = counted(*spam, post("ann", "a", "tea", "TEA"), post("bob", "b", "Tea", "buy"))
    assert list(counts.items()) == [("buy", 2), ("tea", 2)]


def test_a_deleted_post_takes_its_tags_back():
    assert counted(
        post("ann", "1", "tea", "art"),
        post("bob", "2", "tea"),
        delete("ann", "1"),
        delete("ann", "1"),
        delete("bob", "other"),
    ) == {"tea": 1}
    # as long as another post of the author holds the tag, it counts
    twice = (post("ann", "1", "tea"), post("ann", "2", "tea"))
    assert counted(*twice, delete("ann", "1")) == {"tea": 1}
    assert counted(*twice, delete("ann", "1"), delete("ann", "2")) == {}


def test_a_closed_account_takes_all_its_posts_back():
    events = (post("ann", "1", "tea"), post("bob", "2", "tea"))
    closed = account("ann", active=False)
    assert counted(*events, closed, post("ann", "3", "art")) == {"tea": 1}
    assert counted(*events, closed, account("ann", active=True)) == {"tea": 2}


def test_adult_posts_and_other_records_count_nothing():
    labels = {"$type": "com.atproto.label.defs#selfLabels", "values": [{"val": "porn"}]}
    adult = json.loads(post("ann", "1", "tea"))
    adult["commit"]["record"]["labels"] = labels
    like = json.loads(post("ann", "2", "tea"))
    like["commit"]["collection"] = "app.bsky.feed.like"
    edit = json.loads(post("ann", "3", "tea"))
    edit["commit"]["operation"] = "update"
    identity = {"did": "did:plc:ann", "kind": "identity", "identity": {}}
    assert counted(*map(json.dumps, (adult, like, edit, identity))) == {}


@pytest.mark.parametrize(
    ("record", "tags"),
    [
        ({"tags": ["#Tea", "＃Art", "tea", " mug "]}, ["Tea", "Art", "mug"]),
        (
            {"tags": ["", "#", "two words", "1234", "x" * 65, 7, None, "a\x00b", "é", "猫", "🐱"]},
            [],
        ),
        ({"tags": "tea", "facets": "tea"}, []),
        ({"facets": [None, {"features": [None, {"$type": "#link", "tag": "no"}]}]}, []),
        ({"tags": [f"tag{number}" for number in range(50)]}, [f"tag{n}" for n in range(20)]),
    ],
)
def test_what_a_hashtag_can_be(record, tags):
    unusual = [tag for tag in ("é", "猫", "🐱") if tag in record.get("tags", ())]
    assert list(tags_of(record).values()) == tags + unusual


def test_rare_tags_are_let_go_when_there_are_too_many():
    window = HashtagWindow(b"key", tags=100)
    for number in range(1000):
        for author in ("ann", "bob"):
            window.take(json.loads(post(author, f"{number}{author}", "common", f"rare{number}")))
    counts = window.counts()
    assert len(counts) <= 100
    assert counts["common"] == 2
    assert window.dropped >= 900
    body = {"to": "2026-03-02T09:00:00+00:00", "counts": {"a": 1}, "dropped": window.dropped}
    assert str(window.dropped) in SOURCE.parse(json.dumps(body).encode(), {}).notes[0]


@pytest.mark.long
def test_memory_stays_bounded_over_three_hundred_thousand_posts():
    """A third of the posts has tags; each is new, by a new author, so that every bound is met."""
    plain, tagged = json.loads(post("a", "b")), json.loads(post("a", "b", "c", "d"))
    features = tagged["commit"]["record"]["facets"][0]["features"]
    window = HashtagWindow(b"key")
    tracemalloc.start()
    try:
        for number in range(300_000):
            event = plain if number % 3 else tagged
            event["did"] = f"did:plc:{number}"
            event["commit"]["rkey"] = str(number)
            features[0]["tag"] = f"tag{number}"
            features[1]["tag"] = f"word{number % 50_000}"
            window.take(event)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert window.posts == 300_000
    assert window.dropped > 50_000
    assert len(window.counts()) <= 20_000
    assert peak < 50_000_000


def test_recorded_events_give_the_same_counts_as_the_window():
    moment = 1_770_000_000_000_000
    events = [
        json.loads(post("ann", "1", "tea")),
        json.loads(post("bob", "2", "tea", "art")),
        json.loads(delete("bob", "2")),
    ]
    lines = "\n".join(map(json.dumps, events))
    whole = SOURCE.parse(lines.encode(), META)
    assert whole.frame.select("term", "value", "rank").rows() == [
        ("#tea", None, 1),
        ("#tea", 1.0, None),
    ]
    ended = datetime.fromtimestamp(moment / 1_000_000, tz=UTC).replace(tzinfo=None)
    assert set(whole.frame["observed_at"]) == {ended}
    for wrapped in (events, {"messages": events}):
        assert SOURCE.parse(json.dumps(wrapped).encode(), META).frame.equals(whole.frame)
    spoiled = SOURCE.parse(f'{lines}\n[1]\n{{"did": "cut'.encode(), META)
    assert spoiled.frame.equals(whole.frame)
    assert spoiled.quarantine.select("line", "reason").rows() == [(4, "bad_row"), (5, "bad_json")]
    assert spoiled.rows_read == 5
    timeless = json.dumps({**events[0], "time_us": None}).encode()
    frame = SOURCE.parse(timeless, META).frame
    assert frame["observed_at"][0] == datetime(2026, 3, 2, 9, 30, tzinfo=UTC).replace(tzinfo=None)


def test_odd_counts_are_refused_one_by_one():
    body = {"to": "2026-03-02T09:00:00+00:00", "posts": "9"}
    body["counts"] = {"tea": "3", "art": None, "#": 3, "mug": -1, "cup": 5}
    parsed = SOURCE.parse(json.dumps(body).encode(), {})
    ranks = parsed.frame.filter(pl.col("metric") == "rank").select("term", "rank").rows()
    assert ranks == [("#cup", 1), ("#tea", 2)]
    assert parsed.quarantine["reason"].to_list() == ["bad_number", "missing_term", "bad_number"]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b'{"counts": {"tea": 1}}', BadAnswer),
        (b'{"counts": {"tea": 1}, "to": "soon"}', BadAnswer),
        (b'{"counts": {"tea": 1}, "to": "2026-03-02T09:', BadAnswer),
        (b'{"counts": []}', UnknownMarkup),
        (b"[]", UnknownMarkup),
        (b'{"to": "2026-03-02T09:00:00+00:00", "posts": 5000, "counts": {}}', UnknownMarkup),
    ],
)
def test_unknown_shapes(body, kind):
    with pytest.raises(kind):
        SOURCE.parse(body, META)
