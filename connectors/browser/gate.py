"""The browser's only way out: a proxy of our own on loopback that judges where each way leads.

Page scripts, redirects, sockets and preconnections all come through here, so nothing depends on
the browser telling us first. The browser resolves no names: the number that was judged is the one
connected to. What remains: with a proxy of the operator's, names are resolved there, so only the
spelling of a host is judged here; and within a page that was let in, its script may ask any public
host on the ports of the web.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Collection, Coroutine
from dataclasses import dataclass, field
from typing import TypeVar, cast
from urllib.parse import unquote, urlsplit

from connectors.errors import ForbiddenAddress, NotConfigured
from connectors.http.addresses import (
    PORTS,
    Resolve,
    check_url,
    checked_addresses,
)

Result = TypeVar("Result")
MAX_WAY = 20_000_000  # bytes that one connection may bring
_HEAD = 64_000  # bytes of a request's head
_CHUNK = 65_536
_CONNECT_SECONDS = 15.0
_SAID_NO = b"HTTP/1.1 502 No way\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Upstream:
    """The operator's own proxy."""

    host: str
    port: int
    is_tls: bool
    credentials: bytes = field(repr=False)  # the whole header line, or nothing

    @classmethod
    def of(cls, address: str) -> Upstream:
        """From `http://user:secret@host:port`. Raises NotConfigured."""
        try:
            parts = urlsplit(address)
            host, port = parts.hostname, parts.port
        except ValueError:
            host = None
        if not host or parts.scheme not in PORTS:
            raise NotConfigured(
                "The proxy for the browser cannot be used. Write PODPUSHER_PROXIES as "
                "http://user:secret@host:port."
            )
        line = b""
        if parts.username:
            pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}".encode()
            line = b"proxy-authorization: Basic " + base64.b64encode(pair) + b"\r\n"
        return cls(host, port or PORTS[parts.scheme], parts.scheme == "https", line)


