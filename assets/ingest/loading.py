"""From landed files to one platform's raw table; no orchestration in here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from assets.ingest.live import folder_of, parse_live, source_of, version_of
from assets.ingest.outcomes import SourceOutcome, Status
from assets.ingest.recorded import (
    CURATED,
    IMPORT,
    REPLAY,
    newest_by_name,
    noted_at,
    platforms_of,
)
from assets.ingest.writing import SliceWriter
from connectors.errors import ConnectorError
from connectors.trends.base import Parsed
from connectors.trends.curated import parse_curated
from connectors.trends.replay import reader
from domain.signals import Origin
from domain.sources.registry import live_platforms
from warehouse.engine.base import Engine
from warehouse.errors import WarehouseError
from warehouse.landing import LandedFile, Landing
from warehouse.load import (
    Batch,
    BatchCheck,
    LoadResult,
    judge_slice,
    loaded_slices,
    remove_slices,
    slice_id_of,
    standing_slice,
)

# Raised when the curated lists are read otherwise.
CURATED_PARSER = "1"


@dataclass(frozen=True, slots=True)
class Feed:
    """Landed files of one landing folder, how to read them, and the version of the reader."""

    folder: str
    files: list[LandedFile]
    version: Callable[[LandedFile], str]
    parse: Callable[[LandedFile], Parsed]


@dataclass
class PlatformLoad:
    """What one run did to one raw table."""

    platform: str
    results: list[LoadResult] = field(default_factory=list)
    failures: list[SourceOutcome] = field(default_factory=list)
    removed: int = 0
    asked: dict[str, str] = field(default_factory=dict)  # slice of a live answer -> registry id

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

    def recorded(self) -> list[SourceOutcome]:
        """Outcomes of files that nobody was asked for: replays, imports, our own lists."""
        return [_outcome(one) for one in self.results if one.slice_id not in self.asked]

    def answered(self) -> list[SourceOutcome]:
        """Outcomes of live answers, each under the source that was asked."""
        return [
            replace(_outcome(one), registry_ids=(self.asked[one.slice_id],))
            for one in self.results
            if one.slice_id in self.asked
        ]


def feeds(landing: Landing, platform: str) -> list[Feed]:
    """All that is landed for a platform, in the order it is loaded."""

    def recorded(file: LandedFile) -> Parsed:
        origin = Origin.IMPORT if file.source == IMPORT else Origin.REPLAY
        return reader.parse(landing.read(file), origin, noted_at=noted_at(file))

    replay = [f for f in landing.current(REPLAY) if platform in platforms_of(f, landing)]
    own = newest_by_name(landing.files(IMPORT))
    imports = [file for file in own if platform in platforms_of(file, landing)]
    found = [
        Feed(REPLAY, replay, lambda _: reader.PARSER_VERSION, recorded),
        Feed(IMPORT, imports, lambda _: reader.PARSER_VERSION, recorded),
    ]
    if platform in live_platforms():
        folder = folder_of(platform)
        files = [file for file in landing.files(folder) if "error" not in file.meta]
        found.append(
            Feed(folder, files, version_of, lambda file: parse_live(file, landing.read(file)))
        )
    if platform == "curated":
        found.append(
            Feed(
                CURATED,
                landing.current(CURATED),
                lambda _: CURATED_PARSER,
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
        with engine.transaction():  # a replaced file never shows beside its successor
            _bring_in_line(engine, feed, done, run_id, now, check)
    return done


def _bring_in_line(
    engine: Engine,
    feed: Feed,
    done: PlatformLoad,
    run_id: str,
    now: datetime,
    check: BatchCheck | None,
) -> None:
    wanted = {slice_id_of(file, feed.version(file)): file for file in feed.files}
    present = loaded_slices(engine, done.platform, feed.folder)
    done.removed += remove_slices(engine, done.platform, present - set(wanted))
    live = done.platform in live_platforms() and feed.folder == folder_of(done.platform)
    done.asked |= {slice_id: source_of(file) for slice_id, file in wanted.items() if live}
    done.results += [
        standing_slice(engine, done.platform, file, slice_id)  # not even parsed
        for slice_id, file in wanted.items()
        if slice_id in present
    ]
    with SliceWriter(engine, run_id, now) as writer:
        for slice_id, file in wanted.items():
            if slice_id in present:
                continue
            try:
                batch = _judged(feed, file, done.platform, now, check)
            except (ConnectorError, WarehouseError) as error:
                message = getattr(error, "message", str(error))
                done.failures.append(
                    SourceOutcome(feed.folder, file.file_name, "failed", error.code, message)
                )
                continue
            writer.write(batch)
        done.results += writer.finish()


def _judged(
    feed: Feed, file: LandedFile, platform: str, now: datetime, check: BatchCheck | None
) -> Batch:
    parsed = feed.parse(file).of(platform)
    version = feed.version(file)
    return judge_slice(platform, file, parsed, now, parser_version=version, check=check)


def _outcome(result: LoadResult) -> SourceOutcome:
    source = result.slice_id.partition("/")[0]
    counts: dict[str, Any] = {
        "rows": result.rows_accepted,
        "quarantined": result.rows_quarantined,
        "duplicates": result.duplicates,
        "registry_ids": result.sources,
    }
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
