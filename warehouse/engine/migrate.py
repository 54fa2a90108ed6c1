"""The warehouse's shape: raw tables from their contracts, then numbered SQL, each applied once.

A missing raw table is created as `warehouse.tables` has it today, so a new table needs no
migration. What changes a table that already stands does, and must also run on a fresh one
(`add column if not exists`). A file is `0001_name.sql`, or `0001_name.postgres.sql` and
`0001_name.duckdb.sql` where the engines differ; an engine without a file of a number skips it.
`.timescale.sql` is for a Postgres that has the extension, `.community.sql` for one whose licence
allows all of it. A server that gets the extension later gets these files then, whatever came after.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from warehouse.engine.base import Engine
from warehouse.engine.timescale import timescale
from warehouse.errors import WarehouseError
from warehouse.tables import ddl

FOLDER = Path(__file__).resolve().parents[1] / "migrations" / "warehouse"
_NAME = re.compile(
    r"(?P<version>\d{4})_(?P<name>[a-z0-9_]+)(\.(?P<dialect>duckdb|postgres|timescale|community))?\.sql"
)
_LEDGER = """
create table if not exists raw.migrations (
    version integer not null,
    name text not null,
    checksum text not null,
    applied_at timestamp not null
)
"""


class MigrationChanged(WarehouseError):
    """A migration file was edited after it had been applied, or two bear one number."""

    code = "warehouse.migration_changed"


@dataclass(frozen=True, slots=True)
class Migration:
    """One numbered file, as one engine reads it."""

    version: int
    name: str
    sql: str

    @property
    def checksum(self) -> str:
        """SHA-256 of the text, so that a later edit is noticed."""
        return hashlib.sha256(self.sql.encode()).hexdigest()


def migrations(
    dialect: str, folder: Path = FOLDER, variants: Collection[str] = ()
) -> list[Migration]:
    """The migrations of one engine in order of number; MigrationChanged on a number twice.

    `variants` are the further endings that apply to it.
    """
    found: dict[int, Migration] = {}
    for path in sorted(folder.glob("*.sql")):
        match = _NAME.fullmatch(path.name)
        if match is None:
            raise MigrationChanged(
                f"{path.name} is no migration name. Call it 0001_what_it_does.sql."
            )
        if match["dialect"] not in (None, dialect, *variants):
            continue
        version = int(match["version"])
        if version in found:
            raise MigrationChanged(f"Two migrations bear the number {version}. Renumber one.")
        found[version] = Migration(version, match["name"], path.read_text(encoding="utf-8"))
    return [found[version] for version in sorted(found)]


def migrate(engine: Engine, pending: Sequence[Migration] | None = None) -> list[str]:
    """Bring the warehouse up to date, all or nothing. Returns the names of what was applied.

    Raises MigrationChanged when an applied migration reads otherwise than it did.
    """
    wanted = (
        migrations(engine.dialect, variants=timescale(engine).variants)
        if pending is None
        else list(pending)
    )
    applied: list[str] = []
    with engine.transaction():
        if engine.dialect == "postgres":  # several processes may start at once
            engine.execute("select pg_advisory_xact_lock(7701)")
        for statement in ddl():
            engine.execute(statement)
        engine.execute(_LEDGER)
        done = {
            int(row["version"]): str(row["checksum"])
            for row in engine.query("select version, checksum from raw.migrations")
        }
        for migration in wanted:
            if migration.version in done:
                if done[migration.version] != migration.checksum:
                    raise MigrationChanged(
                        f"Migration {migration.version:04d}_{migration.name} was edited after it "
                        "had been applied. Restore its text and write the change as a new number."
                    )
                continue
            engine.execute(migration.sql)
            engine.execute(
                "insert into raw.migrations values ($version, $name, $checksum, $now)",
                {
                    "version": migration.version,
                    "name": migration.name,
                    "checksum": migration.checksum,
                    "now": datetime.now(UTC).replace(tzinfo=None),
                },
            )
            applied.append(migration.name)
    return applied
