"""The one interface to the warehouse."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Protocol

import polars as pl

Row = dict[str, Any]


class Engine(Protocol):
    """SQL over DuckDB or Postgres. Parameters are `$name` in the text and a mapping beside it."""

    dialect: str  # "duckdb" or "postgres"

    def execute(self, sql: str, parameters: Mapping[str, Any] | None = None) -> None:
        """Run a statement; discard any result."""
        ...

    def query(self, sql: str, parameters: Mapping[str, Any] | None = None) -> list[Row]:
        """Rows as dictionaries. Timestamps are naive UTC."""
        ...

    def frame(self, sql: str, parameters: Mapping[str, Any] | None = None) -> pl.DataFrame:
        """The result as a polars frame."""
        ...

    def append(
        self, table: str, frame: pl.DataFrame, constants: Mapping[str, str] | None = None
    ) -> int:
        """Insert a frame by column name; returns the number of rows.

        `constants` are further columns that hold one text in every row.
        """
        ...

    def transaction(self) -> AbstractContextManager[None]:
        """All or nothing. Nested use joins the outer transaction."""
        ...

    def close(self) -> None:
        """Let go of the database."""
        ...


@contextmanager
def closing(engine: Engine) -> Iterator[Engine]:
    """Close the engine on the way out, also after an error."""
    try:
        yield engine
    finally:
        engine.close()


def replace_slice(
    engine: Engine, table: str, column: str, keys: Sequence[str], frame: pl.DataFrame
) -> int:
    """Replace the rows whose `column` is one of `keys` by `frame`, in one transaction."""
    with engine.transaction():
        for key in keys:
            engine.execute(f"delete from {table} where {column} = $key", {"key": key})  # noqa: S608  # our own names
        return engine.append(table, frame) if frame.height else 0
