"""Landing of what live sources answer and of our own lists; no orchestration in here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from assets.ingest.outcomes import SourceOutcome, Status
from connectors.errors import ConnectorError
from connectors.http.client import HttpClient
from connectors.http.deadline import Deadline, within
from connectors.settings import ConnectorSettings
from connectors.trends.base import Parsed, TrendSource
from connectors.trends.google_trends import GoogleTrendsSource
from connectors.trends.registry import SOURCES
from connectors.trends.wikimedia import WikimediaSource
from domain.signals import Origin
from warehouse.landing import Landing

# Raised when a live parser changes what it makes of the same bytes.
LIVE_PARSER = "1"


@dataclass(frozen=True, slots=True)
class LiveLanding:
    """A live source by its landing folder, which is also the last part of its asset key.

    `build` makes the source for a day and the settings; `source` is its id in the registry.
    """

    folder: str
    source: str
    platform: str
    title: str
    build: Callable[[date, ConnectorSettings], TrendSource]


def _wikimedia(day: date, settings: ConnectorSettings) -> TrendSource:
    return WikimediaSource(today=day, articles=settings.live_articles)


def _google(_day: date, settings: ConnectorSettings) -> TrendSource:
    return GoogleTrendsSource(regions=settings.regions)


LIVE: tuple[LiveLanding, ...] = (
    LiveLanding(
        "wikimedia_signals",
        "wikimedia_top",
        "wikimedia",
        "Wikipedia's most read articles of the last counted day, with the daily views of the first "
        "of them. CC0.",
        _wikimedia,
    ),
    LiveLanding(
        "google_trends_signals",
        "google_trends_rss",
        "google_trends",
        "Google's public feed of trending searches, by country.",
        _google,
    ),
)


def parse_live(folder: str, payload: bytes, meta: Mapping[str, Any]) -> Parsed:
    """The signals of a landed live answer. Pure. Raises the errors of the source's parser."""
    if folder == "wikimedia_signals":
        return WikimediaSource(today=date.min).parse(payload, meta)
    if folder == "google_trends_signals":
        return GoogleTrendsSource().parse(payload, meta)
    raise KeyError(f"{folder} is no live landing")


def land_live(
    live: LiveLanding,
    landing: Landing,
    client: HttpClient,
    settings: ConnectorSettings,
    *,
    as_of: date,
    now: datetime,
    deadline: Deadline | None = None,
) -> SourceOutcome:
    """Ask a live source and land its answers. Failures are an outcome, never an exception.

    All live sources share `settings.live_seconds`; each gets its part. A source that answers only
    "now" is not asked about another day: today's answer must not carry an old date.
    """
    spec = SOURCES[live.source]
    started = datetime.now(UTC)

    def outcome(status: Status, **more: Any) -> SourceOutcome:
        return SourceOutcome(
            live.source,
            spec.name,
            status,
            started_at=started,
            finished_at=datetime.now(UTC),
            registry_ids=(spec.id,),
            **more,
        )

    landing.sweep(now - timedelta(hours=1))
    forget_expired(landing, live.folder, spec.retention_days, now)
    today = now.astimezone(UTC).date()
    if as_of != today and not spec.replayable:
        message = f"{spec.name} answers only for today; it was not asked about {as_of}."
        return outcome("skipped", code="connector.not_replayable", message=message)
    day = today if as_of >= today else as_of + timedelta(days=1)
    limit = deadline or Deadline(settings.live_seconds / len(LIVE))
    source = live.build(day, settings)
    try:
        payloads = within(limit, spec.id, lambda: source.fetch(client, limit))
    except ConnectorError as error:
        status: Status = "empty" if error.action == "skip" else "failed"
        return outcome(status, code=error.code, message=error.message)
    rows = refused = 0
    failure: ConnectorError | None = None
    for payload in payloads:
        meta = dict(payload.meta)
        try:
            parsed = parse_live(live.folder, payload.body, meta)
            rows, refused = rows + parsed.frame.height, refused + parsed.quarantine.height
        except ConnectorError as error:
            failure = error
            meta["error"] = error.code  # kept for whoever mends the parser, never loaded
        landing.write(
            live.folder,
            Origin.LIVE,
            payload.captured_at,
            payload.body,
            payload.suffix,
            meta,
            landed_at=now,
        )
    if failure:
        status = "partial" if rows else "failed"
        return outcome(
            status, code=failure.code, message=failure.message, rows=rows, quarantined=refused
        )
    return outcome("ok" if rows else "empty", rows=rows, quarantined=refused)


def forget_expired(landing: Landing, folder: str, retention_days: int | None, now: datetime) -> int:
    """Remove landed answers older than the source's retention; returns how many."""
    if retention_days is None:
        return 0
    limit = now - timedelta(days=retention_days)
    expired = [f for f in landing.files(folder) if (f.captured_at or f.landed_at) < limit]
    for file in expired:
        landing.remove(file)
    return len(expired)
