"""What the tests of bluesky share: answers, and how they are read."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

from websockets.exceptions import ConnectionClosed
from websockets.http11 import Response
from websockets.sync.server import Server, ServerConnection, serve

from connectors.http.client import HttpClient
from connectors.http.deadline import Deadline
from connectors.http.retry import RetryPolicy
from connectors.settings import ConnectorSettings, ProviderKeys
from connectors.trends.base import Payload, Visit
from connectors.trends.bluesky import BlueskySource
from connectors.trends.hashtag_window import HashtagWindow

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
