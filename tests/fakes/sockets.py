"""Sockets made of a script: handshakes and messages in order, time controlled."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from websockets.datastructures import Headers
from websockets.exceptions import InvalidStatus
from websockets.http11 import Response

from tests.fakes.http import FakeClock, Reply


@dataclass
class ScriptedSocket:
    """Gives its messages, then stays silent until the caller's time is up."""

    messages: list[str | bytes]
    clock: FakeClock

    def recv(self, timeout: float | None = None) -> str | bytes:
        """The next message."""
        if not self.messages:
            self.clock.time += timeout or 0
            raise TimeoutError
        return self.messages.pop(0)


@dataclass
class ScriptedSockets:
    """Opens a socket for a reply that is no web page, one message a line; refuses for any other.

    The last reply repeats; a reply with an error takes the time of a whole try.
    """

    replies: list[Reply]
    clock: FakeClock
    asked: list[str] = field(default_factory=list)

    @contextmanager
    def __call__(self, address: str, user_agent: str, seconds: float) -> Iterator[ScriptedSocket]:
        """The next scripted socket."""
        self.asked.append(address)
        reply = self.replies[min(len(self.asked), len(self.replies)) - 1]
        if reply.error:
            self.clock.time += min(8.0, seconds)
            raise OSError(str(reply.error))
        body = b"".join(reply.body) if isinstance(reply.body, list) else reply.body
        if reply.status != 200 or not body or body.lstrip()[:1] == b"<":
            raise InvalidStatus(Response(reply.status, "", Headers(reply.headers), body))
        yield ScriptedSocket(list(body.splitlines()), self.clock)
