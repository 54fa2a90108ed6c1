"""Answers kept as bytes: bounded, least recently used goes first."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Answer:
    """The encoded body of an answer and its validator."""

    body: bytes
    etag: str
    media_type: str = "application/json"
    cache_control: str = "no-cache"  # keep it, but ask whether it still holds
    headers: Mapping[str, str] = field(default_factory=dict)


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
