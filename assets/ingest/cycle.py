"""What one run shares while it asks sources: one browser, shared budgets, shared breakers."""

import random
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

from dagster import ConfigurableResource, InitResourceContext
from pydantic import PrivateAttr

from assets.ingest.stores import Breakers, Buckets, KnownValidators
from assets.ingest.switches import asked_sources
from connectors.browser.base import PageRequest, PageVisit
from connectors.browser.session import BrowserSession
from connectors.http.breaker import Breaker
from connectors.http.client import HttpClient
from connectors.http.deadline import Deadline
from connectors.http.limits import Limiter
from connectors.http.proxies import ProxyPool
from connectors.http.robots import RobotsRules
from connectors.http.shared import Bucket
from connectors.settings import (
    ConnectorSettings,
    ProviderKeys,
    connector_settings,
    listed,
    provider_keys,
)
from connectors.trends.base import Parsed, Visit
from domain.niches.loader import niches
from domain.sources.spec import SourceSpec
from warehouse.errors import NotPublished
from warehouse.serving import queries
from warehouse.serving.reader import SnapshotReader
from warehouse.settings import WarehouseSettings, warehouse_settings
from warehouse.state.repositories import display
from warehouse.state.session import migrate_state, session_scope

# Hosts that are asked often and say so is fine; the others get one request a second.
_WIKIMEDIA = Bucket("wikimedia", 20, 10)
OFTEN_ASKED = {"wikimedia.org": _WIKIMEDIA, "en.wikipedia.org": _WIKIMEDIA}
NAMED_TERMS = 50  # named terms given to the sources that are asked about terms
ROBOTS_NAME = "PODPusher"  # the name that robots rules would use for us
ROBOTS_SECONDS = 3.0
NICHE_STEP = 9  # every ninth niche: some of each category
ASKING_SECONDS = 3.0  # a question and its answer, on an ordinary line
SHOWN_ROWS = 100  # rows of a display-only answer that are shown


class CountedBrowser:
    """The run's browser; counts the pages opened for each source and notes their robots rules.

    The rules are shown, not obeyed: who accepted a platform's terms sees whether its robots rules
    forbid what they let us do, and decides.
    """

    def __init__(self, session: BrowserSession, http: HttpClient) -> None:
        self._session = session
        self._http = http
        self._rules = RobotsRules()
        self.opened: Counter[str] = Counter()
        self.robots: dict[str, str] = {}

    def open(self, request: PageRequest, *, source: str, deadline: Deadline) -> PageVisit:
        """See connectors.browser.base.Browser."""
        self.opened[source] += 1
        self._note_rules(request.url, source, deadline)
        return self._session.open(request, source=source, deadline=deadline)

    def failed(self, source: str, code: str) -> None:
        """See connectors.browser.base.Browser."""
        self._session.failed(source, code)

    def close(self) -> None:
        """End the browser."""
        self._session.close()

    def _note_rules(self, url: str, source: str, deadline: Deadline) -> None:
        host = urlsplit(url).hostname or ""
        self._rules.read(self._http, host, Deadline(min(ROBOTS_SECONDS, deadline.left)))
        verdict = self._rules.allows(url, ROBOTS_NAME)
        rule = f" ({verdict.rule})" if verdict.rule else ""
        self.robots[source] = f"{host}: {verdict.reason}{rule}"


