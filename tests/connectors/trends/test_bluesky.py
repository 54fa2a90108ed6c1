"""Bluesky: a real socket on the loopback, what is counted, what is forgotten, bounded memory."""

from __future__ import annotations

import json
import socket
import struct
import threading
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

import polars as pl
import pytest
from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Response
from websockets.sync.server import Server, ServerConnection, serve

from connectors.errors import (
    BadAnswer,
    Blocked,
    DeadlineExceeded,
    LoginWall,
    NotConfigured,
    RateLimited,
    RetryLater,
    Unavailable,
    UnknownMarkup,
)
from connectors.http.client import HttpClient
from connectors.http.deadline import Deadline
from connectors.http.retry import RetryPolicy
from connectors.settings import ConnectorSettings, ProviderKeys
from connectors.trends.base import Payload, Visit
from connectors.trends.bluesky import LARGEST_MESSAGE, BlueskySource
from connectors.trends.hashtag_window import HashtagWindow, tags_of
from tests.connectors.trends.cases.bluesky import post

META = {"captured_at": "2026-03-02T09:30:00+00:00"}
SOURCE = BlueskySource()
ONCE = RetryPolicy(tries=1)


def delete(author: str, key: str) -> str:
    commit = {"operation": "delete", "collection": "app.bsky.feed.post", "rkey": key}
    return json.dumps({"did": f"did:plc:{author}", "kind": "commit", "commit": commit})


def account(author: str, *, active: bool) -> str:
    body = {"active": active, "did": f"did:plc:{author}", "status": None if active else "deleted"}
    return json.dumps({"did": f"did:plc:{author}", "kind": "account", "account": body})


def listen(port: int, *, seconds: float = 0.3, deadline: float = 5.0) -> Payload:
    with HttpClient(user_agent="t") as client:
        visit = Visit(
            http=client,
            deadline=Deadline(deadline),
            today=date(2026, 3, 2),
            settings=ConnectorSettings(
                _env_file=None,
                bluesky_seconds=seconds,
                rehearsal_server=f"http://127.0.0.1:{port}",
            ),
            keys=ProviderKeys(_env_file=None),
        )
        (payload,) = BlueskySource(policy=ONCE).fetch(visit)
        return payload


@contextmanager
def jetstream(
    talk: Callable[[ServerConnection], None],
    answer: Callable[[ServerConnection], Response | None] | None = None,
) -> Iterator[int]:
    """A socket server on the loopback; its port."""

    def handle(connection: ServerConnection) -> None:
        try:
            talk(connection)
            connection.recv(timeout=5)  # until the caller hangs up
        except (ConnectionClosed, TimeoutError):
            return

    process = (lambda connection, _request: answer(connection)) if answer else None
    with serve(handle, "127.0.0.1", 0, process_request=process) as server:
        thread = _running(server)
        try:
            yield server.socket.getsockname()[1]
        finally:
            server.shutdown()
            thread.join(5)
    assert not thread.is_alive()


def _running(server: Server) -> threading.Thread:
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    return thread


@contextmanager
def wire(serve_one: Callable[[socket.socket], None]) -> Iterator[int]:
    """A bare server on the loopback, for one connection; its port."""
    done = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def run() -> None:
            connection, _ = server.accept()
            with connection:
                serve_one(connection)
                done.wait(5)

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        try:
            yield server.getsockname()[1]
        finally:
            done.set()
            thread.join(5)
    assert not thread.is_alive()


def saying(*messages: str | bytes) -> Callable[[ServerConnection], None]:
    def talk(connection: ServerConnection) -> None:
        for message in messages:
            connection.send(message)

    return talk


def counted(*events: str) -> dict[str, int]:
    window = HashtagWindow(b"key")
    for event in events:
        assert window.take(json.loads(event))
    return window.counts()


def test_only_counts_leave_the_window():
    before = datetime.now(UTC)
    with jetstream(saying(post("ann", "1", "Cats", "art"), post("bob", "2", "cats"))) as port:
        payload = listen(port)
    body = json.loads(payload.body)
    assert before <= datetime.fromisoformat(body["from"]) <= datetime.fromisoformat(body["to"])
    assert {key: body[key] for key in ("posts", "counts", "dropped", "complete")} == {
        "posts": 2,
        "counts": {"Cats": 2, "art": 1},
        "dropped": 0,
        "complete": True,
    }
    for private in (b"ann", b"some words", b"did:"):
        assert private not in payload.body + json.dumps(dict(payload.meta)).encode()
    frame = SOURCE.parse(payload.body, payload.meta).frame
    assert frame.select("term", "metric", "value", "rank", "is_partial").rows() == [
        ("#Cats", "rank", None, 1, False),
        ("#Cats", "mentions", 2.0, None, False),
        ("#art", "rank", None, 2, False),
        ("#art", "mentions", 1.0, None, False),
    ]
    assert set(frame["observed_at"]) == {payload.captured_at.replace(tzinfo=None)}
    assert frame["url"][0] == "https://bsky.app/hashtag/Cats"


