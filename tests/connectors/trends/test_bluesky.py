"""Bluesky: a real socket on the loopback, what is counted, what is forgotten, bounded memory."""

from __future__ import annotations

import json
import socket
import struct
from datetime import UTC, date, datetime

import polars as pl
import pytest
from websockets.datastructures import Headers
from websockets.http11 import Response
from websockets.sync.server import ServerConnection

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
from connectors.settings import ConnectorSettings, ProviderKeys
from connectors.trends.base import Visit
from connectors.trends.bluesky import LARGEST_MESSAGE
from tests.connectors.trends.bluesky_samples import (
    SOURCE,
    jetstream,
    listen,
    saying,
    wire,
)
from tests.connectors.trends.cases.bluesky import post


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