class Gate:
    """Runs in the loop that starts it. `allow` holds `host:port` pairs let through unjudged."""

    def __init__(
        self,
        *,
        proxy: str | None = None,
        resolve: Resolve | None = None,
        allow: Collection[str] = (),
    ) -> None:
        self.forbidden: dict[str, str] = {}  # host to what was said about it
        self.is_proxy_down = False  # the operator's own, at the last try
        self.flooded: Callable[[], None] = _nothing  # told when one connection brings too much
        self._upstream = Upstream.of(proxy) if proxy else None
        self._resolve = resolve
        self._allow = allow
        self._server: asyncio.Server | None = None
        self._ways: set[asyncio.Task[None]] = set()

    async def address(self) -> str:
        """Where it listens, from the first call on."""
        if self._server is None:
            self._server = await asyncio.start_server(self._arrive, "127.0.0.1", 0, limit=_HEAD)
        host, port = self._server.sockets[0].getsockname()
        return f"http://{host}:{port}"

    async def close(self) -> None:
        """Let go of the port and cut every way."""
        if self._server:
            self._server.close()
        for way in list(self._ways):
            way.cancel()
        if self._ways:
            await asyncio.wait(self._ways, timeout=1.0)

    def judge(self, url: str) -> None:
        """Raise ForbiddenAddress for an address that no page may ask, going by its spelling."""
        try:
            check_url(url, self._allow)
        except ForbiddenAddress as error:
            if host := urlsplit(url).hostname:
                self.forbidden[host] = error.message
            raise

    async def _arrive(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._ways.add(task)
        try:
            await self._serve(reader, writer)
        except (OSError, EOFError, ValueError, asyncio.LimitOverrunError):
            _break(writer)  # either side went away, or spoke no HTTP
        finally:
            self._ways.discard(task)
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        method, target, _ = head.split(b"\r\n", 1)[0].decode("latin-1").split(" ", 2)
        is_tunnel = method == "CONNECT"
        parts = urlsplit(f"//{target}" if is_tunnel else target)
        host, port = parts.hostname or "", parts.port or PORTS["http"]
        try:
            self.judge(f"http://{_bracketed(host)}:{port}/")
            far_reader, far_writer = await asyncio.wait_for(
                self._connect(host, port), _CONNECT_SECONDS
            )
        except ForbiddenAddress as error:
            self.forbidden[host] = error.message
            return await _refuse(writer, is_tunnel)
        except (OSError, TimeoutError, EOFError):
            return await _refuse(writer, is_tunnel)
        try:
            if is_tunnel:
                writer.write(b"HTTP/1.1 200 Connected\r\n\r\n")
                await _first(_pass(reader, far_writer), self._bring(far_reader, writer))
            else:
                far_writer.write(_plain(head))
                await _body(head, reader, far_writer)
                # A second request on this connection may be for another host: it is not passed on.
                await _first(_pass(reader, None), self._bring(far_reader, writer))
        finally:
            far_writer.close()

    async def _bring(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # The browser tells sizes only as fast as it reads, and a huge page keeps it busy.
        left = MAX_WAY
        while chunk := await reader.read(_CHUNK):
            left -= len(chunk)
            if left < 0:
                self.flooded()
                raise EOFError
            writer.write(chunk)
            await writer.drain()

    async def _connect(
        self, host: str, port: int
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self._upstream:
            return await self._through(self._upstream, host, port)
        failure: OSError = OSError("the name has no address")
        for address in await _aside(
            lambda: checked_addresses(host, port, resolve=self._resolve, allow=self._allow)
        ):
            try:
                return await asyncio.open_connection(address, port)
            except OSError as error:
                failure = error
        raise failure

    async def _through(
        self, proxy: Upstream, host: str, port: int
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        context = ssl.create_default_context() if proxy.is_tls else None
        self.is_proxy_down = False
        try:
            reader, writer = await asyncio.open_connection(proxy.host, proxy.port, ssl=context)
        except OSError:
            self.is_proxy_down = True
            raise
        place = f"{_bracketed(host)}:{port}".encode()
        writer.write(b"CONNECT %b HTTP/1.1\r\nhost: %b\r\n" % (place, place))
        writer.write(proxy.credentials + b"\r\n")
        status = (await reader.readuntil(b"\r\n\r\n")).split(b" ", 2)[1]
        if status != b"200":
            self.is_proxy_down = status == b"407"
            writer.close()
            raise OSError("the proxy would not")
        return reader, writer


def _plain(head: bytes) -> bytes:
    """The head of a request to a proxy as the host itself wants it, for one request only."""
    first, *lines = head.rstrip(b"\r\n").split(b"\r\n")
    method, target, version = first.split(b" ", 2)
    parts = urlsplit(target)
    path = parts.path or b"/"
    if parts.query:
        path += b"?" + parts.query
    kept = [line for line in lines if not line.lower().startswith((b"proxy-", b"connection:"))]
    return b"\r\n".join([b" ".join([method, path, version]), *kept, b"connection: close", b"", b""])


async def _refuse(writer: asyncio.StreamWriter, is_tunnel: bool) -> None:
    """No way. A plain request is broken off: an answer would be taken for the host's own."""
    if not is_tunnel:
        raise EOFError
    writer.write(_SAID_NO)
    await writer.drain()


async def _body(head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    left = 0
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            left = int(line.partition(b":")[2])
    while left > 0 and (chunk := await reader.read(min(left, _CHUNK))):
        writer.write(chunk)
        await writer.drain()
        left -= len(chunk)


async def _pass(reader: asyncio.StreamReader, writer: asyncio.StreamWriter | None) -> None:
    while chunk := await reader.read(_CHUNK):
        if writer:
            writer.write(chunk)
            await writer.drain()


async def _first(*ways: Coroutine[None, None, None]) -> None:
    """Until one direction ends, then neither goes on; its failure is raised."""
    tasks = [asyncio.ensure_future(way) for way in ways]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()


def _break(writer: asyncio.StreamWriter) -> None:
    """End as a broken connection, so that half an answer is not taken for a whole one."""
    known = writer.get_extra_info("socket")
    if known is not None:
        with contextlib.suppress(OSError):
            known.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


async def _aside(ask: Callable[[], Result]) -> Result:
    """The result of something that blocks, asked in a daemon thread that nobody waits for."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[Result] = loop.create_future()

    def tell(result: Result | None, error: BaseException | None) -> None:
        if answer.done():
            return
        if error is not None:
            answer.set_exception(error)
        else:
            answer.set_result(cast("Result", result))

    def run() -> None:
        result, failure = None, None
        try:
            result = ask()
        except Exception as error:  # handed over to whoever waits
            failure = error
        with contextlib.suppress(RuntimeError):  # the loop may be gone
            loop.call_soon_threadsafe(tell, result, failure)

    threading.Thread(target=run, name="browser resolver", daemon=True).start()
    return await answer


def _nothing() -> None:
    """Nobody wants to know."""


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
