"""The list of what was deleted because a source's retention had ended.

It lies beside the landed files, because it is as much the truth about them, and is copied into the
warehouse for the models. It holds days and no content.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import polars as pl

from domain.expiry import Expired
from warehouse.engine.base import Engine
from warehouse.landing import Landing, replace_file
from warehouse.tables import EXPIRED

_DAYS = ("captured_from", "captured_to", "removed_on")


def note_expired(landing: Landing, entries: Iterable[Expired]) -> None:
    """Add to the list; write it before anything is deleted."""
    known = set(expired_so_far(landing))
    listed = sorted(known | set(entries))
    if len(listed) == len(known):
        return
    rows = [
        {name: str(getattr(one, name)) for name in _DAYS}
        | {"source_id": one.source_id, "retention_days": one.retention_days}
        for one in listed
    ]
    landing.folder.mkdir(parents=True, exist_ok=True)
    replace_file(_path(landing), json.dumps(rows).encode())


def expired_so_far(landing: Landing) -> list[Expired]:
    """The list, sorted; empty when nothing was ever deleted."""
    path = _path(landing)
    if not path.exists():
        return []
    return [
        Expired(
            row["source_id"],
            row["retention_days"],
            *(date.fromisoformat(row[name]) for name in _DAYS),
        )
        for row in json.loads(path.read_bytes())
    ]


def store_expired(engine: Engine, entries: Iterable[Expired]) -> int:
    """Put the list in place of what the warehouse has of it; how many rows."""
    rows = [
        {column.name: getattr(one, column.name) for column in EXPIRED.columns} for one in entries
    ]
    with engine.transaction():
        engine.execute(f"delete from {EXPIRED.name}")  # noqa: S608  # our own name
        if rows:
            engine.append(EXPIRED.name, pl.DataFrame(rows))
    return len(rows)


def stored_expired(engine: Engine) -> list[Expired]:
    """The list as the warehouse has it, sorted."""
    names = ", ".join(column.name for column in EXPIRED.columns)
    return sorted(Expired(**row) for row in engine.query(f"select {names} from {EXPIRED.name}"))  # noqa: S608  # our own name


def _path(landing: Landing) -> Path:
    return landing.folder / "expired.json"
