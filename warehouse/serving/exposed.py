"""A mart that is served, and how its rows come out of the warehouse into a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from warehouse.engine.base import Engine

PART = "part"  # the schema of marts that lie in parts, in every file


@dataclass(frozen=True, slots=True)
class Exposed:
    """A mart that is served: the order its rows lie in (zone maps prune by it) and its indexes.

    `without` names columns that stay behind: who loaded a row says nothing of what it holds, and
    would make an unchanged warehouse look changed. `by_day` names the column of days by which a
    mart is cut into parts.
    """

    name: str
    order: tuple[str, ...]
    indexes: tuple[tuple[str, ...], ...] = ()
    without: tuple[str, ...] = ()
    by_day: str | None = None

    @property
    def table(self) -> str:
        """Where its rows lie in a published file."""
        return f"{PART if self.by_day else 'main'}.{self.name}"

    def select(self, schema: str, condition: str = "true") -> str:
        """The rows that are served."""
        return f"select * from {schema}.{self.name} where {condition}"  # noqa: S608 - our own names


def one_view(engine: Engine) -> AbstractContextManager[None]:
    """All that is read inside is of one moment, also when a writer commits meanwhile."""
    # The writer of a DuckDB file is alone with it, and is the one that publishes.
    return nullcontext() if engine.dialect == "duckdb" else _repeatable(engine)


@contextmanager
def _repeatable(engine: Engine) -> Iterator[None]:
    with engine.transaction():
        engine.execute("set transaction isolation level repeatable read")
        yield


def copy_rows(engine: Engine, path: Path, rows: Sequence[tuple[Exposed, str]]) -> None:
    """Write marts into a file, each ordered; beside each the text that selects its rows."""
    if engine.dialect == "duckdb":
        quoted = str(path).replace("'", "''")
        engine.execute(f"attach '{quoted}' as publishing")
        try:
            engine.execute(f"create schema if not exists publishing.{PART}")
            for mart, sql in rows:
                engine.execute(
                    f"create table publishing.{mart.table} as "
                    f"{sql} order by {', '.join(mart.order)}"
                )
                for column in mart.without:
                    engine.execute(f"alter table publishing.{mart.table} drop column {column}")
        finally:
            engine.execute("detach publishing")
        return
    with opened(path) as target:
        target.execute(f"create schema if not exists {PART}")
        for mart, sql in rows:
            frame = engine.frame(sql).drop(mart.without)
            target.register("incoming", frame.to_arrow())
            target.execute(
                f"create table {mart.table} as "  # noqa: S608 - our own names
                f"select * from incoming order by {', '.join(mart.order)}"
            )
            target.unregister("incoming")


def content_of(ask: Callable[[str], list[tuple[Any, ...]]], sql: str) -> tuple[int, list[Any]]:
    """How many rows a selection has, and what tells its content and shape from another's.

    Independent of the order of rows, and of the last digits of measures: the same sums, added up
    in another order by another thread, are the same content. `ask` runs DuckDB's SQL.
    """
    columns = [(name, kind) for name, kind, *_rest in ask(f"describe {sql}")]
    values = ", ".join(
        f"try_cast({name} as float)" if kind == "DOUBLE" else name for name, kind in columns
    )
    ((count, total),) = ask(
        f"select count(*), coalesce(sum(hash({values})::hugeint), 0)::varchar "  # noqa: S608 - ours
        f"from ({sql})"
    )
    return int(count), [columns, int(count), total]


def warehouse_content(engine: Engine, sql: str) -> tuple[int, list[Any]]:
    """`content_of` for a selection in the warehouse, whichever engine it is."""
    if engine.dialect == "duckdb":
        return content_of(lambda text: [tuple(row.values()) for row in engine.query(text)], sql)
    with duckdb.connect() as memory:
        memory.register("incoming", engine.frame(sql).to_arrow())
        return content_of(lambda text: memory.execute(text).fetchall(), "select * from incoming")


@contextmanager
def opened(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A file that is being made, open for writing."""
    options: dict[str, str | bool | int | float | list[str]] = {
        "threads": 2,
        "autoinstall_known_extensions": False,
    }
    connection = duckdb.connect(str(path), config=options)
    try:
        connection.execute("set TimeZone = 'UTC'")
        yield connection
    finally:
        connection.close()


def quoted(path: Path) -> str:
    """A path as a literal of SQL."""
    return "'" + str(path).replace("'", "''") + "'"
