"""Reading the published snapshot: swap a reference when the pointer moves, never close."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb

from warehouse.engine.base import Row
from warehouse.errors import NotPublished, SnapshotGone
from warehouse.serving.describe import describe
from warehouse.serving.exposed import quoted
from warehouse.serving.generations import (
    SCHEMA_VERSION,
    Generation,
    file_name,
    open_from,
    read_pointer,
    valid_id,
)

_LOGGER = logging.getLogger(__name__)
_OPTIONS: dict[str, str | bool | int | float | list[str]] = {
    "threads": 1,
    "memory_limit": "512MB",
    "temp_directory": "",  # reading writes nothing
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
# Once its files are attached no query may reach another one or the network.
_LOCKS = ("set enable_external_access = false", "set lock_configuration = true")
# Where names are looked up: in all parts together, or in the generation's own file alone.
_WHOLE, _OWN = "snapshot.main", "snapshot.part"
_GONE = (
    "The list has been replaced by newer ones since this page cursor was made. "
    "Start again without `cursor`."
)


class Snapshot:
    """One generation and its parts, open read-only. Safe to use from many threads."""

    def __init__(self, path: Path, generation: Generation) -> None:
        self.generation = generation
        # An instance of its own: one that is found by its file's name may be an older one's.
        self._connection = duckdb.connect(":memory:", config=_OPTIONS)
        self._connection.execute(f"attach {quoted(path)} as snapshot (read_only)")
        for part in generation.parts:
            file = quoted(path.with_name(part.file))
            self._connection.execute(f"attach {file} as {part.alias} (read_only)")
        for statement in _LOCKS:
            self._connection.execute(statement)
        self._open_from = open_from(generation.as_of)
        self._cursors: dict[str, deque[duckdb.DuckDBPyConnection]] = {
            _WHOLE: deque(),
            _OWN: deque(),
        }

    def query(self, sql: str, parameters: Mapping[str, Any] | None = None) -> list[Row]:
        """Rows as dictionaries. Timestamps are naive UTC."""
        # One thread at a time has a cursor. Not thread-local: a cursor that ends with its thread
        # while the interpreter goes down aborts the process.
        place = self._place(parameters)
        cursors = self._cursors[place]
        try:
            cursor = cursors.pop()
        except IndexError:
            cursor = self._connection.cursor()
            cursor.execute(f"use {place}")
        try:
            result = cursor.execute(sql, dict(parameters) if parameters else None)
            names = [column[0] for column in result.description or ()]
            return [dict(zip(names, row, strict=True)) for row in result.fetchall()]
        finally:
            cursors.append(cursor)

    def _place(self, parameters: Mapping[str, Any] | None) -> str:
        # Binding the views over years of parts costs more than most answers.
        day = (parameters or {}).get("scored_on")
        return _OWN if day is not None and day >= self._open_from else _WHOLE

    def score_of(self, term_id: str, as_of: date) -> Row | None:
        """A term's score of the latest day on or before `as_of`, as `TREND_ONE` gives it."""
        from warehouse.serving.queries import LAST_SCORED, TREND_ONE

        def on(day: date) -> list[Row]:
            asked = {"term_id": term_id, "score_version": self.version_on(day)}
            return self.query(TREND_ONE, {**asked, "scored_on": day})

        rows = on(as_of)
        if not rows:
            past = self.query(LAST_SCORED, {"term_id": term_id, "as_of": as_of})
            days = (row["scored_on"] for row in past if self._counts(row))
            last = next(days, None)
            rows = on(last) if last else []
        return rows[0] if rows else None

    @cached_property
    def _versions(self) -> dict[date, str]:
        from warehouse.serving.queries import SCORED_DAYS

        rows = self.query(SCORED_DAYS, {"score_version": self.generation.score_version})
        return {row["scored_on"]: row["score_version"] for row in rows}

    @cached_property
    def scored_days(self) -> list[date]:
        """Days that have scores, oldest first."""
        return list(self._versions)

    def version_on(self, day: date | None) -> str:
        """The version whose scores count on a day: the published one, where it scored that day."""
        published = self.generation.score_version
        return published if day is None else self._versions.get(day, published)

    def _counts(self, row: Row) -> bool:
        return bool(self.version_on(row["scored_on"]) == row["score_version"])

    @cached_property
    def regions(self) -> list[str]:
        """Regions in which a term was measured, on any scored day; sorted."""
        from warehouse.serving.queries import EVERY_REGION

        asked = {"score_version": self.generation.score_version}
        return [row["region"] for row in self.query(EVERY_REGION, asked)]

    @cached_property
    def standings(self) -> dict[str, Row]:
        """Where each term stands on the last scored day, by id; it goes when the snapshot goes."""
        from warehouse.serving.queries import STANDINGS

        if not self.scored_days:
            return {}
        asked = {
            "scored_on": self.scored_days[-1],
            "score_version": self.version_on(self.scored_days[-1]),
        }
        return {row["term_id"]: row for row in self.query(STANDINGS, asked)}


