"""Publishing: copy the exposed marts into a new read-only file, then flip the pointer.

Days of closed months lie in parts of their own that generations share (`parts`).
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb

from domain.versions import newest
from warehouse.engine.base import Engine
from warehouse.errors import NotFound
from warehouse.serving.describe import describe
from warehouse.serving.exposed import (
    PART,
    Exposed,
    content_of,
    copy_rows,
    one_view,
    opened,
    quoted,
)
from warehouse.serving.generations import (
    KEEP,
    SCHEMA_VERSION,
    Generation,
    Part,
    file_name,
    generation_id,
    kept,
    kept_parts,
    open_from,
    read_pointer,
    sync_folder,
    write_pointer,
)
from warehouse.serving.parts import SCORES, SUMMARIES, flush, make_parts, summarise
from warehouse.settings import WarehouseSettings

_LOGGER = logging.getLogger(__name__)
_SUMMARISED = tuple(name for name, _sql in SUMMARIES)

EXPOSED: tuple[Exposed, ...] = (
    Exposed("dim_term", ("term_id",), (("term_id",), ("term",))),
    Exposed("dim_term_member", ("term_id", "position"), (("term_id",), ("member_id",), ("term",))),
    Exposed("dim_source", ("source_id",)),
    Exposed("dim_occasion", ("occasion_id",)),
    Exposed(SCORES, ("scored_on", "rank", "term_id"), by_day="scored_on"),
    Exposed("fct_score_contribution", ("scored_on", "term_id", "position"), by_day="scored_on"),
    Exposed("fct_term_forecast_daily", ("made_on", "term_id"), by_day="made_on"),
    Exposed("fct_forecast_part", ("term_id", "forecast", "position"), (("term_id",),)),
    Exposed("fct_term_evidence", ("term_id", "evidence_no"), (("term_id",),), ("run_id",)),
    Exposed("fct_expired_evidence", ("source_id", "removed_on", "captured_from")),
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
    moment = now or datetime.now(UTC)
    temporary = folder / f".publishing-{os.getpid()}.duckdb.part"
    present = _present(folder)
    try:
        with one_view(engine):
            version = score_version or _newest_version(engine, schema)
            parts = make_parts(
                engine,
                schema,
                folder,
                [mart for mart in EXPOSED if mart.by_day],
                present.parts if present else (),
                until=open_from(as_of),
                now=moment,
            )
            copy_rows(engine, temporary, _own_rows(schema, as_of))
        fingerprint, rows = _seal(temporary, [as_of.isoformat(), mode, version], parts)
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
            parts=parts,
        )
        _finish(temporary, generation, folder)
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
        f"select distinct score_version as version from {schema}.fct_term_score_daily"  # noqa: S608  # our own names
    )
    return newest(row["version"] for row in rows) or ""


def _present(folder: Path) -> Generation | None:
    """The generation whose parts may be used again; a damaged pointer is no reason to stop."""
    try:
        return read_pointer(folder)
    except ValueError:
        _LOGGER.warning("the pointer in %s is damaged; every part is made anew", folder)
        return None


def _own_rows(schema: str, as_of: date) -> list[tuple[Exposed, str]]:
    """What each generation holds of its own: all but the days of closed months.

    The warehouse may keep days after `as_of` whose evidence has expired.
    """
    first, last = open_from(as_of).isoformat(), as_of.isoformat()
    return [
        (
            mart,
            mart.select(
                schema,
                f"{mart.by_day} >= date '{first}' and {mart.by_day} <= date '{last}'"
                if mart.by_day
                else "true",
            ),
        )
        for mart in EXPOSED
    ]


def _seal(path: Path, about: list[str], parts: Sequence[Part]) -> tuple[str, dict[str, int]]:
    """Digest of contents and shape, those of the parts included, and the row counts."""
    said = [SCHEMA_VERSION, *about, *(part.file for part in parts)]
    digest = hashlib.blake2b(json.dumps(said).encode(), digest_size=16)
    counts: dict[str, int] = {}
    with opened(path) as target:
        for mart in EXPOSED:
            own, content = content_of(
                lambda text: target.execute(text).fetchall(),
                f"select * from {mart.table}",  # noqa: S608 - our own names
            )
            counts[mart.name] = own + sum(part.rows.get(mart.name, 0) for part in parts)
            digest.update(json.dumps([mart.name, content]).encode())
    return digest.hexdigest(), counts


def _finish(path: Path, generation: Generation, folder: Path) -> None:
    """Summaries, indexes, the views over all parts, and what the file says of itself."""
    summarise(path)
    with opened(path) as target:
        for mart in EXPOSED:
            for number, columns in enumerate(mart.indexes):
                target.execute(
                    f"create index {mart.name}_{number} on {mart.table} ({', '.join(columns)})"
                )
        for part in generation.parts:
            target.execute(f"attach {quoted(folder / part.file)} as {part.alias} (read_only)")
        for name in [*(mart.name for mart in EXPOSED if mart.by_day), *_SUMMARISED]:
            target.execute(f"create view {name} as {_all_parts(name, generation.parts)}")
        # Most terms are never scored; lists join with those that are.
        target.execute(
            "create table scored_term as select * from dim_term where term_id in "
            "(select term_id from scored_id) order by term_id"
        )
        target.execute("create index scored_term_0 on scored_term (term_id)")
        # Whoever asks for an open day looks into this schema alone and finds all tables there.
        for name in [*(mart.name for mart in EXPOSED if not mart.by_day), "scored_term"]:
            target.execute(f"create view {PART}.{name} as select * from main.{name}")  # noqa: S608 - ours
        target.execute(
            "create table meta (generation text, as_of date, mode text, score_version text, "
            "schema_version integer, fingerprint text, created_at timestamp, row_counts text, "
            "parts text)"
        )
        target.execute(
            "insert into meta values "
            "($id, $as_of, $mode, $version, $schema, $print, $at, $rows, $parts)",
            {
                "id": generation.id,
                "as_of": generation.as_of,
                "mode": generation.mode,
                "version": generation.score_version,
                "schema": generation.schema_version,
                "print": generation.fingerprint,
                "at": generation.created_at.replace(tzinfo=None),
                "rows": json.dumps(generation.rows),
                "parts": json.dumps(generation.to_json()["parts"]),
            },
        )
        target.execute("checkpoint")
    flush(path)


def _all_parts(name: str, parts: Sequence[Part]) -> str:
    """The rows of a table in every part. A column that an old part lacks is unknown there."""
    own = f"select * from {PART}.{name}"  # noqa: S608 - our own names
    others = [f"select * from {part.alias}.{PART}.{name}" for part in parts]  # noqa: S608 - ours
    return " union all by name ".join([own, *others])


def _remove(path: Path) -> None:
    for name in (path, path.with_name(path.name + ".wal")):
        name.unlink(missing_ok=True)


def _sweep(folder: Path) -> None:
    """Remove what a killed publication left half written. One process publishes at a time."""
    for path in folder.glob(".publishing-*"):
        path.unlink(missing_ok=True)


def _drop_old(folder: Path, current: Generation) -> None:
    """Keep the newest few generations, always the current one, and the parts that they name.

    Readers that hold a dropped file keep it.
    """
    stay = kept(folder)[:KEEP]
    for path in kept(folder)[KEEP:]:
        if path.name != current.file:
            path.unlink(missing_ok=True)
    named = {part.file for part in current.parts}
    for path in stay:
        if path.name == current.file:
            continue
        try:
            named |= {part.file for part in describe(path).parts}
        except (duckdb.Error, ValueError, KeyError):
            # It may name any of them.
            _LOGGER.warning("%s cannot be read; no part is removed", path.name)
            return
    for path in kept_parts(folder):
        if path.name not in named:
            path.unlink(missing_ok=True)
