"""The outside world on a loopback address: every host of the rehearsal, behaving as told.

Under the rehearsal `https://HOST/PATH` is asked of `http://127.0.0.1:PORT/HOST/PATH`. A request
that names another host in its Host header is taken for that host. The site also plays a proxy: what
it is asked to connect to is itself, so plain `http://HOST/PATH` reaches it through `CONNECT`.
"""

from __future__ import annotations

import base64
import hashlib
import socket
import struct
import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import cast
from urllib.parse import urlsplit

from tests.fakes.behaviour import CHUNK, Behaviour

__all__ = ["Behaviour", "Seen", "Site"]

_ACCEPT = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # the constant of RFC 6455
_FILLER = b"<!--" + b"filler ".ljust(CHUNK - 7, b".") + b"-->"  # much to read, nothing to build
_NOWHERE = Behaviour(b"nothing is served here", 404, "text/plain")


@dataclass(frozen=True)
class Seen:
    """One request as it arrived, by its original address."""

    method: str
    host: str
    path: str  # with the query
    headers: Mapping[str, str]  # names in lower case
    body: bytes


@dataclass
class _Route:
    host: str
    path: str
    behaviours: tuple[Behaviour, ...]
    served: int = 0

    def matches(self, host: str, path: str) -> bool:
        suffix = self.host.lstrip(".")
        return (host == suffix or host.endswith(f".{suffix}") or not suffix) and path.startswith(
            self.path
        )

    def next(self) -> Behaviour:
        self.served += 1
        return self.behaviours[min(self.served, len(self.behaviours)) - 1]


class Site:
    """A context manager. What nothing is served for answers 404."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._routes: list[_Route] = []
        self._seen: list[Seen] = []
        self._tunnels: list[Seen] = []
        self.closing = threading.Event()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.site = self
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.05,), name="site", daemon=True
        )
        self._thread.start()

    def __enter__(self) -> Site:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._server.server_address[1])

    @property
    def address(self) -> str:
        """The rehearsal server, as the settings want it."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def requests(self) -> list[Seen]:
        """Every request so far, in order."""
        with self._lock:
            return list(self._seen)

    @property
    def tunnels(self) -> list[Seen]:
        """Every wish to be connected, in order; `path` is empty."""
        with self._lock:
            return list(self._tunnels)

    @property
    def counts(self) -> Counter[str]:
        """Requests a host."""
        return Counter(seen.host for seen in self.requests)

    def count(self, host_suffix: str = "", path_prefix: str = "/") -> int:
        """Requests to the hosts that end so, below the path."""
        route = _Route(host_suffix, path_prefix, ())
        return sum(route.matches(seen.host, seen.path) for seen in self.requests)

    def serve(self, host_suffix: str, path_prefix: str, *behaviours: Behaviour) -> None:
        """Behave so for these addresses, in order; the last behaviour repeats.

        The longest path wins, then the longest host. `host_suffix` "" is every host; the path may
        hold a query. The same pair again replaces what was said before.
        """
        route = _Route(host_suffix, path_prefix, behaviours or (_NOWHERE,))
        with self._lock:
            known = [
                one for one in self._routes if (one.host, one.path) != (route.host, route.path)
            ]
            self._routes = sorted([*known, route], key=lambda one: (-len(one.path), -len(one.host)))

    def clear(self) -> None:
        """Serve nothing, and forget what was asked."""
        with self._lock:
            self._routes, self._seen, self._tunnels = [], [], []

    def close(self) -> None:
        """Let go of the port; answers under way are cut off."""
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)

    def connect(self, seen: Seen) -> None:
        """Remember that somebody came through the site as a proxy."""
        with self._lock:
            self._tunnels.append(seen)

    def answer(self, seen: Seen) -> Behaviour:
        """Remember the request and say how to behave."""
        with self._lock:
            self._seen.append(seen)
            for route in self._routes:
                if route.matches(seen.host, seen.path):
                    return route.next()
        return _NOWHERE


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64
    site: Site

    def handle_error(self, request: object, client_address: object) -> None:
        """A caller that went away is none of our business."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def _respond(self) -> None:
        site = cast("_Server", self.server).site
        seen = self._request()
        behaviour = site.answer(seen)
        self.close_connection = True
        if behaviour.delay and site.closing.wait(behaviour.delay):
            return
        if behaviour.is_reset:
            self._reset()
        elif behaviour.messages is not None:
            self._socket(behaviour, seen, site)
        else:
            self._send(behaviour, site)

    def do_CONNECT(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        host = self.path.rpartition(":")[0]
        cast("_Server", self.server).site.connect(Seen("CONNECT", host, "", headers, b""))
        self.send_response_only(200)
        self.end_headers()
        self.close_connection = False  # the request itself follows

    do_GET = do_POST = do_HEAD = do_PUT = do_DELETE = do_OPTIONS = _respond

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""

    def _request(self) -> Seen:
        parts = urlsplit(self.path)
        named = (parts.netloc or self.headers.get("host", "")).lower()
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        if named == f"127.0.0.1:{cast('_Server', self.server).site.port}":
            named, _, rest = path.lstrip("/").partition("/")
            if "?" in named:
                named, _, query = named.partition("?")
                rest = f"?{query}"
            path = f"/{rest}"
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        return Seen(self.command, named.partition(":")[0], path, headers, body)

    def _send(self, behaviour: Behaviour, site: Site) -> None:
        self.send_response(behaviour.status)
        self.send_header("content-type", behaviour.content_type)
        self.send_header("connection", "close")
        for name, value in behaviour.headers.items():
            self.send_header(name, value)
        if not behaviour.filler and "content-length" not in behaviour.headers:
            missing = 1000 if behaviour.is_truncated else 0
            self.send_header("content-length", str(len(behaviour.body) + missing))
        self.end_headers()
        if self.command == "HEAD":
            return
        pause = behaviour.pause
        step = max(1, len(behaviour.body) // 20) if pause else CHUNK
        for start in range(0, len(behaviour.body), step):
            self.wfile.write(behaviour.body[start : start + step])
            if pause and site.closing.wait(pause):
                return
        for _ in range(0, behaviour.filler, CHUNK):
            if site.closing.is_set():
                return
            self.wfile.write(_FILLER)

    def _reset(self) -> None:
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        socket.close(self.connection.detach())

    def _socket(self, behaviour: Behaviour, seen: Seen, site: Site) -> None:
        key = seen.headers.get("sec-websocket-key", "").encode()
        accept = base64.b64encode(hashlib.sha1(key + _ACCEPT).digest()).decode()
        self.send_response(101)
        self.send_header("upgrade", "websocket")
        self.send_header("connection", "Upgrade")
        self.send_header("sec-websocket-accept", accept)
        self.end_headers()
        for message in behaviour.messages or ():
            self.wfile.write(_frame(message))
            if behaviour.pause and site.closing.wait(behaviour.pause):
                return
        if not site.closing.wait(behaviour.hold):
            self.wfile.write(b"\x88\x02\x03\xe8")  # closed, 1000


def _frame(message: bytes) -> bytes:
    size = len(message)
    if size < 126:
        head = bytes([0x81, size])
    elif size < 65_536:
        head = b"\x81\x7e" + struct.pack(">H", size)
    else:
        head = b"\x81\x7f" + struct.pack(">Q", size)
    return head + message
