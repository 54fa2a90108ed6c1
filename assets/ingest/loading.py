"""From landed files to one platform's raw table; no orchestration in here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from assets.ingest.curated import FOLDER as CURATED
from assets.ingest.curated import parse_curated
from assets.ingest.live import LIVE, LIVE_PARSER, parse_live
from assets.ingest.outcomes import SourceOutcome, Status
from assets.ingest.recorded import IMPORT, REPLAY, newest_by_name, platforms_of
from connectors.errors import ConnectorError
from connectors.trends.base import Parsed, no_quarantine, signal_frame
from connectors.trends.replay import reader
from domain.signals import Origin
from warehouse.engine.base import Engine
from warehouse.errors import WarehouseError
from warehouse.landing import LandedFile, Landing
from warehouse.load import (
    BatchCheck,
    LoadResult,
    load_slice,
    loaded_slices,
    remove_slices,
    slice_id_of,
)


NOTHING = Parsed(signal_frame([]), no_quarantine(), "", 0)


@dataclass(frozen=True, slots=True)
class Feed:
    """Landed files of one landing folder, and how to read them."""

    folder: str
    files: list[LandedFile]
    version: str
    parse: Callable[[LandedFile], Parsed]


@dataclass
class PlatformLoad:
    """What one run did to one raw table."""

    platform: str
    results: list[LoadResult] = field(default_factory=list)
    failures: list[SourceOutcome] = field(default_factory=list)
    removed: int = 0

    @property
    def loaded(self) -> list[LoadResult]:
        """Slices written by this run."""
        return [result for result in self.results if not result.unchanged]

    @property
    def withheld(self) -> list[LoadResult]:
        """Batches that the check kept out."""
        return [result for result in self.results if result.withheld]

    def outcomes(self) -> list[SourceOutcome]:
        """One outcome a file."""
        return [*(_outcome(result) for result in self.results), *self.failures]


def feeds(landing: Landing, platform: str) -> list[Feed]:
    """All that is landed for a platform, in the order it is loaded."""

    def recorded(file: LandedFile) -> Parsed:
        origin = Origin.IMPORT if file.source == IMPORT else Origin.REPLAY
        return reader.parse(landing.read(file), origin)

    replay = [f for f in landing.current(REPLAY) if platform in platforms_of(f, landing)]
    imports = [f for f in newest_by_name(landing.files(IMPORT)) if platform in platforms_of(f, landing)]
    found = [
        Feed(REPLAY, replay, reader.PARSER_VERSION, recorded),
        Feed(IMPORT, imports, reader.PARSER_VERSION, recorded),
    ]
    for live in LIVE:
        if live.platform == platform:
            files = [file for file in landing.files(live.folder) if "error" not in file.meta]
            found.append(
                Feed(
                    live.folder,
                    files,
                    LIVE_PARSER,
                    lambda file: parse_live(file.source, landing.read(file), file.meta),
                )
            )
    if platform == "curated":
        found.append(
            Feed(
                CURATED,
                landing.current(CURATED),
                LIVE_PARSER,
                lambda file: parse_curated(landing.read(file)),
            )
        )
    return found


def load_platform(
    engine: Engine,
    landing: Landing,
    platform: str,
    run_id: str,
    now: datetime,
    *,
    check: BatchCheck | None = None,
) -> PlatformLoad:
    """Bring a raw table in line with what is landed: new slices in, slices that are gone out.

    A file that cannot be parsed is a failure of its own; the others load.
    """
    done = PlatformLoad(platform)
    for feed in feeds(landing, platform):
        wanted = {slice_id_of(file, feed.version): file for file in feed.files}
        present = loaded_slices(engine, platform, feed.folder)
        for file in wanted.values():
            try:
                done.results.append(_load(engine, platform, feed, file, run_id, now, present, check))
            except (ConnectorError, WarehouseError) as error:
                message = getattr(error, "message", str(error))
                done.failures.append(
                    SourceOutcome(feed.folder, file.file_name, "failed", error.code, message)
                )
        done.removed += remove_slices(engine, platform, present - set(wanted))
    return done


def _load(
    engine: Engine,
    platform: str,
    feed: Feed,
    file: LandedFile,
    run_id: str,
    now: datetime,
    present: set[str],
    check: BatchCheck | None,
) -> LoadResult:
    """One slice; a slice that is there already is not even parsed."""
    known = slice_id_of(file, feed.version) in present
    parsed = NOTHING if known else feed.parse(file).of(platform)
    return load_slice(
        engine,
        platform,
        file,
        parsed,
        run_id,
        now,
        parser_version=feed.version,
        check=check,
    )


def _outcome(result: LoadResult) -> SourceOutcome:
    source = result.slice_id.partition("/")[0]
    counts = {"rows": result.rows_accepted, "quarantined": result.rows_quarantined}
    if result.withheld:
        return SourceOutcome(
            source, result.file_name, "failed", "input.withheld", result.withheld, **counts
        )
    if result.unchanged:
        return SourceOutcome(source, result.file_name, "unchanged", **counts)
    reasons = ", ".join(f"{reason} {count:,}" for reason, count in result.reasons.items())
    if result.duplicates:
        reasons = "; ".join(filter(None, [reasons, f"{result.duplicates:,} repeats dropped"]))
    status: Status = "ok" if not result.rows_quarantined else "partial"
    if not result.rows_accepted:
        status = "failed" if result.rows_quarantined else "empty"
    code = "input.rows_refused" if result.rows_quarantined else None
    return SourceOutcome(source, result.file_name, status, code, reasons or None, **counts)
