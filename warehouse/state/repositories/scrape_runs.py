"""Runs of the sources: what became of each, how each source stands, counts for the metrics.

Whoever records several sources in one transaction does so in the order of their ids: then two
recorders wait for each other instead of blocking each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from warehouse.errors import NotFound
from warehouse.state.models.scrape_run import FAILURES, GOOD, Cycle, ScrapeRun
from warehouse.state.repositories import scrape_totals
from warehouse.state.repositories.scrape_totals import SourceTotals
from warehouse.state.upserts import insert_unless_there

MESSAGE_LENGTH = 500
_COUNTS = ("attempts", "collected", "accepted", "quarantined", "duplicates", "distinct_terms")


@dataclass(frozen=True, slots=True)
class RunRecord:
    """How one run of one source went. Times are aware UTC.

    Landing knows `attempts` and `collected`, loading the other counts: None leaves a count as it
    was. `status` None leaves status, origin, times, code and message as they were. Code, message
    and `evidence` belong to the status: None leaves them while the status stays.
    `newest_captured_at`: when the newest signal was seen at the platform; a source that says
    "unchanged" has seen it again.
    """

    source_id: str
    platform: str
    origin: str
    run_id: str
    started_at: datetime
    finished_at: datetime
    status: str | None  # one of STATUSES
    attempts: int | None = None
    collected: int | None = None
    accepted: int | None = None
    quarantined: int | None = None
    duplicates: int | None = None
    distinct_terms: int | None = None
    error_code: str | None = None
    message: str | None = None
    newest_captured_at: datetime | None = None
    evidence: str | None = None  # a path relative to the data folder


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """How a source stands. Runs in which it was skipped do not count."""

    last: ScrapeRun
    last_ok_at: datetime | None  # end of the last run that was ok, partial or unchanged
    newest_captured_at: datetime | None  # as the last run that brought signals told
    failures: int  # in a row, up to the last run, as far back as runs are kept


def record(session: Session, run: RunRecord) -> ScrapeRun:
    """Keep a run. The same source in the same run is one row: the later word wins, counts merge.

    Raises NotFound when a record without a status meets no row.
    """
    created = run.status is not None and insert_unless_there(session, ScrapeRun, _values(run))
    row = session.scalars(
        sa.select(ScrapeRun)
        .where(ScrapeRun.source_id == run.source_id, ScrapeRun.run_id == run.run_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        raise NotFound(
            f"Run {run.run_id!r} of {run.source_id} is not recorded yet. "
            "Give its status the first time."
        )
    attempts = 0 if created else row.attempts
    revised = created or run.status not in (None, row.status)
    if not created:
        _merge(row, run, revised)
        session.flush()
    scrape_totals.count(session, row, revised=revised, attempts=row.attempts - attempts)
    return row


def health(session: Session) -> dict[str, SourceHealth]:
    """Health of every source that was ever asked, by its id."""
    marks = [mark for mark in session.execute(_marks()) if mark.last_id is not None]
    ids = {one for mark in marks for one in mark[1:] if one is not None}
    runs = {
        run.id: run for run in session.scalars(sa.select(ScrapeRun).where(ScrapeRun.id.in_(ids)))
    }
    failing = [mark for mark in marks if mark.last_id != mark.calm_id]
    failures = _failures(session, {mark.source_id: runs.get(mark.calm_id) for mark in failing})
    found: dict[str, SourceHealth] = {}
    for mark in marks:
        good, signal = runs.get(mark.good_id), runs.get(mark.signal_id)
        found[mark.source_id] = SourceHealth(
            last=runs[mark.last_id],
            last_ok_at=good.finished_at if good else None,
            newest_captured_at=signal.newest_captured_at if signal else None,
            failures=failures.get(mark.source_id, 0),
        )
    return found


def recent(session: Session, source_id: str, limit: int) -> list[ScrapeRun]:
    """The last runs of a source, skipped ones too, newest first."""
    query = sa.select(ScrapeRun).where(ScrapeRun.source_id == source_id)
    newest_first = query.order_by(ScrapeRun.finished_at.desc(), ScrapeRun.id.desc())
    return list(session.scalars(newest_first.limit(limit)))


def of_run(session: Session, run_id: str) -> list[ScrapeRun]:
    """What one run has done with each source so far, by source id; skipped ones too."""
    query = sa.select(ScrapeRun).where(ScrapeRun.run_id == run_id)
    return list(session.scalars(query.order_by(ScrapeRun.source_id)))


def totals(session: Session) -> dict[str, SourceTotals]:
    """Counts since the beginning, by source; see `scrape_totals.totals`."""
    return scrape_totals.totals(session)


def close_cycle(session: Session, run_id: str, finished_at: datetime, distinct_terms: int) -> None:
    """Keep how many distinct terms a cycle gave over all sources. Repeating it corrects it."""
    session.merge(Cycle(run_id=run_id, finished_at=finished_at, distinct_terms=distinct_terms))
    session.flush()


def last_cycle(session: Session) -> Cycle | None:
    """The cycle that ended last."""
    newest_first = sa.select(Cycle).order_by(Cycle.finished_at.desc(), Cycle.run_id.desc())
    return session.scalars(newest_first.limit(1)).first()


def forget_before(session: Session, moment: datetime) -> int:
    """Delete runs and cycles that ended before; returns how many runs.

    What `health` and `last_cycle` need is kept: of each source the last run, the last good one
    and the last one with signals. Totals are not touched.
    """
    marks = _marks().subquery()
    needed = sa.union(
        *(
            sa.select(one).where(one.is_not(None))
            for one in (marks.c.last_id, marks.c.good_id, marks.c.signal_id)
        )
    )
    old = sa.delete(ScrapeRun).where(ScrapeRun.finished_at < moment, ScrapeRun.id.not_in(needed))
    forgotten = session.scalars(old.returning(ScrapeRun.id)).all()
    newest = sa.select(sa.func.max(Cycle.finished_at)).scalar_subquery()
    session.execute(
        sa.delete(Cycle).where(Cycle.finished_at < moment, Cycle.finished_at != newest),
        execution_options={"synchronize_session": "fetch"},
    )
    return len(forgotten)


def _marks() -> sa.Select[str, int | None, int | None, int | None, int | None]:
    """Of each source the ids of its last run, and of the last that was good, calm, with signals.

    Calm is what is no failure. Each is found by the index, however long the past is.
    """
    sources = sa.select(ScrapeRun.source_id).distinct().subquery()

    def last(name: str, condition: sa.ColumnElement[bool]) -> sa.Label[int | None]:
        return (
            sa.select(ScrapeRun.id)
            .where(ScrapeRun.source_id == sources.c.source_id, condition)
            .order_by(ScrapeRun.finished_at.desc(), ScrapeRun.id.desc())
            .limit(1)
            .scalar_subquery()
            .label(name)
        )

    asked = ScrapeRun.status != "skipped"
    return sa.select(
        sources.c.source_id,
        last("last_id", asked),
        last("good_id", ScrapeRun.status.in_(GOOD)),
        last("calm_id", asked & ScrapeRun.status.not_in(FAILURES)),
        last("signal_id", ScrapeRun.newest_captured_at.is_not(None)),
    )


def _failures(session: Session, since: Mapping[str, ScrapeRun | None]) -> dict[str, int]:
    """Failures of each source after the given run; all of them where there is none."""
    later = [
        sa.and_(
            ScrapeRun.source_id == source,
            sa.true() if calm is None else ScrapeRun.finished_at >= calm.finished_at,
        )
        for source, calm in since.items()
    ]
    if not later:
        return {}
    query = sa.select(ScrapeRun.source_id, sa.func.count()).where(
        ScrapeRun.status.in_(FAILURES), sa.or_(*later)
    )
    return {row[0]: row[1] for row in session.execute(query.group_by(ScrapeRun.source_id))}


def _values(run: RunRecord) -> dict[str, Any]:
    return {
        "source_id": run.source_id,
        "run_id": run.run_id,
        "newest_captured_at": run.newest_captured_at,
        "evidence": run.evidence,
        **_word(run),
        **_counts(run),
    }


def _word(run: RunRecord) -> Mapping[str, Any]:
    return {
        "platform": run.platform,
        "origin": run.origin,
        "started_at": run.started_at,
        "finished_at": run.finished_at,
        "status": run.status,
        "error_code": run.error_code,
        "message": None if run.message is None else run.message[:MESSAGE_LENGTH],
    }


def _counts(run: RunRecord) -> Mapping[str, int]:
    given = {name: getattr(run, name) for name in _COUNTS}
    return {name: value for name, value in given.items() if value is not None}


def _merge(row: ScrapeRun, run: RunRecord, revised: bool) -> None:
    changes: dict[str, Any] = dict(_counts(run))
    if run.status is not None:
        changes |= _word(run)
    if not revised:
        changes = {name: value for name, value in changes.items() if value is not None}
    if revised or run.evidence is not None:
        changes["evidence"] = run.evidence
    if run.newest_captured_at is not None:
        changes["newest_captured_at"] = run.newest_captured_at
    for name, value in changes.items():
        setattr(row, name, value)
