"""An installation in a folder of its own that asks the rehearsal instead of the world."""

from __future__ import annotations

import secrets
import time
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from pydantic import SecretStr

from assets.ingest.cycle import SignalCycle
from assets.ingest.live import land_platform
from assets.ingest.loading import PlatformLoad, load_platform
from assets.ingest.outcomes import SourceOutcome
from assets.ingest.records import record_loading, record_outcomes
from connectors.settings import ConnectorSettings, ProviderKeys, listed
from domain.signals import Origin
from domain.sources.registry import SOURCES, live_platforms, live_sources
from warehouse.engine.base import Engine
from warehouse.engine.open import open_engine
from warehouse.landing import Landing
from warehouse.load import BatchCheck
from warehouse.settings import WarehouseSettings
from warehouse.state.models.scrape_run import ScrapeRun
from warehouse.state.repositories import scrape_runs
from warehouse.state.session import read_scope
from warehouse.tables import signals_table

ALL = tuple(spec.id for spec in live_sources())
PAGES = tuple(spec.id for spec in live_sources() if spec.access == "page")
_KEYS = tuple({need for spec in live_sources() if spec.access == "key" for need in spec.needs})
# What a row says; the same fact may well stand in the answers of two days.
_SAID = "source, region, term, kind, metric, period, value, rank, observed_at, captured_at"


def settings_for(address: str, **chosen: Any) -> ConnectorSettings:
    """All sources on, every page named and its terms accepted; nothing is read from outside."""
    said: dict[str, Any] = {
        "live_regions": "US",
        "live_articles": 5,
        "pages": ",".join(PAGES),
        "pages_terms_accepted": True,
        "sources_off": "",
        "proxies": SecretStr(""),
        "watch_terms": "rehearsal craft,rehearsal gift",
        "watch_hashtags": "rehearsalcraft",
        "reddit_subreddits": "crafts",
        "bluesky_seconds": 2.0,
        "x_daily_budget": Decimal(5),
        "youtube_daily_units": 100_000,
        "rehearsal_server": address,
    }
    return ConnectorSettings(**{"_env_file": None, **said, **chosen})


def made_up_keys() -> ProviderKeys:
    """A key for every provider, worth nothing."""
    made: dict[str, Any] = {name: SecretStr(f"rehearsal-{name}") for name in _KEYS}
    return ProviderKeys(**{"_env_file": None, **made})


@dataclass
class Report:
    """What one cycle did: the outcome of each asked source, and what loading made of it."""

    run_id: str
    landing: float = 0.0  # seconds
    loading: float = 0.0
    seconds: float = 0.0  # of both, and of closing the browser
    outcomes: dict[str, SourceOutcome] = field(default_factory=dict)
    loads: dict[str, PlatformLoad] = field(default_factory=dict)

    def status(self, source: str) -> str:
        return self.outcomes[source].status

    def took(self, source: str) -> float:
        """Seconds of asking a source and landing what it said."""
        outcome = self.outcomes[source]
        assert outcome.started_at is not None
        assert outcome.finished_at is not None
        return (outcome.finished_at - outcome.started_at).total_seconds()

    def new_rows(self, source: str) -> int:
        """Rows that this cycle added of the answers to one source."""
        return sum(
            one.rows
            for load in self.loads.values()
            for one in load.answered()
            if one.registry_ids == (source,) and one.status != "unchanged"
        )


class _ShortCycle(SignalCycle):
    """A cycle that names the watched terms only."""

    @cached_property
    def terms(self) -> tuple[str, ...]:
        return listed(self.settings.watch_terms)


