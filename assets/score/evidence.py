"""What a run says when evidence of the days it stands on has expired."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from domain.expiry import Lost, lost_on, on_record
from domain.sources.registry import SOURCES
from warehouse.engine.base import Engine
from warehouse.expiry import stored_expired

SCORES = "fct_term_score_daily"


def expired_evidence(engine: Engine, day: date, days: int) -> dict[str, Any]:
    """Metadata of the scores after a build of the last `days` days up to `day`.

    Empty when nothing that these days rest on has expired. Days with a record keep it; days without
    one are computed from what is left, and `evidence_complete` of their rows is false.
    """
    entries = stored_expired(engine)
    window = [day - timedelta(days=back) for back in range(days)]
    closed = [one for one in window if on_record(entries, one)]
    if not closed:
        return {}
    rows = engine.query(
        f"select scored_on, min(case when evidence_complete then 1 else 0 end) as whole "  # noqa: S608  # our own names
        f"from marts.{SCORES} where scored_on >= $first and scored_on <= $last group by scored_on",
        {"first": min(closed), "last": max(closed)},
    )
    kept = sum(1 for row in rows if row["scored_on"] in closed and row["whole"])
    partial = sum(1 for row in rows if row["scored_on"] in closed and not row["whole"])
    lost = lost_on(entries, day)
    told: dict[str, Any] = {
        "evidence_expired": [_said(one) for one in lost.values()],
        "days_on_record": kept,
        "days_from_what_is_left": partial,
    }
    if lost or partial:
        told["notice"] = notice(day, list(lost.values()), kept, partial)
    return told


def notice(day: date, lost: list[Lost], kept: int, partial: int) -> str:
    """The same as a sentence for whoever started the run."""
    parts = []
    if lost:
        parts.append(f"Evidence expired for {day}: {'; '.join(map(_said, lost))}.")
    if kept:
        parts.append(f"What was said of {_days(kept)} is on record and stays as it was.")
    if partial:
        parts.append(
            f"{_days(partial).capitalize()} without a record computed from what is left: not what "
            "was said then, and marked so (evidence_complete)."
        )
    return " ".join(parts)


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"


def _said(one: Lost) -> str:
    spec = SOURCES.get(one.source_id)
    name = spec.name if spec else one.source_id
    how = "all of it" if one.whole else "a part of it"
    return f"{name}, kept {one.retention_days} days, {how} gone since {one.ended_on}"
