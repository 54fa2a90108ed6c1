"""Answers kept as bytes: bounded, least recently used goes first, each made once at a time."""

from __future__ import annotations

import asyncio
import threading
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

Made = TypeVar("Made")
RawHeaders = list[tuple[bytes, bytes]]


@dataclass(frozen=True)
class Answer:
    """The encoded body of an answer, its validator, and the route that made it."""

    body: bytes
    etag: str
    media_type: str = "application/json"
    cache_control: str = "no-cache"  # keep it, but ask whether it still holds
    headers: Mapping[str, str] = field(default_factory=dict)
    route: Any = field(default=None, compare=False)

    def told(self) -> dict[str, str]:
        """Headers that a 304 carries too."""
        return {"etag": self.etag, "cache-control": self.cache_control, **self.headers}

    @cached_property
    def raw_validators(self) -> RawHeaders:
        """`told` as a server takes it."""
        return [(k.lower().encode("latin-1"), v.encode("latin-1")) for k, v in self.told().items()]

    @cached_property
    def raw_headers(self) -> RawHeaders:
        """Headers of the whole answer as a server takes them."""
        media = self.media_type
        if media.startswith("text/") and "charset" not in media:
            media += "; charset=utf-8"
        return [
            (b"content-length", b"%d" % len(self.body)),
            (b"content-type", media.encode("latin-1")),
            *self.raw_validators,
        ]


def matches(header: str, etag: str) -> bool:
    """Whether an If-None-Match header names the validator (weakly compared, RFC 9110)."""
    named = {part.strip().removeprefix("W/") for part in header.split(",")}
    return "*" in named or etag in named


class AnswerCache:
    """A bounded map of answers. Safe to use from many threads."""

    def __init__(self, max_bytes: int, max_entries: int = 2048) -> None:
        self._max_bytes = max_bytes
        self._max_entries = max_entries
        self._answers: OrderedDict[object, Answer] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def get(self, key: object) -> Answer | None:
        """The answer, if kept."""
        with self._lock:
            answer = self._answers.get(key)
            if answer is not None:
                self._answers.move_to_end(key)
            return answer

    def put(self, key: object, answer: Answer) -> None:
        """Keep an answer, unless it alone is larger than the whole allowance."""
        size = len(answer.body)
        if size > self._max_bytes:
            return
        with self._lock:
            old = self._answers.pop(key, None)
            self._bytes += size - (len(old.body) if old else 0)
            self._answers[key] = answer
            while self._bytes > self._max_bytes or len(self._answers) > self._max_entries:
                _key, dropped = self._answers.popitem(last=False)
                self._bytes -= len(dropped.body)

    @property
    def size(self) -> tuple[int, int]:
        """Entries and bytes kept."""
        return len(self._answers), self._bytes


class Flights:
    """One computation of each thing at a time: who asks meanwhile waits for it.

    An error is told to all who waited. When whoever computes is cancelled, the next one begins.
    """

    def __init__(self) -> None:
        self._under_way: dict[tuple[int, object], asyncio.Future[Any]] = {}

    async def landed(self, key: object) -> bool:
        """Wait for what is being made under the key; False when nothing is."""
        waiting = self._under_way.get((id(asyncio.get_running_loop()), key))
        if waiting is None:
            return False
        await asyncio.wait([waiting])
        return True

    async def once(self, key: object, make: Callable[[], Awaitable[Made]]) -> Made:
        """What `make` gives, made now or being made already."""
        loop = asyncio.get_running_loop()
        own = (id(loop), key)  # a future belongs to its loop
        while (waiting := self._under_way.get(own)) is not None:
            await asyncio.wait([waiting])
            if not waiting.cancelled():
                made: Made = waiting.result()
                return made
        future: asyncio.Future[Made] = loop.create_future()
        self._under_way[own] = future
        try:
            result = await make()
        except Exception as error:
            future.set_exception(error)
            future.exception()  # nobody may be waiting
            raise
        except BaseException:
            future.cancel()
            raise
        else:
            future.set_result(result)
            return result
        finally:
            del self._under_way[own]
