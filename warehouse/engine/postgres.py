"""The warehouse on a Postgres server (with or without Timescale)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import polars as pl
import psycopg
from psycopg.copy import QueuedLibpqWriter
from psycopg.rows import dict_row, tuple_row

from warehouse.engine.base import Row
from warehouse.errors import WarehouseError

# Texts and comments are passed over, so that a `$name` or `%` in them stays what it is.
_TOKENS = re.compile(
    r"""
    '(?:[^']|'')*' | "(?:[^"]|"")*" | --[^\n]* | /\*.*?\*/
    | \$(?P<tag>[A-Za-z_][A-Za-z0-9_]*)?\$.*?\$(?P=tag)?\$
    | \$(?P<name>[A-Za-z_][A-Za-z0-9_]*)
    | %
    """,
    re.VERBOSE | re.DOTALL,
)

_TYPES: dict[int, pl.DataType] = {
    16: pl.Boolean(),
    20: pl.Int64(),
    21: pl.Int16(),
    23: pl.Int32(),
    25: pl.String(),
    700: pl.Float32(),
    701: pl.Float64(),
    1043: pl.String(),
    1082: pl.Date(),
    1114: pl.Datetime("us"),
}


ROWS_OF_A_PART = 20_000  # of a frame on its way through COPY; a few megabytes of text


class WarehouseUnreachable(WarehouseError):
    """The warehouse server does not answer or refuses us."""

    code = "warehouse.unreachable"


class PostgresEngine:
    """Engine over one connection. Statements outside a transaction commit at once."""

    dialect = "postgres"

    def __init__(self, url: str, *, connect_timeout: int = 10) -> None:
        """Connect; `url` is `postgresql://user:password@host:port/database`."""
        try:
            self._connection = psycopg.connect(
                url,
                autocommit=True,
                connect_timeout=connect_timeout,
                options="-c timezone=UTC",
                application_name="podpusher",
            )
        except psycopg.OperationalError as error:
            raise WarehouseUnreachable(
                f"The warehouse server does not answer ({_first_line(error)}). Check "
                "PODPUSHER_WAREHOUSE_URL and that the server runs, then try again."
            ) from None  # the driver's error repeats the address
        self._depth = 0

    def execute(self, sql: str, parameters: Mapping[str, Any] | None = None) -> None:
        """Run a statement, or several without parameters; discard any result."""
        with self._connection.cursor() as cursor:
            _run(cursor, sql, parameters)

    def query(self, sql: str, parameters: Mapping[str, Any] | None = None) -> list[Row]:
        """Rows as dictionaries."""
        with self._connection.cursor(row_factory=dict_row) as cursor:
            _run(cursor, sql, parameters)
            return cursor.fetchall()

    def frame(self, sql: str, parameters: Mapping[str, Any] | None = None) -> pl.DataFrame:
        """The result as a polars frame; exact numbers become doubles."""
        with self._connection.cursor(row_factory=tuple_row) as cursor:
            _run(cursor, sql, parameters)
            rows = cursor.fetchall()
            columns = cursor.description or []
        data = {}
        for place, column in enumerate(columns):
            values: list[Any] = [row[place] for row in rows]
            if column.type_code == 1700:  # numeric
                values = [None if value is None else float(value) for value in values]
            kind = pl.Float64() if column.type_code == 1700 else _TYPES.get(column.type_code)
            data[column.name] = pl.Series(column.name, values, dtype=kind)
        return pl.DataFrame(data)

    def append(
        self, table: str, frame: pl.DataFrame, constants: Mapping[str, str] | None = None
    ) -> int:
        """Insert a frame by column name through COPY; empty text and no value stay apart."""
        if not frame.height:
            return 0
        frame = frame.with_columns(
            pl.lit(text).alias(name) for name, text in (constants or {}).items()
        )
        columns = ", ".join(f'"{name}"' for name in frame.columns)
        statement = f"copy {table} ({columns}) from stdin (format csv)"
        with (
            self._connection.cursor() as cursor,
            # Its thread sends one part while the next is written, so the server never waits.
            cursor.copy(statement, writer=QueuedLibpqWriter(cursor)) as copy,
        ):
            for part in frame.iter_slices(ROWS_OF_A_PART):
                copy.write(_csv(part))
        return frame.height

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing. Nested use joins the outer transaction."""
        if self._depth:
            yield
            return
        self._depth = 1
        try:
            with self._connection.transaction():
                yield
        finally:
            self._depth = 0

    @property
    def ended(self) -> bool:
        """Whether the connection is gone, by us or by the server."""
        return self._connection.closed

    def close(self) -> None:
        """Let go of the server."""
        self._connection.close()


def _csv(frame: pl.DataFrame) -> bytes:
    return frame.write_csv(
        include_header=False,
        quote_style="non_numeric",
        null_value="",
        datetime_format="%Y-%m-%d %H:%M:%S%.6f",
    ).encode()


def translate(sql: str) -> str:
    """`$name` to `%(name)s`, and every literal `%` doubled, outside texts and comments too."""

    def replace(match: re.Match[str]) -> str:
        if match["name"]:
            return f"%({match['name']})s"
        return match.group().replace("%", "%%")

    return _TOKENS.sub(replace, sql)


def _run(cursor: psycopg.Cursor[Any], sql: str, parameters: Mapping[str, Any] | None) -> None:
    if parameters:
        cursor.execute(translate(sql).encode(), dict(parameters))
    else:
        cursor.execute(sql.encode())


def _first_line(error: psycopg.Error) -> str:
    """The reason without the address: drivers repeat host, port and user before it."""
    text = str(error).splitlines()[0] if str(error) else type(error).__name__
    return text.rsplit(": ", 1)[-1][:200]
