"""Runs of the sources."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from warehouse.state.models.source_run import SourceRun


@dataclass(frozen=True, slots=True)
class RunRecord:
    """How one try of one source went. Times are aware UTC."""

    source_id: str
    origin: str
    run_id: str
    started_at: datetime
    finished_at: datetime
    status: str  # ok, empty, failed, unchanged
    rows: int = 0
    quarantined: int = 0
    error_code: str | None = None
    message: str | None = None


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """The last run of a source, and the end of its last good one."""

    last: SourceRun
    last_ok_at: datetime | None


def record(session: Session, run: RunRecord) -> SourceRun:
    """Keep a run. The same source in the same run is one row, the later word wins."""
    query = sa.select(SourceRun).where(
        SourceRun.source_id == run.source_id, SourceRun.run_id == run.run_id
    )
    row = session.scalars(query).first()
    if row is None:
        row = SourceRun(source_id=run.source_id, run_id=run.run_id)
        session.add(row)
    row.origin, row.status = run.origin, run.status
    row.started_at, row.finished_at = run.started_at, run.finished_at
    row.rows, row.quarantined = run.rows, run.quarantined
    row.error_code = run.error_code
    row.message = None if run.message is None else run.message[:500]
    session.flush()
    return row


def health(session: Session) -> dict[str, SourceHealth]:
    """Health of every source that ever ran."""
    newest = sa.func.row_number().over(
        partition_by=SourceRun.source_id,
        order_by=(SourceRun.finished_at.desc(), SourceRun.id.desc()),
    )
    ranked = sa.select(SourceRun.id, newest.label("place")).subquery()
    query = (
        sa.select(SourceRun).join(ranked, ranked.c.id == SourceRun.id).where(ranked.c.place == 1)
    )
    good = (
        sa.select(SourceRun.source_id, sa.func.max(SourceRun.finished_at))
        .where(SourceRun.status.in_(("ok", "unchanged")))
        .group_by(SourceRun.source_id)
    )
    last_ok = {row[0]: row[1] for row in session.execute(good)}
    return {
        run.source_id: SourceHealth(run, last_ok.get(run.source_id))
        for run in session.scalars(query)
    }
