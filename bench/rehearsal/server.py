"""One loopback server that plays every host of the outside world.

Under the rehearsal `https://HOST/PATH` is asked of `http://127.0.0.1:PORT/HOST/PATH`. Hosts can be
made faulty for a while; all others go on answering.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Self, cast
from urllib.parse import parse_qsl, unquote, urlsplit

from bench.rehearsal.answer import Answer, Asked, Route

if TYPE_CHECKING:
    from websockets.http11 import Request

    from bench.rehearsal.faults import Fault

NOWHERE = Answer(b"nothing is played here", 404, "text/plain")


class RehearsalServer:
    """A context manager. What no route fits answers 404."""

    def __init__(self, routes: Sequence[Route]) -> None:
        self._routes = sorted(routes, key=lambda route: -len(route.path))
        self._lock = threading.Lock()
        self._fault: Fault | None = None
        self._faulty: frozenset[str] = frozenset()
        self._asked: list[Asked] = []
        self._edition = 0
        self.closing = threading.Event()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.rehearsal = self
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.05,), name="rehearsal", daemon=True
        )
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def address(self) -> str:
        """What PODPUSHER_REHEARSAL_SERVER would be."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def asked(self) -> list[Asked]:
        """Every request so far, in order."""
        with self._lock:
            return list(self._asked)

    def new_edition(self) -> None:
        """From now on every healthy answer comes in other bytes, as those of another hour do."""
        with self._lock:
            self._edition += 1

    @contextlib.contextmanager
    def faulty(self, hosts: Collection[str], fault: Fault) -> Iterator[None]:
        """These hosts fail in this way until the block ends."""
        with self._lock:
            self._fault, self._faulty = fault, frozenset(hosts)
        try:
            yield
        finally:
            with self._lock:
                self._fault, self._faulty = None, frozenset()

    def answer(self, asked: Asked) -> Answer:
        """Remember the request and say what it gets."""
        with self._lock:
            self._asked.append(asked)
            fault = self._fault if asked.host in self._faulty else None
            blanks = b" " * self._edition
            asked = replace(asked, edition=self._edition)
        route = next((route for route in self._routes if route.fits(asked)), None)
        healthy = route.answer(asked) if route else NOWHERE
        if fault:
            return fault.answer(asked, healthy)
        return replace(healthy, body=healthy.body + blanks)

    def close(self) -> None:
        """Let go of the port; answers under way are cut off."""
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64
    rehearsal: RehearsalServer

    def handle_error(self, request: object, client_address: object) -> None:
        """A caller that went away is none of our business."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def _respond(self) -> None:
        rehearsal = cast("_Server", self.server).rehearsal
        asked = self._request()
        answer = rehearsal.answer(asked)
        if answer.delay and rehearsal.closing.wait(answer.delay):
            self.close_connection = True
        elif answer.messages is not None:
            self._socket(answer.messages, rehearsal)
        else:
            self._send(answer)

    do_GET = do_POST = do_HEAD = do_OPTIONS = _respond  # noqa: N815  # names of the base class

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""

    def _request(self) -> Asked:
        parts = urlsplit(self.path)
        host, _, path = parts.path.lstrip("/").partition("/")
        return Asked(
            method=self.command,
            host=host,
            path=f"/{unquote(path)}",
            query=dict(parse_qsl(parts.query, keep_blank_values=True)),
            headers={name.lower(): value for name, value in self.headers.items()},
            body=self.rfile.read(int(self.headers.get("content-length") or 0)),
        )

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        self.send_header("content-type", answer.content_type)
        self.send_header("content-length", str(len(answer.body)))
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)

    def _socket(self, messages: Sequence[bytes], rehearsal: RehearsalServer) -> None:
        """Open the socket, say all, and stay until the listener goes."""
        from websockets.server import ServerProtocol

        self.close_connection = True
        socket = ServerProtocol()
        # It wants to read the request itself.
        lines = [self.requestline, *(f"{name}: {value}" for name, value in self.headers.items())]
        socket.receive_data("\r\n".join([*lines, "", ""]).encode())
        (request,) = socket.events_received()
        socket.send_response(socket.accept(cast("Request", request)))
        for message in messages:
            socket.send_text(message)
        self.connection.settimeout(0.1)
        while True:
            for chunk in filter(None, socket.data_to_send()):
                self.wfile.write(chunk)
            if rehearsal.closing.is_set() or socket.close_expected():
                return
            with contextlib.suppress(TimeoutError):
                heard = self.connection.recv(4096)
                if not heard:
                    return
                socket.receive_data(heard)
