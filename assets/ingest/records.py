"""What became of each source, kept in state: it is seen even when every source fails."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from assets.ingest.outcomes import BAD, SourceOutcome, Status
from domain.sources.registry import platform_of
from warehouse.errors import NotFound
from warehouse.settings import WarehouseSettings
from warehouse.state.repositories.scrape_runs import RunRecord, record
from warehouse.state.session import migrate_state, session_scope

WORST_FIRST: tuple[Status, ...] = (*BAD, "partial", "ok", "empty", "unchanged")


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
    return _keep(
        settings,
        [
            _run(source, mine, origin, run_id, now, stored or {})
            for source, mine in _by_source(outcomes).items()
        ],
    )


def record_loading(
    settings: WarehouseSettings,
    outcomes: Sequence[SourceOutcome],
    *,
    run_id: str,
    now: datetime,
) -> int:
    """Add to the runs of live sources what loading did with their new answers.

    How the visit went was said when the source was asked; only a batch that was kept out, or an
    answer that could not be read any more, says otherwise. Sources that this run did not ask have
    no record, and get none. Returns how many were kept.
    """
    kept = 0
    for source, mine in _by_source(outcomes).items():
        new = [one for one in mine if one.status != "unchanged"]
        if not new:
            continue
        wrong = next((one for one in new if one.unusable), None)
        told = RunRecord(
            source_id=source,
            platform=platform_of(source),
            origin="live",
            run_id=run_id,
            started_at=now,
            finished_at=now,
            status="changed_markup" if wrong else None,
            accepted=sum(one.rows for one in new),
            quarantined=sum(one.quarantined for one in new),
            duplicates=sum(one.duplicates for one in new),
            error_code=wrong.code if wrong else None,
            message=wrong.message if wrong else None,
        )
        try:
            kept += _keep(settings, [told])
        except NotFound:
            continue
    return kept


def _by_source(outcomes: Sequence[SourceOutcome]) -> dict[str, list[SourceOutcome]]:
    """Outcomes by registry id, in the order of the ids (see scrape_runs).

    A skipped source was not asked, so it has no run.
    """
    found: dict[str, list[SourceOutcome]] = {}
    for outcome in (one for one in outcomes if one.status != "skipped"):
        for source in outcome.registry_ids:
            found.setdefault(source, []).append(outcome)
    return dict(sorted(found.items()))


def _keep(settings: WarehouseSettings, runs: Sequence[RunRecord]) -> int:
    if not runs:
        return 0
    migrate_state(settings)
    with session_scope(settings) as session:
        for run in runs:
            record(session, run)
    return len(runs)


def _run(
    source: str,
    mine: Sequence[SourceOutcome],
    origin: str,
    run_id: str,
    now: datetime,
    stored: Mapping[str, int],
) -> RunRecord:
    worst = min(mine, key=lambda one: WORST_FIRST.index(one.status))
    return RunRecord(
        source_id=source,
        platform=platform_of(source),
        origin=origin,
        run_id=run_id,
        started_at=min((one.started_at for one in mine if one.started_at), default=now),
        finished_at=max((one.finished_at for one in mine if one.finished_at), default=now),
        status=worst.status,
        attempts=_sum(one.attempts for one in mine),
        collected=_sum(one.collected for one in mine),
        accepted=stored.get(source, sum(one.rows for one in mine)),
        quarantined=sum(one.quarantined for one in mine),
        duplicates=sum(one.duplicates for one in mine),
        distinct_terms=_sum(one.terms for one in mine),
        error_code=worst.code,
        message=worst.message,
        newest_captured_at=max((one.newest for one in mine if one.newest), default=None),
        evidence=worst.evidence,
    )


def _sum(counts: Iterable[int | None]) -> int | None:
    known = [count for count in counts if count is not None]
    return sum(known) if known else None
