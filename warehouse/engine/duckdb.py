"""The embedded warehouse: one DuckDB file, one writer."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from warehouse.engine.base import Row
from warehouse.errors import WarehouseBusy

ROW_GROUP = 122_880  # rows that DuckDB stores together


class DuckDBEngine:
    """Engine over a DuckDB file. Opening waits for another process up to `patience` seconds."""

    dialect = "duckdb"

    def __init__(self, path: Path | str, *, patience: float = 30.0, threads: int = 2) -> None:
        self._connection = _connect(path, patience, threads)
        self._depth = 0

    def execute(self, sql: str, parameters: Mapping[str, Any] | None = None) -> None:
        """Run a statement; discard any result."""
        self._connection.execute(sql, dict(parameters) if parameters else None)

    def query(self, sql: str, parameters: Mapping[str, Any] | None = None) -> list[Row]:
        """Rows as dictionaries."""
        cursor = self._connection.execute(sql, dict(parameters) if parameters else None)
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def frame(self, sql: str, parameters: Mapping[str, Any] | None = None) -> pl.DataFrame:
        """The result as a polars frame."""
        result = self._connection.sql(sql, params=dict(parameters) if parameters else None)
        return pl.DataFrame(pl.from_arrow(result.to_arrow_table()))

    def append(
        self, table: str, frame: pl.DataFrame, constants: Mapping[str, str] | None = None
    ) -> int:
        """Insert a frame by column name, with columns of one text each."""
        fixed = dict(constants or {})
        columns = ", ".join(f'"{name}"' for name in (*frame.columns, *fixed))
        taken = ", ".join([*(f'"{name}"' for name in frame.columns), *(f"${one}" for one in fixed)])
        # The newest layout is the frame's own memory; the older ones copy every text. A thread
        # takes a piece at a time: pieces that are no whole row groups would be written twice.
        pieces = frame.rechunk().iter_slices(ROW_GROUP)
        whole = pl.concat(pieces, rechunk=False) if frame.height > ROW_GROUP else frame
        incoming = whole.to_arrow(compat_level=pl.CompatLevel.newest())
        self._connection.register("incoming_frame", incoming)
        try:
            self._connection.execute(
                f"insert into {table} ({columns}) select {taken} from incoming_frame",  # noqa: S608  # our own names
                fixed or None,
            )
        finally:
            self._connection.unregister("incoming_frame")
        return frame.height

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing. Nested use joins the outer transaction."""
        if self._depth:
            yield
            return
        self._connection.execute("begin transaction")
        self._depth = 1
        try:
            yield
        except BaseException:
            self._connection.execute("rollback")
            raise
        else:
            self._connection.execute("commit")
        finally:
            self._depth = 0

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()


def _connect(path: Path | str, patience: float, threads: int) -> duckdb.DuckDBPyConnection:
    settings: dict[str, str | bool | int | float | list[str]] = {
        "threads": threads,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    deadline = time.monotonic() + patience
    while True:
        try:
            connection = duckdb.connect(str(path), config=settings)
            connection.execute("set TimeZone = 'UTC'")
            return connection
        except duckdb.IOException as error:
            if "lock" not in str(error).lower():
                raise
            if time.monotonic() >= deadline:
                raise WarehouseBusy(
                    f"{path} is open in another process. Wait for the running pipeline to end, "
                    "or stop it, then try again."
                ) from error
            time.sleep(0.1)
