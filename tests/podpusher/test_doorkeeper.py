"""Who may open the dashboard: host, origin and kind of connection, every mixture."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from starlette.types import Message, Receive, Scope, Send

from podpusher.doorkeeper import Doorkeeper

OURS = [b"localhost", b"localhost:8000", b"127.0.0.1:8000", b"[::1]:8000", b"LOCALHOST:8000"]
FOREIGN = [
    b"evil.example",
    b"localhost.evil.example",
    b"127.0.0.1.evil.example:8000",
    b"localhost@evil.example",
    b"192.168.1.5:8000",
    b"0.0.0.0:8000",
    b"",
    b"[::1",
    b"\xff\xfe",
]


class RecordingApp:
    """Remembers what was passed on to it."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.seen.append(scope["type"])
        if scope["type"] == "http":
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b"in"})
        elif scope["type"] == "websocket":
            await send({"type": "websocket.accept"})


def knock(
    kind: str,
    headers: list[tuple[bytes, bytes]],
    *,
    path: str = "/",
    method: str = "GET",
    allowed: tuple[str, ...] = (),
) -> tuple[list[str], list[Message]]:
    """One connection; what the application behind saw, and what was answered."""
    app, sent = RecordingApp(), []
    scope: dict[str, Any] = {"type": kind, "headers": headers, "path": path, "method": method}

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(Doorkeeper(app, allowed)(scope, receive, send))
    return app.seen, sent


def opened(
    host: bytes, *origins: bytes, kind: str = "websocket", allowed: tuple[str, ...] = ()
) -> bool:
    headers = [(b"host", host), *((b"origin", origin) for origin in origins)]
    seen, _ = knock(kind, headers, allowed=allowed)
    return seen == [kind]


@pytest.mark.parametrize("kind", ["http", "websocket"])
class TestHosts:
    @pytest.mark.parametrize("host", OURS)
    def test_our_names_come_in(self, kind: str, host: bytes) -> None:
        assert opened(host, kind=kind)

    @pytest.mark.parametrize("host", FOREIGN)
    def test_foreign_names_do_not(self, kind: str, host: bytes) -> None:
        assert not opened(host, kind=kind)

    def test_a_name_may_be_added(self, kind: str) -> None:
        assert opened(b"shop.example:8000", kind=kind, allowed=("Shop.example",))
        assert not opened(b"other.example", kind=kind, allowed=("shop.example",))

    def test_no_host_or_two_hosts_do_not(self, kind: str) -> None:
        assert knock(kind, [])[0] == []
        two = [(b"host", b"localhost"), (b"host", b"localhost")]
        assert knock(kind, two)[0] == []


class TestSockets:
    def test_a_page_of_ours_opens_one(self) -> None:
        assert opened(b"localhost:8000", b"http://localhost:8000")
        assert opened(b"127.0.0.1:8000", b"http://127.0.0.1:8000")

    def test_a_program_without_an_origin_opens_one(self) -> None:
        assert opened(b"localhost:8000")

    @pytest.mark.parametrize(
        "origin",
        [
            b"http://evil.example",
            b"http://localhost:9000",
            b"http://localhost",
            b"http://127.0.0.1:8000",
            b"null",
            b"",
            b"localhost:8000",
        ],
    )
    def test_a_page_of_another_origin_does_not(self, origin: bytes) -> None:
        assert not opened(b"localhost:8000", origin)

    def test_two_origins_do_not(self) -> None:
        assert not opened(b"localhost:8000", b"http://localhost:8000", b"http://localhost:8000")

    def test_a_refused_socket_is_closed_for_policy(self) -> None:
        _, sent = knock("websocket", [(b"host", b"evil.example")])
        assert sent == [{"type": "websocket.close", "code": 1008}]


class TestRequests:
    def test_a_refusal_has_the_one_error_schema(self) -> None:
        _, sent = knock("http", [(b"host", b"evil.example")])
        assert sent[0]["status"] == 403
        assert b"request.host_not_allowed" in sent[1]["body"]

    def test_a_foreign_page_may_not_write(self) -> None:
        ours, theirs = (b"host", b"localhost:8000"), (b"origin", b"http://evil.example")
        seen, sent = knock("http", [ours, theirs], method="POST", path="/_stcore/upload_file")
        assert seen == []
        assert b"request.origin_not_allowed" in sent[1]["body"]

    def test_below_api_the_apis_own_guard_answers(self) -> None:
        seen, _ = knock("http", [(b"host", b"evil.example")], path="/api/v1/trends")
        assert seen == ["http"]

    @pytest.mark.parametrize("path", ["/api", "/apiary", "/API/v1"])
    def test_only_below_api(self, path: str) -> None:
        assert knock("http", [(b"host", b"evil.example")], path=path)[0] == []

    def test_the_start_of_the_server_is_no_request(self) -> None:
        assert knock("lifespan", [])[0] == ["lifespan"]
