"""Landing of what live sources answer; no orchestration in here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, Protocol

from assets.ingest.outcomes import SourceOutcome, Status
from connectors.errors import ConnectorError
from connectors.http.deadline import within
from connectors.settings import ConnectorSettings, ProviderKeys
from connectors.trends.base import Parsed, Payload, TrendSource, Visit
from connectors.trends.loading import connector, connectors_of
from domain.signals import Origin
from domain.sources.registry import SOURCES
from domain.sources.spec import SourceSpec
from warehouse.landing import LandedFile, Landing


class Cycle(Protocol):
    """What one run shares while it asks sources: settings, keys, one browser, shared budgets."""

    settings: ConnectorSettings
    keys: ProviderKeys

    def visit(self, spec: SourceSpec, today: date) -> Visit:
        """What the source is given to work with."""
        ...

    def heard(self) -> None:
        """A source has answered: the network is there."""
        ...

    def attempts(self, source: str) -> int:
        """Requests sent for a source so far."""
        ...

    def robots(self, source: str) -> str | None:
        """What the robots rules say of the pages opened for a source; None when none was."""
        ...

    def unreadable(self, source: str, code: str) -> str | None:
        """Keep a picture of the page the source could not read; its path, or None."""
        ...

    def show(self, spec: SourceSpec, parsed: Sequence[Parsed], now: datetime) -> None:
        """Keep the rows of a display-only source for as long as they may be shown."""
        ...


def folder_of(platform: str) -> str:
    """Landing folder of a platform, also the last part of its asset key."""
    return f"{platform}_signals"


def source_of(file: LandedFile) -> str:
    """Registry id of a landed live answer; files of before there were several tell none."""
    platform = file.source.removesuffix("_signals")
    return str(file.meta.get("source") or next(iter(connectors_of(platform))))


def version_of(file: LandedFile) -> str:
    """Version of the parser that reads a landed live answer."""
    return connector(source_of(file)).version


def parse_live(file: LandedFile, payload: bytes) -> Parsed:
    """The signals of a landed live answer. Pure. Raises the errors of the source's parser."""
    return connector(source_of(file)).parse(payload, file.meta)


def land_platform(
    platform: str, landing: Landing, cycle: Cycle, *, as_of: date, now: datetime
) -> list[SourceOutcome]:
    """Ask every source of a platform that the operator lets us ask, one after the other.

    Failures are outcomes, never exceptions: another source, another platform goes on.
    """
    landing.sweep(now - timedelta(hours=1))
    return [
        _Asking(SOURCES[source], made, landing, cycle, as_of, now).outcome()
        for source, made in connectors_of(platform).items()
    ]


@dataclass
class _Asking:
    """One source asked once."""

    spec: SourceSpec
    source: TrendSource
    landing: Landing
    cycle: Cycle
    as_of: date
    now: datetime

    def outcome(self) -> SourceOutcome:
        """What came of it."""
        started = datetime.now(UTC)
        before = self.cycle.attempts(self.spec.id)
        found = self._not_asked() or self._ask()
        asked = found.status != "skipped"
        robots = self.cycle.robots(self.spec.id) if asked else None
        return replace(
            found,
            message="; ".join(filter(None, [found.message, robots])) or None,
            attempts=max(1, self.cycle.attempts(self.spec.id) - before) if asked else None,
            started_at=started,
            finished_at=datetime.now(UTC),
        )

    def _made(self, status: Status, **more: Any) -> SourceOutcome:
        return SourceOutcome(
            self.spec.id, self.spec.name, status, registry_ids=(self.spec.id,), **more
        )

    def _not_asked(self) -> SourceOutcome | None:
        spec, keys = self.spec, self.cycle.keys
        if not self.cycle.settings.wants(spec):
            needs = " and ".join(keys.variable(name) for name in spec.needs)
            message = f"{spec.name} is switched off." + (f" It needs {needs}." if needs else "")
            return self._made("skipped", code="source.switched_off", message=message)
        if spec.access == "key" and not all(keys.has(name) for name in spec.needs):
            needs = " and ".join(keys.variable(name) for name in spec.needs)
            return self._made(
                "skipped",
                code="connector.not_configured",
                message=f"{spec.name} needs a key: set {needs}.",
            )
        today = self.now.astimezone(UTC).date()
        if self.as_of != today and not spec.replayable:
            return self._made(
                "skipped",
                code="connector.not_replayable",
                message=f"{spec.name} answers only for today; it was not asked about {self.as_of}.",
            )
        return None

    def _ask(self) -> SourceOutcome:
        today = self.now.astimezone(UTC).date()
        day = today if self.as_of >= today else self.as_of + timedelta(days=1)
        visit = self.cycle.visit(self.spec, day)
        try:
            payloads = within(visit.deadline, self.spec.id, lambda: self.source.fetch(visit))
        except ConnectorError as error:
            return self._failed(error)
        self.cycle.heard()
        return self._keep(payloads)

    def _failed(self, error: ConnectorError, **more: Any) -> SourceOutcome:
        status: Status = error.status
        if status == "unchanged":  # seen again: what is there is as new as this answer
            return self._made(status, message=error.message, newest=self.now)
        evidence = self.cycle.unreadable(self.spec.id, error.code) if status != "skipped" else None
        return self._made(status, code=error.code, message=error.message, evidence=evidence, **more)

    def _keep(self, payloads: Sequence[Payload]) -> SourceOutcome:
        good: list[Parsed] = []
        failure: ConnectorError | None = None
        for payload in payloads:
            meta = {**payload.meta, "source": self.spec.id}
            try:
                good.append(self.source.parse(payload.body, meta))
            except ConnectorError as error:
                failure = error
                meta["error"] = error.code  # kept for whoever mends the parser, never loaded
            self._land(payload, meta)
        counts: dict[str, Any] = {
            "rows": sum(parsed.frame.height for parsed in good),
            "quarantined": sum(parsed.quarantine.height for parsed in good),
            "collected": sum(parsed.rows_read for parsed in good),
            "terms": len({term for parsed in good for term in parsed.frame["term"]}),
            "newest": max((payload.captured_at for payload in payloads), default=None),
        }
        found = counts["rows"]
        if not self.spec.may_store:  # shown for a while; nothing of it is kept
            counts["rows"] = 0
            if good:
                self.cycle.show(self.spec, good, self.now)
        if failure and not found:
            return self._failed(failure, **counts)
        if failure:
            return self._made("partial", code=failure.code, message=failure.message, **counts)
        notes = "; ".join(note for parsed in good for note in parsed.notes)[:500] or None
        return self._made("ok" if found else "empty", message=notes, **counts)

    def _land(self, payload: Payload, meta: Mapping[str, Any]) -> None:
        if not self.spec.may_store:
            return  # not even for a moment: a landed file stays
        self.landing.write(
            folder_of(self.spec.platform),
            Origin.LIVE,
            payload.captured_at,
            payload.body,
            payload.suffix,
            meta,
            landed_at=self.now,
            variant=str(meta.get("region") or ""),
        )


def expired(landing: Landing, platform: str, now: datetime) -> list[LandedFile]:
    """Landed answers that are older than their source may be kept."""
    found = []
    for file in landing.files(folder_of(platform)):
        days = SOURCES[source_of(file)].retention_days
        if days is not None and (file.captured_at or file.landed_at) < now - timedelta(days=days):
            found.append(file)
    return found