class SnapshotReader:
    """The current snapshot of a serving folder, at most `check_every` seconds behind the pointer.

    The pointer is looked at twice in that time. A new generation is opened in a thread of its own
    while the old one goes on answering; who asks when the time is over waits for it.
    """

    def __init__(
        self,
        folder: Path,
        *,
        check_every: float = 1.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._folder = folder
        self._check_every = check_every
        self._clock = clock
        self._current: Snapshot | None = None
        self._checked = -float("inf")
        self._opening: threading.Thread | None = None
        self._due = 0.0
        self._lock = threading.Lock()
        self._older: dict[str, Snapshot] = {}

    def current(self) -> Snapshot:
        """The current snapshot; NotPublished when there is none."""
        if self._clock() - self._checked >= self._check_every / 2:
            self._check()
        opening = self._opening
        if opening is not None and (self._clock() >= self._due or self._current is None):
            opening.join()
        snapshot = self._current
        if snapshot is None:
            raise NotPublished(
                "Nothing has been published yet. Run `make run` (or `podpusher run`) and wait "
                "for the pipeline to end, then try again."
            )
        return snapshot

    def at(self, generation: str) -> Snapshot:
        """A kept generation by its id; SnapshotGone when it is no longer kept."""
        current = self.current()
        if current.generation.id == generation:
            return current
        with self._lock:
            found = self._older.get(generation)
            path = self._folder / file_name(generation)
            if not valid_id(generation) or not path.is_file():
                self._older.pop(generation, None)
                raise SnapshotGone(_GONE)
            if found is None:
                found = self._older[generation] = _open_older(path)
            return found

    def _check(self) -> None:
        if not self._lock.acquire(blocking=self._current is None):
            return  # another thread is looking; what we have is good
        try:
            now = self._clock()
            if self._opening is not None and self._opening.is_alive():
                return
            if now - self._checked < self._check_every / 2:
                return  # another thread has looked while this one waited
            self._opening = None
            self._checked = now
            self._follow(read_pointer(self._folder))
        except (ValueError, OSError):
            self._complain()
        finally:
            self._lock.release()

    def _follow(self, pointed: Generation | None) -> None:
        if pointed is None or pointed.schema_version != SCHEMA_VERSION:
            self._current = None
        elif self._current is None or self._current.generation.id != pointed.id:
            self._due = self._clock() + self._check_every / 2
            # Not a daemon: an interpreter that goes down would take its thread out of DuckDB.
            opening = threading.Thread(target=self._open, args=(pointed,))
            opening.start()
            self._opening = opening

    def _open(self, pointed: Generation) -> None:
        try:
            # The old one is dropped, never closed: threads may still read from it.
            self._current = Snapshot(self._folder / pointed.file, pointed)
            self._older = {
                name: snapshot
                for name, snapshot in self._older.items()
                if (self._folder / snapshot.generation.file).is_file()
            }
        except (OSError, duckdb.Error):
            self._complain()

    def _complain(self) -> None:
        # What we hold is still right for its own day; better than an error page.
        _LOGGER.exception("the published snapshot cannot be read, keeping the present one")


def _open_older(path: Path) -> Snapshot:
    try:
        generation = describe(path)
        if generation.schema_version == SCHEMA_VERSION:
            return Snapshot(path, generation)
    except (duckdb.Error, ValueError, KeyError) as error:
        # Dropped since it was looked for, or none that this version reads.
        raise SnapshotGone(_GONE) from error
    raise SnapshotGone(_GONE)
