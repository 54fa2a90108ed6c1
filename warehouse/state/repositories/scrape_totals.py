"""Counts of the sources' runs that only rise, as a counter of a metrics system must.

They are kept apart from the runs, because runs are corrected and, when old, forgotten. A run whose
status is corrected counts under both words.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from warehouse.state.models.scrape_run import STATUSES, ScrapeRun, ScrapeTotal
from warehouse.state.upserts import insert_unless_there

BOUNDS = (0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 30.0, 60.0, 120.0)  # seconds, each inclusive


@dataclass(frozen=True, slots=True)
class Durations:
    """A histogram of durations in seconds. Skipped runs took none and are not in it."""

    buckets: tuple[tuple[float, int], ...]  # bound, runs that took no longer; the last is infinite
    seconds: float  # sum

    @property
    def count(self) -> int:
        """All runs in it."""
        return self.buckets[-1][1]


@dataclass(frozen=True, slots=True)
class SourceTotals:
    """Counts of one source since the beginning. `runs` has every status, 0 where there is none."""

    runs: Mapping[str, int]
    attempts: int
    durations: Durations


def count(session: Session, run: ScrapeRun, *, revised: bool, attempts: int) -> None:
    """Add what is new about a run: a status (`revised`) and attempts. A fall is not counted."""
    if not revised and attempts <= 0:
        return
    empty = {"runs": 0, "attempts": 0, "seconds": 0.0, "buckets": [0] * (len(BOUNDS) + 1)}
    key = {"source_id": run.source_id, "status": run.status}
    insert_unless_there(session, ScrapeTotal, {**key, **empty})
    total = session.scalars(
        sa.select(ScrapeTotal)
        .filter_by(**key)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    total.attempts += max(0, attempts)
    if revised:
        total.runs += 1
    if revised and run.status != "skipped":
        seconds = max(0.0, (run.finished_at - run.started_at) / timedelta(seconds=1))
        place = bisect_left(BOUNDS, seconds)
        total.seconds += seconds
        total.buckets = [n + (at == place) for at, n in enumerate(total.buckets)]
    session.flush()


def totals(session: Session) -> dict[str, SourceTotals]:
    """Counts of every source that was ever recorded, by its id."""
    rows: dict[str, list[ScrapeTotal]] = {}
    for row in session.scalars(sa.select(ScrapeTotal).order_by(ScrapeTotal.source_id)):
        rows.setdefault(row.source_id, []).append(row)
    return {source: _of_source(mine) for source, mine in rows.items()}


def _of_source(rows: list[ScrapeTotal]) -> SourceTotals:
    runs = dict.fromkeys(STATUSES, 0) | {row.status: row.runs for row in rows}
    reached = 0
    buckets: list[tuple[float, int]] = []
    for at, bound in enumerate((*BOUNDS, float("inf"))):
        reached += sum(row.buckets[at] for row in rows)
        buckets.append((bound, reached))
    durations = Durations(tuple(buckets), sum(row.seconds for row in rows))
    return SourceTotals(runs, sum(row.attempts for row in rows), durations)
