"""Publishing: copy the exposed marts into a new read-only file, then flip the pointer."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb

from warehouse.engine.base import Engine
from warehouse.errors import NotFound
from warehouse.serving.generations import (
    KEEP,
    SCHEMA_VERSION,
    Generation,
    file_name,
    generation_id,
    kept,
    read_pointer,
    sync_folder,
    write_pointer,
)
from warehouse.settings import WarehouseSettings


@dataclass(frozen=True, slots=True)
class Exposed:
    """A mart that is served: the order its rows lie in (zone maps prune by it) and its indexes.

    `without` names columns that stay behind: who loaded a row says nothing of what it holds, and
    would make an unchanged warehouse look changed.
    """

    name: str
    order: tuple[str, ...]
    indexes: tuple[tuple[str, ...], ...] = ()
    without: tuple[str, ...] = ()

    def select(self, schema: str) -> str:
        """The rows and columns that are served."""
        return f"select * from {schema}.{self.name}"  # noqa: S608


EXPOSED: tuple[Exposed, ...] = (
    Exposed("dim_term", ("term_id",), (("term_id",), ("term",))),
    Exposed("dim_term_member", ("term_id", "position"), (("term_id",), ("member_id",), ("term",))),
    Exposed("dim_source", ("source_id",)),
    Exposed("dim_occasion", ("occasion_id",)),
    Exposed("fct_term_score_daily", ("scored_on", "rank", "term_id"), (("term_id",),)),
    Exposed("fct_score_contribution", ("term_id", "scored_on", "position"), (("term_id",),)),
    Exposed("fct_term_evidence", ("term_id", "evidence_no"), (("term_id",),), ("run_id",)),
    Exposed("fct_term_daily", ("term_id", "observed_on", "source_id", "metric"), (("term_id",),)),
)


def publish(
    engine: Engine,
    settings: WarehouseSettings,
    *,
    as_of: date,
    mode: str,
    score_version: str | None = None,
    schema: str = "marts",
    now: datetime | None = None,
) -> Generation:
    """Publish the marts as a new generation and make it current.

    Returns the present generation untouched when nothing in it would change. A failure or a kill
    at any moment leaves the present one served. Raises NotFound when a mart has not been built.
    """
    folder = settings.serving
    folder.mkdir(parents=True, exist_ok=True)
    _sweep(folder)
    _require(engine, schema)
    version = score_version or _newest_version(engine, schema)
    moment = now or datetime.now(UTC)
    temporary = folder / f".publishing-{os.getpid()}.duckdb.part"
    try:
        _copy(engine, schema, temporary)
        fingerprint, rows = _seal(temporary, [as_of.isoformat(), mode, version])
        present = read_pointer(folder)
        if present and present.fingerprint == fingerprint and (folder / present.file).is_file():
            return present
        identity = generation_id(moment, fingerprint)
        generation = Generation(
            id=identity,
            file=file_name(identity),
            as_of=as_of,
            mode=mode,
            score_version=version,
            schema_version=SCHEMA_VERSION,
            fingerprint=fingerprint,
            created_at=moment.astimezone(UTC),
            rows=rows,
        )
        _finish(temporary, generation)
        temporary.replace(folder / generation.file)
        sync_folder(folder)
        write_pointer(folder, generation)
    finally:
        _remove(temporary)
    _drop_old(folder, generation)
    return generation


def current_generation(settings: WarehouseSettings) -> Generation | None:
    """The published generation, None before the first."""
    return read_pointer(settings.serving)


def _require(engine: Engine, schema: str) -> None:
    rows = engine.query(
        "select table_name from information_schema.tables where table_schema = $schema",
        {"schema": schema},
    )
    missing = sorted({mart.name for mart in EXPOSED} - {row["table_name"] for row in rows})
    if missing:
        raise NotFound(
            f"The marts {', '.join(missing)} have not been built in schema {schema!r}. "
            "Run the dbt stage (score), then publish again."
        )


def _newest_version(engine: Engine, schema: str) -> str:
    rows = engine.query(
        f"select max(score_version) as version from {schema}.fct_term_score_daily"  # noqa: S608
    )
    return str(rows[0]["version"] or "")


def _copy(engine: Engine, schema: str, path: Path) -> None:
    if engine.dialect == "duckdb":
        quoted = str(path).replace("'", "''")
        engine.execute(f"attach '{quoted}' as publishing")
        try:
            for mart in EXPOSED:
                engine.execute(
                    f"create table publishing.main.{mart.name} as "
                    f"{mart.select(schema)} order by {', '.join(mart.order)}"
                )
                for column in mart.without:
                    engine.execute(f"alter table publishing.main.{mart.name} drop column {column}")
        finally:
            engine.execute("detach publishing")
        return
    with engine.transaction(), _open(path) as target:
        # One view of all marts, also when a writer commits between two of them.
        engine.execute("set transaction isolation level repeatable read")
        for mart in EXPOSED:
            frame = engine.frame(mart.select(schema)).drop(mart.without)
            target.register("incoming", frame.to_arrow())
            target.execute(
                f"create table {mart.name} as "  # noqa: S608
                f"select * from incoming order by {', '.join(mart.order)}"
            )
            target.unregister("incoming")


def _seal(path: Path, parts: list[str]) -> tuple[str, dict[str, int]]:
    """Digest of contents and shape, and the row counts.

    Independent of the order of rows, and of the last digits of measures: the same sums, added up
    in another order by another thread, are the same content.
    """
    digest = hashlib.blake2b(json.dumps([SCHEMA_VERSION, *parts]).encode(), digest_size=16)
    counts: dict[str, int] = {}
    with _open(path) as target:
        for mart in EXPOSED:
            columns = target.execute(
                "select column_name, data_type from information_schema.columns "
                "where table_name = $name order by ordinal_position",
                {"name": mart.name},
            ).fetchall()
            values = ", ".join(
                f"try_cast({name} as float)" if kind == "DOUBLE" else name for name, kind in columns
            )
            found = target.execute(
                f"select count(*), coalesce(sum(hash({values})::hugeint), 0)::varchar "  # noqa: S608
                f"from {mart.name}"
            ).fetchone()
            assert found is not None
            counts[mart.name] = int(found[0])
            digest.update(json.dumps([mart.name, columns, found]).encode())
    return digest.hexdigest(), counts


def _finish(path: Path, generation: Generation) -> None:
    with _open(path) as target:
        for mart in EXPOSED:
            for number, columns in enumerate(mart.indexes):
                target.execute(
                    f"create index {mart.name}_{number} on {mart.name} ({', '.join(columns)})"
                )
        # Most terms are never scored; lists join with those that are.
        target.execute(
            "create table scored_term as select * from dim_term where term_id in "
            "(select term_id from fct_term_score_daily) order by term_id"
        )
        target.execute("create index scored_term_0 on scored_term (term_id)")
        target.execute(
            "create table meta (generation text, as_of date, mode text, score_version text, "
            "schema_version integer, fingerprint text, created_at timestamp, row_counts text)"
        )
        target.execute(
            "insert into meta values ($id, $as_of, $mode, $version, $schema, $print, $at, $rows)",
            {
                "id": generation.id,
                "as_of": generation.as_of,
                "mode": generation.mode,
                "version": generation.score_version,
                "schema": generation.schema_version,
                "print": generation.fingerprint,
                "at": generation.created_at.replace(tzinfo=None),
                "rows": json.dumps(generation.rows),
            },
        )
        target.execute("checkpoint")
    with path.open("rb") as file:
        os.fsync(file.fileno())


@contextmanager
def _open(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
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


def _remove(path: Path) -> None:
    for name in (path, path.with_name(path.name + ".wal")):
        name.unlink(missing_ok=True)


def _sweep(folder: Path) -> None:
    """Remove what a killed publication left half written. One process publishes at a time."""
    for path in folder.glob(".publishing-*"):
        path.unlink(missing_ok=True)


def _drop_old(folder: Path, current: Generation) -> None:
    """Keep the newest few and always the current one. Readers that hold a dropped file keep it."""
    for path in kept(folder)[KEEP:]:
        if path.name != current.file:
            path.unlink(missing_ok=True)
