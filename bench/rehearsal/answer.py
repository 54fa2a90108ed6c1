"""What a host says, what it was asked, and where it says it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

HTML = "text/html; charset=utf-8"
JSON = "application/json; charset=utf-8"
XML = "application/xml; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Asked:
    """One request by its original address. `query` holds the last value of each name.

    `edition` counts how often the world has moved on since the server was started.
    """

    method: str
    host: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]  # names in lower case
    body: bytes
    edition: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said. `messages` turns the answer into a socket that says these texts, then waits.

    `delay` are seconds before a word is said.
    """

    body: bytes = b""
    status: int = 200
    content_type: str = HTML
    headers: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0.0
    messages: tuple[bytes, ...] | None = None

    @classmethod
    def json(cls, value: object) -> Answer:
        return cls(json.dumps(value).encode(), content_type=JSON)

    @classmethod
    def page(cls, html: str) -> Answer:
        return cls(html.encode())


@dataclass(frozen=True, slots=True)
class Route:
    """Paths of one host, by how they begin, and who answers there."""

    host: str
    path: str
    answer: Callable[[Asked], Answer]

    def fits(self, asked: Asked) -> bool:
        return asked.host == self.host and asked.path.startswith(self.path)
