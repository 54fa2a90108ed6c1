"""One source, one fault: asked while it fails, judged, and asked again when it is well."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from assets.ingest.checks import broken_slices
from bench.rehearsal.clock import an_hour_later
from bench.rehearsal.faults import Fault
from bench.rehearsal.installation import ALL, Installation, Report
from bench.rehearsal.server import RehearsalServer
from bench.rehearsal.world import HOSTS
from domain.sources.registry import SOURCES, live_platforms

# Little is asked, so that the drill is short.
SMALL: dict[str, Any] = {
    "only_watched": True,
    "live_articles": 1,
    "watch_terms": "rehearsal craft",
    "bluesky_seconds": 0.5,
}
PAGE_SECONDS = 4.0  # of a page, beside three times what it took: a page without data rests first
BEYOND = 20.0  # seconds of a cycle beside the time set aside for its sources
CANARIES = ("hacker_news", "youtube_data_api", "twitter_trends_api", "google_trends_rss")


@dataclass(frozen=True)
class Cell:
    """What became of one source under one fault; `wrong` says what is not as it should be."""

    source: str
    fault: str
    status: str
    wrong: tuple[str, ...]
    seconds: float


def hurried(healthy_seconds: float) -> dict[str, Any]:
    """Settings for a drill: a silent host costs little, a healthy one has time on a busy machine.

    `healthy_seconds` is what a source took when all was well.
    """
    page = PAGE_SECONDS + 3 * healthy_seconds
    return {**SMALL, "live_seconds": 5.0, "keyed_seconds": 4.0, "page_seconds": page}


def canaries_of(source: str) -> tuple[str, str]:
    """Two cheap sources that ask no host of this source and fill other tables."""
    first, second = [
        name
        for name in CANARIES
        if SOURCES[name].platform != SOURCES[source].platform and not HOSTS[name] & HOSTS[source]
    ][:2]
    return first, second


def apart_from(source: str) -> list[str]:
    """All sources that ask no host of this one."""
    return [other for other in ALL if not HOSTS[other] & HOSTS[source]]


def run_cell(
    place: Installation, server: RehearsalServer, source: str, fault: Fault, asked: Collection[str]
) -> Cell:
    """Ask `asked` while the hosts of `source`, one of them, fail; then the source alone, healthy.

    An hour passes after each of the two cycles. Nothing is helped along otherwise.
    """
    rows, failures = place.rows(), place.failures().get(source, 0)
    server.new_edition()
    with server.faulty(HOSTS[source], fault):
        report = place.cycle(asked)
    wrong = _judge_time(place, report, asked)
    wrong += _judge_failure(place, report, source, fault, failures)
    wrong += _judge_others(place, report, [one for one in asked if one in apart_from(source)])
    wrong += _judge_rows(place, report, rows)
    an_hour_later(place.warehouse)
    rows = place.rows()
    server.new_edition()
    again = place.cycle((source,))
    wrong += [f"next cycle: {each}" for each in _judge_others(place, again, (source,))]
    wrong += [f"next cycle: {each}" for each in _judge_rows(place, again, rows)]
    an_hour_later(place.warehouse)
    seconds = report.seconds + again.seconds
    return Cell(source, fault.name, report.status(source), tuple(wrong), seconds)


def _judge_time(place: Installation, report: Report, asked: Collection[str]) -> list[str]:
    settings = place.settings(asked)
    allowed = {
        "open": settings.live_seconds,
        "key": settings.keyed_seconds,
        "page": settings.page_seconds,
    }
    most = BEYOND + sum(allowed[SOURCES[source].access] for source in asked)
    return [f"took {report.seconds:.0f} s of {most:.0f}"] if report.seconds > most else []


def _judge_failure(
    place: Installation, report: Report, source: str, fault: Fault, before: int
) -> list[str]:
    """Whether the fault was recorded as what it is, and brought no row."""
    outcome, run = report.outcomes[source], place.runs(report)[source]
    wrong = []
    if outcome.status != fault.status:
        wrong.append(f"{outcome.status} instead of {fault.status}: {outcome.message}")
    if run.status != outcome.status or run.error_code != outcome.code:
        wrong.append(f"recorded as {run.status}, {run.error_code}")
    if not run.message or not run.error_code:
        wrong.append("recorded without a reason")
    if not run.attempts:
        wrong.append("recorded without an attempt")
    if run.accepted or report.new_rows(source):
        wrong.append(f"{run.accepted} rows recorded, {report.new_rows(source)} loaded")
    counted = place.failures()[source]
    if counted != before + 1:
        wrong.append(f"{counted} failures in a row after {before}")
    return wrong


def _judge_others(place: Installation, report: Report, sources: Collection[str]) -> list[str]:
    """Whether healthy sources answered, and all they said is loaded and recorded."""
    runs, failures = place.runs(report), place.failures()
    wrong = []
    for source in sources:
        outcome, new = report.outcomes[source], report.new_rows(source)
        said = outcome.rows if SOURCES[source].may_store else 0
        if outcome.status != "ok" or runs[source].status != "ok":
            wrong.append(f"{source} is {outcome.status}: {outcome.message}")
        elif new != said or (SOURCES[source].may_store and not new):
            wrong.append(f"{source}: {new} rows loaded of {said}")
        if failures[source]:
            wrong.append(f"{source}: {failures[source]} failures in a row")
    return wrong


def _judge_rows(place: Installation, report: Report, before: dict[str, int]) -> list[str]:
    """Whether the tables hold what they held and what was loaded, each row once."""
    after = place.rows()
    wrong = [
        f"{source}: {after.get(source, 0)} rows of {count}"
        for source, count in before.items()
        if after.get(source, 0) < count
    ]
    grown = sum(after.values()) - sum(before.values())
    loaded = sum(report.new_rows(source) for source in report.outcomes)
    if grown != loaded:
        wrong.append(f"tables grew by {grown} rows, {loaded} were loaded")
    if twice := place.repeats() + place.loaded_twice():
        wrong.append(f"{twice} rows or answers twice")
    for platform in live_platforms():
        wrong += broken_slices(place.engine, platform)
    return wrong
