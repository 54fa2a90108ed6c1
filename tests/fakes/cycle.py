"""A cycle over the sources whose outside world is a script."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime

import httpx2

from connectors.browser.base import Browser
from connectors.http.client import HttpClient
from connectors.http.deadline import Deadline
from connectors.http.retry import RetryPolicy
from connectors.settings import ConnectorSettings, ProviderKeys
from connectors.trends.base import Parsed, Visit
from domain.sources.spec import SourceSpec
from tests.fakes.http import FakeClock, Reply, ScriptedTransport

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


class ScriptedCycle:
    """Answers by address; remembers what was shown and what could not be read."""

    def __init__(
        self,
        route: Callable[[httpx2.URL], Reply],
        *,
        settings: ConnectorSettings | None = None,
        keys: ProviderKeys | None = None,
        browser: Browser | None = None,
        terms: tuple[str, ...] = (),
        seconds: float = 10.0,
    ) -> None:
        self.settings = settings or ConnectorSettings(
            _env_file=None, live_regions="US", live_articles=1
        )
        self.keys = keys or ProviderKeys(_env_file=None)
        self.shown: list[tuple[str, int]] = []
        self.unread: list[tuple[str, str]] = []
        self._browser = browser
        self._terms = terms
        self._seconds = seconds
        self._clock = FakeClock()
        self._transport = ScriptedTransport(route=route)
        self._client = HttpClient(
            user_agent="t",
            transport=self._transport,
            policy=RetryPolicy(sleep=self._clock.sleep, uniform=lambda low, high: high),
            now=lambda: NOW,
        )

    @property
    def asked(self) -> list[str]:
        """Paths of the requests, in order."""
        return [request.url.path for request in self._transport.requests]

    def visit(self, spec: SourceSpec, today: date) -> Visit:
        """See assets.ingest.live.Cycle."""
        return Visit(
            http=self._client,
            deadline=Deadline(self._seconds, clock=self._clock),
            today=today,
            past=today < NOW.date(),
            settings=self.settings,
            keys=self.keys,
            terms=self._terms,
            browser=self._browser,
        )

    def heard(self) -> None:
        """See assets.ingest.live.Cycle."""

    def attempts(self, source: str) -> int:
        """See assets.ingest.live.Cycle."""
        return self._client.attempts.get(source, 0)

    def robots(self, source: str) -> str | None:
        """See assets.ingest.live.Cycle."""
        return "site.example: the robots rules forbid it" if self._browser else None

    def unreadable(self, source: str, code: str) -> str | None:
        """See assets.ingest.live.Cycle."""
        self.unread.append((source, code))
        return f"failures/{source}/{code}.png" if self._browser else None

    def show(self, spec: SourceSpec, parsed: Sequence[Parsed], now: datetime) -> None:
        """See assets.ingest.live.Cycle."""
        self.shown.append((spec.id, sum(one.frame.height for one in parsed)))