class SignalCycle:
    """Opened lazily, closed once. Everything that costs is made on first use."""

    def __init__(
        self, settings: ConnectorSettings, keys: ProviderKeys, warehouse: WarehouseSettings
    ) -> None:
        self.settings = settings
        self.keys = keys
        self._warehouse = warehouse
        self._open_browser: CountedBrowser | None = None
        self._heard = False

    @cached_property
    def http(self) -> HttpClient:
        """One client for all sources of the run."""
        migrate_state(self._warehouse)
        return HttpClient(
            user_agent=self.settings.user_agent,
            limiter=Limiter(self.buckets),
            breaker=Breaker(Breakers(self._warehouse)),
            validators=KnownValidators(self._warehouse),
            proxies=ProxyPool(self.settings.proxies.get_secret_value()),
            rehearsal=self.settings.rehearsal_server or None,
            buckets=OFTEN_ASKED,
        )

    @cached_property
    def buckets(self) -> Buckets:
        """Budgets shared by every process of this installation."""
        migrate_state(self._warehouse)
        return Buckets(self._warehouse)

    @cached_property
    def terms(self) -> tuple[str, ...]:
        """Named terms: those the operator watches, then the best of the last score.

        Before the first score our own evergreen niches are asked about.
        """
        watched = listed(self.settings.watch_terms)
        best = self._best_terms() or [niche.term for niche in niches()[::NICHE_STEP]]
        return tuple(dict.fromkeys([*watched, *best]))[:NAMED_TERMS]

    def _best_terms(self) -> list[str]:
        reader = SnapshotReader(self._warehouse.serving)
        try:
            snapshot = reader.current()
        except NotPublished:
            return []
        asked = {"score_version": snapshot.generation.score_version, "limit": NAMED_TERMS}
        return [row["display"] for row in snapshot.query(queries.BEST_TERMS, asked)]

    def browser(self) -> CountedBrowser:
        """The one Chromium of the run."""
        if self._open_browser is None:
            proxies = listed(self.settings.proxies.get_secret_value())
            self._open_browser = CountedBrowser(
                BrowserSession(
                    executable=self.settings.browser_path,
                    memory_mb=self.settings.browser_memory_mb,
                    failures_folder=self.failures,
                    rehearsal=self.settings.rehearsal_server,
                    proxy=random.choice(proxies) if proxies else None,  # noqa: S311  # one a run
                ),
                self.http,
            )
        return self._open_browser

    @property
    def failures(self) -> Path:
        """Pictures and snippets of pages that could not be read."""
        return self._warehouse.folder / "failures"

    def seconds(self, spec: SourceSpec) -> float:
        """Time set aside for a source.

        Until somebody has answered, the open sources share theirs: a silent network is noticed
        after `live_seconds` in all. Then each may take as long.
        """
        if spec.access == "page":
            return self.settings.page_seconds
        if spec.access == "key":
            return self.settings.keyed_seconds
        if self._heard:
            return self.settings.live_seconds
        sharing = [one for one in asked_sources(self.settings, self.keys) if one.access == "open"]
        parts = {one.id: self._part(one) for one in (spec, *sharing)}
        return self.settings.live_seconds * parts[spec.id] / sum(parts.values())

    def _part(self, spec: SourceSpec) -> float:
        """What a source takes of a shared time: whoever listens takes longer than whoever asks."""
        listening = self.settings.bluesky_seconds if spec.platform == "bluesky" else 0.0
        return ASKING_SECONDS + listening

    def heard(self) -> None:
        """See assets.ingest.live.Cycle."""
        self._heard = True

    def visit(self, spec: SourceSpec, today: date) -> Visit:
        """See assets.ingest.live.Cycle."""
        return Visit(
            http=self.http,
            deadline=Deadline(self.seconds(spec)),
            today=today,
            past=today < datetime.now(UTC).date(),
            settings=self.settings,
            keys=self.keys,
            terms=self.terms,
            browser=self.browser() if spec.access == "page" else None,
            budgets=self.buckets,
        )

    def attempts(self, source: str) -> int:
        """See assets.ingest.live.Cycle."""
        pages = self._open_browser.opened[source] if self._open_browser else 0
        asked = self.http.attempts.get(source, 0) if "http" in self.__dict__ else 0
        return asked + pages

    def robots(self, source: str) -> str | None:
        """See assets.ingest.live.Cycle."""
        return self._open_browser.robots.get(source) if self._open_browser else None

    def unreadable(self, source: str, code: str) -> str | None:
        """See assets.ingest.live.Cycle."""
        if self._open_browser is None or not self._open_browser.opened[source]:
            return None
        self._open_browser.failed(source, code)
        snippets = sorted((self.failures / source).glob("*.html"))
        if not snippets:
            return None
        picture = snippets[-1].with_suffix(".png")  # absent when nothing was to be seen yet
        kept = picture if picture.exists() else snippets[-1]
        return kept.relative_to(self._warehouse.folder).as_posix()

    def show(self, spec: SourceSpec, parsed: Sequence[Parsed], now: datetime) -> None:
        """See assets.ingest.live.Cycle."""
        rows = [
            {
                "term": row["term"],
                "region": row["region"],
                "metric": row["metric"],
                "value": row["value"],
                "rank": row["rank"],
                "observed_at": row["observed_at"].isoformat() + "Z",
            }
            for one in parsed
            for row in one.frame.head(SHOWN_ROWS).to_dicts()
        ]
        migrate_state(self._warehouse)
        with session_scope(self._warehouse) as session:
            display.show(
                session,
                spec.id,
                rows[:SHOWN_ROWS],
                captured_at=now,
                expires_at=now + timedelta(hours=spec.display_hours or 0),
            )

    def close(self) -> None:
        """Let go of the browser and the connections; nothing is left running."""
        if self._open_browser is not None:
            self._open_browser.close()
            self._open_browser = None
        if "http" in self.__dict__:
            self.http.close()
            del self.__dict__["http"]


class CycleResource(ConfigurableResource):
    """One cycle for all steps of a run; closed when the run ends, however it ends."""

    _shared: SignalCycle | None = PrivateAttr(default=None)

    def shared(self) -> SignalCycle:
        """The cycle of this run."""
        if self._shared is None:
            self._shared = SignalCycle(connector_settings(), provider_keys(), warehouse_settings())
        return self._shared

    def teardown_after_execution(self, context: InitResourceContext) -> None:
        """Close what the run opened."""
        if self._shared is not None:
            self._shared.close()
            self._shared = None
