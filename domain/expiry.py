"""What is left of the evidence behind a past answer once sources' retention has ended.

A source may be kept for so many days; then its files are deleted and a line says so. An answer of
a day rests on what was known on it, so it has lost a file that was known by then and went later.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True, order=True)
class Expired:
    """Files of one source that were deleted on one day because its retention had ended."""

    source_id: str
    retention_days: int
    captured_from: date  # first day on which a row of them was known
    captured_to: date  # last day
    removed_on: date


@dataclass(frozen=True, slots=True)
class Lost:
    """What a past answer has lost of one source: all of it, or a part; `ended_on` is when."""

    source_id: str
    retention_days: int
    ended_on: date
    whole: bool


def lost_on(expired: Iterable[Expired], day: date) -> dict[str, Lost]:
    """For each source of which the answer of a day has lost evidence: how much, and since when.

    A file that went by the day itself was no part of the answer.
    """
    by_source: dict[str, list[Expired]] = {}
    for entry in expired:
        if entry.removed_on > day:
            by_source.setdefault(entry.source_id, []).append(entry)
    found = {}
    for source, entries in by_source.items():
        touched = [entry for entry in entries if entry.captured_from <= day]
        if not touched:
            continue
        # What was known before this day had passed its time, all of it.
        gone = [
            entry.removed_on
            for entry in entries
            if entry.removed_on - timedelta(days=entry.retention_days) > day
        ]
        found[source] = Lost(
            source,
            touched[0].retention_days,
            min(gone) if gone else min(entry.removed_on for entry in touched),
            bool(gone),
        )
    return found


def on_record(expired: Iterable[Expired], day: date) -> bool:
    """Whether what was said of a day can no longer be computed: what was said stays.

    From the first day that lost a file to the day before the last deletion; between two deletions
    a day that lost nothing counts as one that did.
    """
    entries = list(expired)
    return bool(entries) and (
        min(entry.captured_from for entry in entries)
        <= day
        < max(entry.removed_on for entry in entries)
    )
