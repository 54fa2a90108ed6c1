"""A browser made of a script: the same replies as the scripted transport, given as pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

from connectors.browser.base import CapturedAnswer, PageRequest, PageVisit
from connectors.errors import Blocked, LoginWall, NoData, RateLimited, Refused, Unavailable
from connectors.http.deadline import Deadline
from tests.fakes.http import Reply

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@dataclass
class ScriptedBrowser:
    """Answers in order, the last one repeats; what it was asked and told is remembered.

    A reply's body becomes a captured answer when the request wants one and the body is no web page,
    else the document.
    """

    replies: list[Reply]
    requests: list[PageRequest] = field(default_factory=list)
    failures: list[tuple[str, str]] = field(default_factory=list)
    now: datetime = NOW

    def open(self, request: PageRequest, *, source: str, deadline: Deadline) -> PageVisit:
        """The next scripted page."""
        deadline.check(source)
        self.requests.append(request)
        reply = self.replies[min(len(self.requests), len(self.replies)) - 1]
        if reply.error:
            raise Unavailable(f"{source}: no connection. Try again later.", source=source)
        _raise_for(reply, source)
        body = b"".join(reply.body) if isinstance(reply.body, list) else reply.body
        if request.capture and body.lstrip()[:1] != b"<":
            kind = reply.headers.get("content-type", "application/json")
            answer = CapturedAnswer(f"https://site.example{request.capture[0]}", 200, kind, body)
            return PageVisit(request.url, 200, b"<html></html>", (answer,), self.now)
        return PageVisit(request.url, 200, body, (), self.now)

    def failed(self, source: str, code: str) -> None:
        """Remember it."""
        self.failures.append((source, code))


def _raise_for(reply: Reply, source: str) -> None:
    location = reply.headers.get("location", "")
    if 300 <= reply.status < 400:
        if "login" in location or "signin" in location:
            raise LoginWall(f"{source}: sent to a sign-in. Import an export of your own instead.")
        raise Refused(f"{source}: sent on to another host. Report it.")
    if reply.status == 429:
        raise RateLimited(f"{source}: asked too often (429). It is asked again at the next run.")
    if reply.status in (401, 407):
        raise LoginWall(f"{source}: wants a sign-in ({reply.status}). Nothing was read.")
    if reply.status in (403, 451):
        raise Blocked(f"{source}: refuses this machine ({reply.status}). Import an export instead.")
    if reply.status in (404, 410):
        raise NoData(f"{source}: nothing there ({reply.status}).")
    if reply.status >= 500:
        raise Unavailable(f"{source}: server error {reply.status}. Try again later.")
    if reply.status != 200:
        raise Refused(f"{source}: unexpected status {reply.status}. Report it with the log.")
