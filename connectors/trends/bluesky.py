"""Bluesky: hashtags of the posts that arrive on the public Jetstream socket while we listen.

Only counts leave the window: no text, no author, no address of a post. What lands is
`{"from", "to", "posts", "counts": {tag: authors}, "dropped", "complete"}`. A count is the posts of
the window with the tag, one for each author: `mentions` of the instant at which the window ended.
A window that was cut short is `is_partial`.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from typing import Any, Protocol
from urllib.parse import urlsplit

from connectors.errors import (
    BadAnswer,
    ConnectorError,
    NotConfigured,
    Unavailable,
    UnknownMarkup,
)
from connectors.http.rehearsal import rehearsed
from connectors.http.retry import RetryPolicy
from connectors.trends.base import Parsed, Payload, Visit, captured_at
from connectors.trends.hashtag_window import HashtagWindow
from connectors.trends.jetstream import (
    parse_events,
    parse_window,
    raise_for_handshake,
    read_json,
)
from connectors.trends.pages import refuse_pages

ADDRESS = (
    "wss://jetstream2.us-east.bsky.network/subscribe"
    "?wantedCollections=app.bsky.feed.post&maxMessageSizeBytes=100000"
)
LARGEST_MESSAGE = 200_000  # bytes, after decompression
CLOSING = 1.0  # seconds for saying goodbye
KEPT_BACK = 2.0  # seconds of the time set aside that are not listened to


class Socket(Protocol):
    """An open socket; `recv` raises TimeoutError, or ConnectionClosed of `websockets`."""

    def recv(self, timeout: float | None = None) -> str | bytes:
        """The next message."""
        ...


# Address, User-Agent and seconds to a socket; raises OSError or an exception of `websockets`.
Connect = Callable[[str, str, float], AbstractContextManager[Socket]]


class BlueskySource:
    """Listens for `bluesky_seconds`, counts, and forgets."""

    id = "bluesky_jetstream"
    version = "1"

    def __init__(
        self,
        *,
        connect: Connect | None = None,
        policy: RetryPolicy | None = None,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._connect = connect or open_socket
        self._policy = policy or RetryPolicy()
        self._clock = clock
        self._now = now

    def fetch(self, visit: Visit) -> list[Payload]:
        """One payload: the counts of the window.

        Raises Unavailable when nothing was heard, BadAnswer for a message too large, UnknownMarkup
        when no message is an event, and what the server says instead of opening a socket.
        """
        try:
            return [self._policy.call(lambda: self._listen(visit), deadline=visit.deadline)]
        except ConnectorError as error:
            error.source = self.id
            raise

    def parse(self, payload: bytes, meta: Mapping[str, Any]) -> Parsed:
        """Rank and mentions of each tag, of landed counts or of recorded events of the stream."""
        refuse_pages(payload, self.id)
        body = read_json(payload)
        if isinstance(body, dict) and isinstance(body.get("counts"), dict):
            return parse_window(body, self.id)
        return parse_events(payload, body, captured_at(meta), self.id)

    def _listen(self, visit: Visit) -> Payload:
        from websockets.exceptions import InvalidStatus, WebSocketException

        visit.deadline.check(self.id)
        address = _address(visit.settings.rehearsal_server)
        window = HashtagWindow(secrets.token_bytes(16))
        try:
            with self._connect(
                address, visit.settings.user_agent, max(0.05, visit.deadline.left)
            ) as socket:
                began = self._now()
                seconds = min(visit.settings.bluesky_seconds, visit.deadline.left - KEPT_BACK)
                complete = self._hear(socket, window, self._clock() + seconds)
                ended = self._now()
        except InvalidStatus as error:
            raise_for_handshake(error.response, self.id, self._now())
        except (OSError, WebSocketException) as error:
            raise Unavailable(
                f"{self.id}: no connection ({type(error).__name__}). Check the network, or try "
                "again later."
            ) from error
        return _payload(window, began, ended, complete)

    def _hear(self, socket: Socket, window: HashtagWindow, end: float) -> bool:
        """Count until the end; false when the server hung up before."""
        from websockets.exceptions import ConnectionClosed

        strange: str | bytes | None = None
        closed: ConnectionClosed | None = None
        while (left := end - self._clock()) > 0:
            try:
                message = socket.recv(timeout=left)
            except TimeoutError:
                break
            except ConnectionClosed as error:
                closed = error
                break
            if not window.take(read_json(message)) and strange is None:
                strange = message
        if not window.events:
            self._raise_for_silence(strange, closed)
        return closed is None

    def _raise_for_silence(self, strange: str | bytes | None, closed: Exception | None) -> None:
        if strange is not None:
            refuse_pages(strange.encode() if isinstance(strange, str) else strange, self.id)
            raise UnknownMarkup(f"{self.id}: messages that are no events. Report it.")
        close = getattr(closed, "sent", None)
        if close is not None and close.code == 1009:  # we hung up: message too big
            raise BadAnswer(
                f"{self.id}: a message larger than {LARGEST_MESSAGE:,} bytes. Nothing was kept; "
                "report it, the stream may have changed."
            )
        raise Unavailable(f"{self.id}: nothing was heard on the open socket. Try again later.")


CONNECTORS = {"bluesky_jetstream": BlueskySource}


@contextmanager
def open_socket(address: str, user_agent: str, seconds: float) -> Iterator[Socket]:
    """A connection that goes straight to the address: no proxy, no redirect to another place."""
    import socket

    from websockets.exceptions import InvalidMessage, InvalidStatus, WebSocketException
    from websockets.sync.client import connect

    parts = urlsplit(address)
    port = parts.port or (443 if parts.scheme == "wss" else 80)
    wire = socket.create_connection((parts.hostname, port), timeout=seconds)
    wire.settimeout(None)  # from here on `websockets` keeps the time
    try:
        opened = connect(
            address,
            sock=wire,
            user_agent_header=user_agent,
            open_timeout=seconds,
            close_timeout=CLOSING,
            max_size=LARGEST_MESSAGE,
        )
    except (ValueError, WebSocketException) as error:
        answer = error.__cause__ or error.__context__
        if isinstance(answer, InvalidStatus):
            raise answer from error  # a redirect, which the given wire cannot follow
        raise
    except AssertionError as error:  # the library trusts that no server speaks first
        raise InvalidMessage("the server spoke before the handshake") from error
    with opened:
        yield opened


def _address(rehearsal_server: str) -> str:
    if not rehearsal_server:
        return ADDRESS
    try:
        return rehearsed(ADDRESS, rehearsal_server)
    except ValueError as error:
        raise NotConfigured(str(error)) from error


def _payload(window: HashtagWindow, began: datetime, ended: datetime, complete: bool) -> Payload:
    import orjson

    body = {
        "from": began.astimezone(UTC).isoformat(),
        "to": ended.astimezone(UTC).isoformat(),
        "posts": window.posts,
        "counts": window.counts(),
        "dropped": window.dropped,
        "complete": complete,
    }
    meta = {"url": ADDRESS, "captured_at": body["to"]}
    return Payload(orjson.dumps(body), ".json", ended, meta)
