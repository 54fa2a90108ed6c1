"""An outside world made of a script: answers in order, requests recorded, time controlled."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx2


class _Chunks(httpx2.SyncByteStream):
    def __init__(self, chunks: list[bytes], on_chunk: Callable[[], None]) -> None:
        self._chunks = chunks
        self._on_chunk = on_chunk

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._chunks:
            self._on_chunk()
            yield chunk

    def close(self) -> None:
        """Nothing to close."""


@dataclass
class Reply:
    """One scripted answer: status, headers and body chunks, or an exception to raise."""

    status: int = 200
    body: bytes | list[bytes] = b""
    headers: dict[str, str] = field(default_factory=dict)
    error: Exception | None = None

    @classmethod
    def json(cls, value: Any, status: int = 200) -> Reply:
        """A JSON answer."""
        return cls(status, json.dumps(value).encode(), {"content-type": "application/json"})


class FakeClock:
    """A monotonic clock that only sleep and the script move."""

    def __init__(self) -> None:
        self.time = 1000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        """Move on, and remember it."""
        self.slept.append(seconds)
        self.time += seconds


class ScriptedTransport(httpx2.BaseTransport):
    """Answers requests in order; the last reply repeats. `route` picks by address instead."""

    def __init__(
        self,
        replies: list[Reply] | None = None,
        *,
        route: Callable[[httpx2.URL], Reply] | None = None,
        clock: FakeClock | None = None,
        seconds_per_request: float = 0.0,
        seconds_per_chunk: float = 0.0,
    ) -> None:
        self.requests: list[httpx2.Request] = []
        self._replies = replies or []
        self._route = route
        self._clock = clock
        self._per_request = seconds_per_request
        self._per_chunk = seconds_per_chunk

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """The next scripted answer."""
        self.requests.append(request)
        self._wait(self._per_request)
        if self._route:
            reply = self._route(request.url)
        else:
            reply = self._replies[min(len(self.requests), len(self._replies)) - 1]
        if reply.error:
            raise reply.error
        chunks = reply.body if isinstance(reply.body, list) else [reply.body]
        return httpx2.Response(
            reply.status,
            headers=reply.headers,
            stream=_Chunks(chunks, lambda: self._wait(self._per_chunk)),
            request=request,
        )

    def _wait(self, seconds: float) -> None:
        if self._clock:
            self._clock.time += seconds
