"""A source as the standard battery sees it, and how the battery asks it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from connectors.http.client import HttpClient
from connectors.http.deadline import Deadline
from connectors.http.retry import RetryPolicy
from connectors.settings import ConnectorSettings, ProviderKeys
from connectors.trends.base import Payload, TrendSource, Visit
from tests.fakes.browser import ScriptedBrowser
from tests.fakes.http import FakeClock, Reply, ScriptedTransport

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
TODAY = date(2026, 3, 2)
CANARY = "canary-9f8e7d6c5b4a"  # stands in every key; must never stand in a message
KEYS = ProviderKeys(
    _env_file=None,
    pinterest_access_token=CANARY,
    x_bearer_token=CANARY,
    youtube_api_key=CANARY,
    reddit_client_id=CANARY,
    reddit_client_secret=CANARY,
    google_trends_token=CANARY,
)
SETTINGS = ConnectorSettings(
    _env_file=None,
    live_regions="US",
    live_articles=0,
    pages_terms_accepted=True,
    reddit_subreddits="crafts",
    bluesky_seconds=1,
    watch_terms="cottagecore",
    watch_hashtags="cottagecore",
)


@dataclass(frozen=True)
class Case:
    """One registered source.

    `page(n)` is the answer as it comes from the platform, with n entries in the order of their rank
    (the first one on top). `changed` is an answer in a shape nobody knows, `before` the answers
    that must come before the page (a token, say). `rows_per_entry` counts signals, `ranked` says
    whether one of them is a rank. `fetch` replaces the way to ask, for what is no HTTP. `terms` are
    the named terms given to it. `empty_is_error`: an answer without entries can only mean a change.
    `truncation` false: half of its answer is still a whole answer (lines, say).
    """

    source: Callable[[], TrendSource]
    page: Callable[[int], bytes]
    changed: bytes
    rows_per_entry: int
    ranked: bool = True
    before: tuple[Reply, ...] = ()
    terms: tuple[str, ...] = ("cottagecore",)
    headers: Mapping[str, str] = field(default_factory=dict)
    fetch: Callable[[list[Reply], FakeClock], list[Payload]] | None = None
    empty_is_error: bool = False
    truncation: bool = True

    @property
    def id(self) -> str:
        """Registry id."""
        return self.source().id

    def ask(self, *replies: Reply, clock: FakeClock | None = None, **more: Any) -> list[Payload]:
        """Its payloads when the platform answers so."""
        clock = clock or FakeClock()
        script = [*self.before, *replies]
        if self.fetch:
            return self.fetch(script, clock)
        transport = ScriptedTransport(script, clock=clock, **more)
        with HttpClient(
            user_agent="PODPusher/test",
            transport=transport,
            policy=RetryPolicy(sleep=clock.sleep, uniform=lambda low, high: high),
            now=lambda: NOW,
        ) as client:
            visit = Visit(
                http=client,
                deadline=Deadline(20, clock=clock),
                today=TODAY,
                settings=SETTINGS,
                keys=KEYS,
                terms=self.terms,
                browser=ScriptedBrowser(script),
            )
            return self.source().fetch(visit)

    def parsed(self, body: bytes) -> Any:
        """The rows of an answer, asked for and parsed; payloads are joined."""
        payload = self.ask(Reply(200, body, dict(self.headers)))[0]
        return self.source().parse(payload.body, payload.meta)
