"""TimescaleDB beneath a Postgres warehouse: what of it may be used, and its aggregates kept true.

It makes the same answers cheaper and changes none: `migrate` reads the files of the variants named
here besides those of Postgres, and the pipeline tells dbt by `variables` what it may read.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass

from warehouse.engine.base import Engine

_LOGGER = logging.getLogger(__name__)
_INSTALLED = """
select extversion as version, current_setting('timescaledb.license', true) as licence
from pg_extension where extname = 'timescaledb'
"""
_AVAILABLE = "select 1 as found from pg_available_extensions where name = 'timescaledb'"
_AGGREGATES = """
select view_name as name from timescaledb_information.continuous_aggregates
where view_schema = 'raw' order by view_name
"""
_CHUNKS = """
select
    chunk_schema as schema, chunk_name as name,
    range_start at time zone 'UTC' as first, range_end at time zone 'UTC' as last
from timescaledb_information.chunks
where hypertable_schema = $schema and hypertable_name = $table
order by range_start
"""


@dataclass(frozen=True, slots=True)
class Timescale:
    """What a warehouse has of it. `community`: its licence allows aggregates and compression."""

    version: str | None = None
    community: bool = False

    @property
    def variants(self) -> tuple[str, ...]:
        """Which migrations apply beside those of Postgres."""
        if self.version is None:
            return ()
        return ("timescale", "community") if self.community else ("timescale",)

    def variables(self) -> dict[str, bool]:
        """What dbt is told: which tables are cut by time, which aggregates may be read."""
        return {"hypertables": self.version is not None, "aggregates": self.community}


def timescale(engine: Engine) -> Timescale:
    """What this warehouse has of TimescaleDB; nothing on an embedded one."""
    rows = engine.query(_INSTALLED) if engine.dialect == "postgres" else []
    if not rows:
        return Timescale()
    return Timescale(str(rows[0]["version"]), community=rows[0]["licence"] == "timescale")


def described(engine: Engine) -> str:
    """The server beneath a warehouse, in words."""
    (server,) = engine.query("select current_setting('server_version') as version")
    version = str(server["version"]).split()[0]
    has = timescale(engine)
    if has.community:
        more = f" with TimescaleDB {has.version}: hypertables, aggregate, compression"
    elif has.version:
        more = f" with TimescaleDB {has.version} under its Apache licence: hypertables alone"
    elif engine.query(_AVAILABLE):
        more = "; the server has TimescaleDB, this database not yet: the next run asks for it"
    else:
        more = ""
    return f"Postgres {version}{more}"


def install(engine: Engine) -> str | None:
    """Create the extension where the server has it; why not, in words, when it is refused.

    A server that has it on disk without having loaded it may end the connection.
    """
    if engine.dialect != "postgres" or engine.query(_INSTALLED) or not engine.query(_AVAILABLE):
        return None
    import psycopg  # an embedded warehouse does without

    try:
        engine.execute("create extension if not exists timescaledb")
    except psycopg.Error as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        said = (
            f"The server has TimescaleDB but this database may not use it ({reason}). The "
            "warehouse works as on plain Postgres. To use it, load the library "
            "(shared_preload_libraries) and let a superuser run in this database: "
            "create extension timescaledb"
        )
        _LOGGER.warning(said)
        return said
    return None


def refresh(engine: Engine) -> list[str]:
    """Bring the aggregates in line with the rows, also where old days changed; returns their names.

    Without it they go on telling of a changed day what it was. Not inside a transaction.
    """
    if not timescale(engine).community:
        return []
    names = [str(row["name"]) for row in engine.query(_AGGREGATES)]
    for name in names:
        engine.execute(f"call refresh_continuous_aggregate('raw.{name}', null, null)")
    return names


def drop_empty_chunks(engine: Engine, table: str) -> int:
    """Give back the space of chunks that hold no row any more; returns how many there were.

    Rows leave by slice, as the rights of their source say. A chunk holds the rows of all sources of
    a table, so it goes only when the last of them has gone.
    """
    if timescale(engine).version is None:
        return 0
    schema, _, name = table.partition(".")
    dropped = 0
    for chunk in engine.query(_CHUNKS, {"schema": schema, "table": name}):
        held = engine.query(f'select 1 as found from {chunk["schema"]}."{chunk["name"]}" limit 1')  # noqa: S608  # names from the catalogue
        if not held:
            engine.query(
                "select drop_chunks(cast($table as regclass), older_than => cast($last as "
                "timestamp), newer_than => cast($first as timestamp))",
                {"table": table, "first": chunk["first"], "last": chunk["last"]},
            )
            dropped += 1
    return dropped
