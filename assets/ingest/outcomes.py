"""What became of each source and file in one run, in words a person can act on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

Status = Literal[
    "ok",
    "partial",  # some of it: rows were refused, or an answer was missing
    "empty",
    "unchanged",
    "skipped",  # not asked
    "blocked",
    "login_wall",
    "changed_markup",
    "down",
    "failed",  # a file that cannot be read
]
# Nothing of it could be used, worst first.
BAD: tuple[Status, ...] = ("failed", "blocked", "login_wall", "changed_markup", "down")


@dataclass(frozen=True, slots=True)
class SourceOutcome:
    """One source or file: how it went, a code and message when not well, and its rows.

    `source` is the landing folder or, for a live source, its registry id; `registry_ids` are the
    sources its rows belong to, as far as they are known. `attempts` counts requests, `collected`
    entries of the answers; None where nobody was asked. `evidence` is the picture kept of a page
    that could not be read, relative to the data folder.
    """

    source: str
    name: str  # file name, or the source's name
    status: Status
    code: str | None = None
    message: str | None = None
    format: str | None = None
    rows: int = 0
    quarantined: int = 0
    duplicates: int = 0
    attempts: int | None = None
    collected: int | None = None
    terms: int | None = None  # distinct
    newest: datetime | None = None  # newest captured_at, aware UTC
    evidence: str | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None
    registry_ids: tuple[str, ...] = ()

    @property
    def unusable(self) -> bool:
        """Whether nothing of it could be used."""
        return self.status in BAD


def table(outcomes: Sequence[SourceOutcome]) -> str:
    """A Markdown table for Dagster's UI."""
    # Narrow columns first: long file names would push the counts off the page.
    lines = ["| rows | refused | status | file or source | remark |", "|--:|--:|---|---|---|"]
    lines += [
        f"| {o.rows:,} | {o.quarantined:,} | {o.status} | {_cell(o.name)} "
        f"| {_cell('; '.join(filter(None, [o.format, o.message])))} |"
        for o in outcomes
    ]
    return "\n".join(lines)


def as_json(outcomes: Sequence[SourceOutcome]) -> list[dict[str, Any]]:
    """The outcomes as plain values, for metadata that a program reads."""
    return [
        {
            "source": o.source,
            "registry_ids": list(o.registry_ids),
            "name": o.name,
            "status": o.status,
            "code": o.code,
            "message": o.message,
            "format": o.format,
            "rows": o.rows,
            "quarantined": o.quarantined,
            "duplicates": o.duplicates,
            "attempts": o.attempts,
            "collected": o.collected,
            "started_at": o.started_at.isoformat() if o.started_at else None,
            "finished_at": o.finished_at.isoformat() if o.finished_at else None,
        }
        for o in outcomes
    ]


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")[:300]
