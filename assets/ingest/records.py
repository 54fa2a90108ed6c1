"""What became of each source, kept in state: it is seen even when every source fails."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from assets.ingest.outcomes import SourceOutcome, Status
from warehouse.settings import WarehouseSettings
from warehouse.state.repositories.source_runs import RunRecord, record
from warehouse.state.session import migrate_state, session_scope

# A skipped source was not asked, so it has no run.
KEPT: Mapping[Status, str] = {
    "ok": "ok",
    "partial": "ok",
    "empty": "empty",
    "unchanged": "unchanged",
    "failed": "failed",
}
WORST_FIRST = ("failed", "ok", "empty", "unchanged")


def record_outcomes(
    settings: WarehouseSettings,
    outcomes: Sequence[SourceOutcome],
    *,
    origin: str,
    run_id: str,
    now: datetime,
    stored: Mapping[str, int] | None = None,
) -> int:
    """Keep one run for each registered source among the outcomes; returns how many.

    `stored` gives the rows of each source where an outcome covers several.
    """
    by_source: dict[str, list[SourceOutcome]] = {}
    for outcome in outcomes:
        if outcome.status in KEPT:
            for source in outcome.registry_ids:
                by_source.setdefault(source, []).append(outcome)
    if not by_source:
        return 0
    migrate_state(settings)
    with session_scope(settings) as session:
        for source, mine in by_source.items():
            record(session, _run(source, mine, origin, run_id, now, stored or {}))
    return len(by_source)


def _run(
    source: str,
    mine: Sequence[SourceOutcome],
    origin: str,
    run_id: str,
    now: datetime,
    stored: Mapping[str, int],
) -> RunRecord:
    worst = min(mine, key=lambda one: WORST_FIRST.index(KEPT[one.status]))
    return RunRecord(
        source_id=source,
        origin=origin,
        run_id=run_id,
        started_at=min((one.started_at for one in mine if one.started_at), default=now),
        finished_at=max((one.finished_at for one in mine if one.finished_at), default=now),
        status=KEPT[worst.status],
        rows=stored.get(source, sum(one.rows for one in mine)),
        quarantined=sum(one.quarantined for one in mine),
        error_code=worst.code if worst.status == "failed" else None,
        message=worst.message,
    )
