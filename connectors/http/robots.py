"""Robots rules: read, kept for a day, and shown. Whoever asks a page reports the verdict."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

import httpx2

from connectors.errors import ConnectorError, NoData
from connectors.http.deadline import Deadline

if TYPE_CHECKING:
    from protego import Protego

    from connectors.http.client import HttpClient

KEPT: Final = timedelta(days=1)
KEPT_UNREAD: Final = timedelta(hours=1)  # rules that could not be read are asked for sooner
_MOST: Final = 512_000  # bytes looked at, as the standard asks for at least
_CANDIDATES: Final = 20  # lines tried when the deciding one is looked for


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a host's rules say about an address.

    `allowed` is None when the rules are not known; `reason` says why in plain words. `rule` is the
    line that forbids, where it could be found; `crawl_delay` is in seconds.
    """

    allowed: bool | None
    reason: str
    rule: str | None = None
    crawl_delay: float | None = None
    fetched_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Kept:
    fetched_at: datetime
    text: str | None  # None: could not be read
    reason: str
    rules: Protego | None = None


class RobotsRules:
    """The rules of the hosts that were read, in the memory of this process."""

    def __init__(self, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._now = now
        self._hosts: dict[str, _Kept] = {}

    def read(
        self, client: HttpClient, host: str, deadline: Deadline, *, source: str = "robots"
    ) -> None:
        """Have a host's rules at hand, asking for them when they are older than a day.

        Raises nothing: rules that cannot be read make the verdict unknown.
        """
        if self._held(host) is None:
            self._hosts[host] = self._ask(client, host, deadline, source)

    def allows(self, url: str, user_agent: str) -> Verdict:
        """The verdict on an address for a user agent, by the rules that were read."""
        held = self._held(httpx2.URL(url).host)
        if held is None:
            return Verdict(None, "the robots rules of this host were not read")
        if held.text is None or held.rules is None:
            allowed = True if held.text is not None else None
            return Verdict(allowed, held.reason, fetched_at=held.fetched_at)
        allowed = held.rules.can_fetch(url, user_agent)
        return Verdict(
            allowed=allowed,
            reason="the robots rules allow it" if allowed else "the robots rules forbid it",
            rule=None if allowed else deciding_rule(held.text, url, user_agent),
            crawl_delay=held.rules.crawl_delay(user_agent),
            fetched_at=held.fetched_at,
        )

    def _held(self, host: str) -> _Kept | None:
        held = self._hosts.get(host)
        if held is None:
            return None
        life = KEPT if held.text is not None else KEPT_UNREAD
        return held if self._now() - held.fetched_at < life else None

    def _ask(self, client: HttpClient, host: str, deadline: Deadline, source: str) -> _Kept:
        from protego import Protego

        try:
            answer = client.get(f"https://{host}/robots.txt", deadline=deadline, source=source)
        except NoData:
            return _Kept(self._now(), "", "the host has no robots rules")
        except ConnectorError as error:
            return _Kept(self._now(), None, f"the robots rules could not be read ({error.code})")
        text = answer.body[:_MOST].decode("utf-8-sig", errors="replace")
        if text.lstrip().startswith("<"):
            return _Kept(self._now(), None, "a web page came instead of robots rules")
        return _Kept(self._now(), text, "", Protego.parse(text))


def deciding_rule(text: str, url: str, user_agent: str) -> str | None:
    """The line of a robots file that forbids an address, if it can be found.

    A line decides when the verdict turns as soon as the line says the opposite.
    """
    from protego import Protego

    lines = text.splitlines()
    candidates = [
        number
        for number, line in enumerate(lines)
        if (pattern := _forbidden_pattern(line))
        and not Protego.parse(f"User-agent: *\nDisallow: {pattern}").can_fetch(url, user_agent)
    ]
    candidates.sort(key=lambda number: len(lines[number]), reverse=True)
    for number in candidates[:_CANDIDATES]:
        turned = [
            *lines[:number],
            f"Allow: {_forbidden_pattern(lines[number])}",
            *lines[number + 1 :],
        ]
        if Protego.parse("\n".join(turned)).can_fetch(url, user_agent):
            return lines[number].strip()[:300]
    return None


def _forbidden_pattern(line: str) -> str:
    name, _, value = line.partition("#")[0].partition(":")
    return value.strip() if name.strip().lower() == "disallow" else ""