def test_the_address_asks_for_posts_alone_and_messages_may_be_compressed():
    asked = []

    def talk(connection: ServerConnection) -> None:
        assert connection.request is not None
        asked.append(connection.request.path)
        asked.append([extension.name for extension in connection.protocol.extensions])
        connection.send(post("ann", "1", *(f"tag{number}" for number in range(15))))

    with jetstream(talk) as port:
        payload = listen(port)
    assert asked == [
        "/jetstream2.us-east.bsky.network/subscribe"
        "?wantedCollections=app.bsky.feed.post&maxMessageSizeBytes=100000",
        ["permessage-deflate"],
    ]
    assert len(json.loads(payload.body)["counts"]) == 15


def test_garbage_between_events_is_passed_over():
    messages = ("garbage", b"\x00\xff", "[]", '{"kind": "commit"}', post("ann", "1", "cats"))
    with jetstream(saying(*messages)) as port:
        assert json.loads(listen(port).body)["counts"] == {"cats": 1}


def test_a_server_that_never_stops_is_left_in_time():
    def talk(connection: ServerConnection) -> None:
        while True:
            connection.send(post("ann", "1", "cats"))

    with jetstream(talk) as port:
        body = json.loads(listen(port, seconds=0.2).body)
    lasted = datetime.fromisoformat(body["to"]) - datetime.fromisoformat(body["from"])
    assert 0.2 <= lasted.total_seconds() < 2
    assert body["counts"] == {"cats": 1}  # the same post, told over and over


def test_a_window_cut_short_is_partial():
    def talk(connection: ServerConnection) -> None:
        connection.send(post("ann", "1", "cats"))
        connection.close()

    with jetstream(talk) as port:
        payload = listen(port, seconds=60, deadline=90)
    frame = SOURCE.parse(payload.body, payload.meta).frame
    assert frame.filter(pl.col("metric") == "mentions")["is_partial"].to_list() == [True]


def test_a_huge_message_ends_the_window():
    huge = post("ann", "1", "cats").replace("some words", "x" * LARGEST_MESSAGE)
    with jetstream(saying(huge)) as port, pytest.raises(BadAnswer, match="larger"):
        listen(port)
    with jetstream(saying(post("ann", "1", "cats"), huge)) as port:
        assert json.loads(listen(port).body)["complete"] is False


def test_silence_and_a_server_that_never_answers_are_told_apart_from_no_hashtags():
    with jetstream(saying()) as port, pytest.raises(Unavailable, match="nothing was heard"):
        listen(port, seconds=0.1)
    with jetstream(saying(post("ann", "1"))) as port:
        payload = listen(port, seconds=0.1)
    assert SOURCE.parse(payload.body, payload.meta).frame.height == 0
    with wire(lambda _: None) as port, pytest.raises(RetryLater):
        listen(port, deadline=0.2)
    with pytest.raises(DeadlineExceeded):
        listen(9, deadline=-1.0)


def test_a_reset_and_a_server_of_something_else():
    def reset(connection: socket.socket) -> None:
        connection.recv(1000)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()

    for serve_one in (reset, lambda connection: connection.sendall(b"220 mail ready\r\n\r\n")):
        with wire(serve_one) as port, pytest.raises(Unavailable):
            listen(port, deadline=1.0)
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(Unavailable, match="ConnectionRefusedError"):
        listen(port)


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (Response(429, "", Headers({"retry-after": "7"})), RateLimited),
        (Response(401, "", Headers()), LoginWall),
        (Response(403, "", Headers()), Blocked),
        (Response(503, "", Headers()), Unavailable),
        (Response(302, "", Headers(location="https://accounts.example/x")), LoginWall),
        (Response(200, "", Headers(), b"<html>captcha</html>"), Blocked),
        (Response(200, "", Headers(), b'{"ok": true}'), UnknownMarkup),
    ],
)
def test_a_server_that_opens_no_socket(answer, kind):
    with jetstream(saying(), lambda _: answer) as port, pytest.raises(kind) as caught:
        listen(port)
    assert caught.value.source == "bluesky_jetstream"
    if kind is RateLimited:
        assert caught.value.retry_after == 7


def test_messages_that_are_no_events():
    with jetstream(saying("<html>captcha</html>")) as port, pytest.raises(Blocked):
        listen(port, seconds=0.1)
    with jetstream(saying('{"op": 1}')) as port, pytest.raises(UnknownMarkup):
        listen(port, seconds=0.1)


def test_a_rehearsal_never_leaves_the_machine():
    with HttpClient(user_agent="t") as client:
        visit = Visit(
            http=client,
            deadline=Deadline(5),
            today=date(2026, 3, 2),
            settings=ConnectorSettings(_env_file=None).model_copy(
                update={"rehearsal_server": "http://192.0.2.1:80"}
            ),
            keys=ProviderKeys(_env_file=None),
        )
        with pytest.raises(NotConfigured, match="PODPUSHER_REHEARSAL_SERVER"):
            SOURCE.fetch(visit)


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


@pytest.mark.slow
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