class Installation:
    """A context manager over a data folder. Each cycle is a run of its own, with its own browser.

    `check` judges each batch before it is loaded; without one, none is kept out. `only_watched`:
    sources are asked about the watched terms and no others, so that a cycle is short.
    """

    def __init__(
        self,
        folder: Path,
        address: str,
        *,
        check: BatchCheck | None = None,
        only_watched: bool = False,
        **settings: Any,
    ) -> None:
        place: dict[str, Any] = {"_env_file": None, "warehouse_url": None, "state_url": None}
        self.warehouse = WarehouseSettings(data=folder, **place)
        self.landing = Landing(self.warehouse.landing)
        self._address = address
        self._check = check
        self._kind = _ShortCycle if only_watched else SignalCycle
        self._chosen = settings

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if "engine" in self.__dict__:
            self.engine.close()

    @cached_property
    def engine(self) -> Engine:
        """The warehouse, open until the end."""
        return open_engine(self.warehouse)

    def settings(self, sources: Collection[str]) -> ConnectorSettings:
        """Settings of a run that asks only these sources."""
        off = ",".join(source for source in ALL if source not in sources)
        return settings_for(self._address, sources_off=off, **self._chosen)

    def cycle(self, sources: Collection[str] = ALL) -> Report:
        """Ask these sources, land and load what they say, and record it, as the assets do."""
        began = time.perf_counter()
        report = Report(secrets.token_hex(8))
        cycle = self._kind(self.settings(sources), made_up_keys(), self.warehouse)
        platforms = {SOURCES[source].platform for source in sources}
        asked = [platform for platform in live_platforms() if platform in platforms]
        try:
            # Every landing before the first loading, as one process runs the assets.
            for platform in asked:
                self._land(platform, cycle, report)
            report.landing = time.perf_counter() - began
            for platform in asked:
                self._load(platform, report)
            report.loading = time.perf_counter() - began - report.landing
        finally:
            cycle.close()
        report.seconds = time.perf_counter() - began
        return report

    def runs(self, report: Report) -> dict[str, ScrapeRun]:
        """What a cycle left in `scrape_runs`, by source."""
        with read_scope(self.warehouse) as session:
            assert session is not None
            return {run.source_id: run for run in scrape_runs.of_run(session, report.run_id)}

    def failures(self) -> dict[str, int]:
        """Failures in a row of every source."""
        with read_scope(self.warehouse) as session:
            assert session is not None
            return {name: one.failures for name, one in scrape_runs.health(session).items()}

    def rows(self) -> dict[str, int]:
        """Rows in the raw tables, by source."""
        found: dict[str, int] = {}
        for platform in live_platforms():
            table = signals_table(platform).name
            counted = self.engine.query(f"select source, count(*) as n from {table} group by 1")
            found |= {row["source"]: row["n"] for row in counted}
        return found

    def repeats(self, *, within: str = "slice_id") -> int:
        """Rows of the raw tables that say what another row of the same slice (or run_id) says."""
        return sum(
            row["n"]
            for platform in live_platforms()
            for row in self.engine.query(
                f"select count(*) - count(distinct ({_SAID}, {within})) as n "
                f"from {signals_table(platform).name}"
            )
        )

    def loaded_twice(self) -> int:
        """Landed answers that stand in a raw table more than once."""
        content = "platform || split_part(slice_id, '/', 2)"
        found = self.engine.query(
            f"select count(*) - count(distinct {content}) as n from raw.slices"
        )
        return int(found[0]["n"])

    def terms(self) -> set[str]:
        """Distinct terms of the raw tables."""
        return {
            row["term"]
            for platform in live_platforms()
            for row in self.engine.query(
                f"select distinct term from {signals_table(platform).name}"
            )
        }

    def _land(self, platform: str, cycle: SignalCycle, report: Report) -> None:
        now = datetime.now(UTC)
        outcomes = land_platform(platform, self.landing, cycle, as_of=now.date(), now=now)
        record_outcomes(self.warehouse, outcomes, origin=Origin.LIVE, run_id=report.run_id, now=now)
        asked = [outcome for outcome in outcomes if outcome.status != "skipped"]
        report.outcomes |= {outcome.source: outcome for outcome in asked}

    def _load(self, platform: str, report: Report) -> None:
        now = datetime.now(UTC)
        done = load_platform(
            self.engine, self.landing, platform, report.run_id, now, check=self._check
        )
        record_loading(self.warehouse, done.answered(), run_id=report.run_id, now=now)
        report.loads[platform] = done
