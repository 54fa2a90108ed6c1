"""Who may ask: the Host must be ours, a write must come from our own pages, bodies are small."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import ApiError, HostNotAllowed, OriginNotAllowed, TooLarge, response_for

LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "[::1]"})
MAX_BODY = 1024 * 1024  # bytes
_HOST = re.compile(r"(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(?::\d{1,5})?")
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class Guard:
    """Refuses foreign hosts (DNS rebinding), foreign origins on writes, and large bodies."""

    def __init__(
        self,
        app: ASGIApp,
        allowed_hosts: Collection[str] = (),
        larger: Mapping[str, int] | None = None,
    ) -> None:
        """`larger`: parts of paths that take larger bodies, and how large in bytes."""
        self._app = app
        self._hosts = LOCAL_HOSTS | {host.lower() for host in allowed_hosts}
        self._larger = dict(larger or {})
        self._known: set[bytes] = set()  # raw Host values that passed; bounded below

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] == "http":
            try:
                limit = self._limit(scope["path"])
                self._check(scope, limit)
            except ApiError as error:
                refusal = response_for(error, scope.get("podpusher.request_id", ""))
                await refusal(scope, receive, send)
                return
            receive = _counted(receive, limit)
        await self._app(scope, receive, send)

    def _limit(self, path: str) -> int:
        fits = (size for part, size in self._larger.items() if part in path)
        return next(fits, MAX_BODY)

    def _check(self, scope: Scope, limit: int) -> None:
        hosts: list[bytes] = []
        origin: bytes | None = None
        site: bytes | None = None
        for name, value in scope["headers"]:
            if name == b"host":
                hosts.append(value)
            elif name == b"origin":
                origin = value
            elif name == b"sec-fetch-site":
                site = value
            elif name == b"content-length" and not _small(value, limit):
                raise _too_large(limit)
        if len(hosts) != 1 or not (hosts[0] in self._known or self._allowed(hosts[0])):
            raise HostNotAllowed(
                "This installation does not answer to that host name. Use localhost, or add the "
                "name to PODPUSHER_ALLOWED_HOSTS."
            )
        if scope["method"] not in _SAFE and not _own(hosts[0], origin, site):
            raise OriginNotAllowed("Writes are only taken from this installation's own pages.")

    def _allowed(self, raw: bytes) -> bool:
        match = _HOST.fullmatch(raw.decode("latin-1"))
        if match is None or match.group(1).lower() not in self._hosts:
            return False
        if len(self._known) < 64:
            self._known.add(raw)
        return True


def _counted(receive: Receive, limit: int) -> Receive:
    """A body that states no length is counted while it is read."""
    total = 0

    async def counted() -> Message:
        nonlocal total
        message = await receive()
        if message["type"] == "http.request":
            total += len(message.get("body", b""))
            if total > limit:
                raise _too_large(limit)
        return message

    return counted


def _too_large(limit: int) -> TooLarge:
    return TooLarge(f"The body is larger than {limit} bytes. Send less.", limit=limit)


def _small(value: bytes, limit: int) -> bool:
    return value.isdigit() and len(value) < 16 and int(value) <= limit


def _own(host: bytes, origin: bytes | None, site: bytes | None) -> bool:
    if site is not None and site not in (b"same-origin", b"none"):
        return False
    return origin is None or origin in (b"http://" + host, b"https://" + host)
