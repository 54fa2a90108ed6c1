"""What a page source asks of a browser, and what it gets back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from connectors.http.deadline import Deadline


@dataclass(frozen=True, slots=True)
class PageRequest:
    """One public page to open.

    `capture` are parts of addresses: answers to the page's own requests whose address holds one of
    them are kept. `wait_for` is a CSS selector whose first match means the page is ready; without
    it, and without a captured answer, the page is ready when the network rests. `scrolls` is how
    often to scroll to the end; it stops early when the page no longer grows. `region` and
    `language` shape the browser's own account of itself (locale, time zone).
    """

    url: str
    capture: tuple[str, ...] = ()
    wait_for: str | None = None
    scrolls: int = 0
    region: str = "US"
    language: str = "en"


@dataclass(frozen=True, slots=True)
class CapturedAnswer:
    """An answer to one of the page's own requests; `url` is without secrets."""

    url: str
    status: int
    content_type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class PageVisit:
    """A page as it stood at the end: final address (without secrets), status, document, answers."""

    url: str
    status: int
    html: bytes
    answers: tuple[CapturedAnswer, ...]
    received_at: datetime


class Browser(Protocol):
    """One browser for a run; every source gets a fresh profile that is thrown away."""

    def open(self, request: PageRequest, *, source: str, deadline: Deadline) -> PageVisit:
        """The page. Raises Blocked, LoginWall, Unavailable, BadAnswer or DeadlineExceeded."""
        ...

    def failed(self, source: str, code: str) -> None:
        """The source could not read the page it last opened: keep a picture and a snippet of it."""
        ...
