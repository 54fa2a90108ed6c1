"""Opening the state database: sessions, and bringing its schema up to date."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.orm import Session

from warehouse.errors import StateUnavailable
from warehouse.settings import WarehouseSettings

if TYPE_CHECKING:
    from alembic.config import Config

BUSY_MILLISECONDS = 15_000
_MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations" / "state"


@contextmanager
def session_scope(settings: WarehouseSettings) -> Iterator[Session]:
    """A session for writing: committed on the way out, rolled back after an error."""
    engine = _engine(settings.state_address, False)
    with Session(engine, expire_on_commit=False) as session, session.begin():
        yield session


@contextmanager
def read_scope(settings: WarehouseSettings) -> Iterator[Session | None]:
    """A session that cannot write. None while there is no state database yet.

    Raises StateUnavailable when the database cannot be opened or lacks its tables.
    """
    if not state_exists(settings):
        yield None
        return
    try:
        with Session(_engine(settings.state_address, True)) as session:
            yield session
    except (OperationalError, ProgrammingError) as error:
        raise StateUnavailable(
            "The state database does not answer or is not migrated. "
            "Run `make run` (or `podpusher up`), then try again."
        ) from error


def state_exists(settings: WarehouseSettings) -> bool:
    """Whether an embedded state file is there; True for a server, which is asked when used."""
    path = sa.make_url(settings.state_address).database
    return not settings.state_address.startswith("sqlite") or Path(path or "").is_file()


def migrate_state(settings: WarehouseSettings, revision: str = "head") -> None:
    """Bring the schema to a revision (default: the newest). Repeatable."""
    from alembic import command

    if settings.state_address.startswith("sqlite"):
        settings.folder.mkdir(parents=True, exist_ok=True)
    config = alembic_config()
    with _engine(settings.state_address, False).begin() as connection:
        config.attributes["connection"] = connection
        if revision == "base" or revision.startswith("-"):
            command.downgrade(config, revision)
        else:
            command.upgrade(config, revision)


def alembic_config() -> Config:
    """Alembic's configuration, without a file."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def forget_engines() -> None:
    """Close all pooled connections (tests, and before a data folder is removed)."""
    for engine in _made:
        engine.dispose()
    _made.clear()
    _engine.cache_clear()


_made: list[sa.Engine] = []


@lru_cache
def _engine(address: str, read_only: bool) -> sa.Engine:
    engine = (
        _sqlite(address, read_only) if address.startswith("sqlite") else _server(address, read_only)
    )
    _made.append(engine)
    return engine


def _server(address: str, read_only: bool) -> sa.Engine:
    options = {"postgresql_readonly": True} if read_only else {}
    return sa.create_engine(address, pool_pre_ping=True, execution_options=options)


def _sqlite(address: str, read_only: bool) -> sa.Engine:
    path = sa.make_url(address).database
    # mode=rw does not create the file, yet may roll back what a killed writer left half done;
    # query_only keeps a reader from writing anything else.
    url = f"sqlite:///file:{path}?mode=rw&uri=true" if read_only else address
    engine = sa.create_engine(url, connect_args={"timeout": BUSY_MILLISECONDS / 1000})

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: object, _record: object) -> None:
        connection.isolation_level = None  # type: ignore[attr-defined]
        cursor = connection.cursor()  # type: ignore[attr-defined]
        # Not WAL: its side files change with every reader, and our reads promise to write nothing.
        cursor.execute("pragma journal_mode = delete") if not read_only else None
        cursor.execute("pragma foreign_keys = on")
        cursor.execute(f"pragma busy_timeout = {BUSY_MILLISECONDS}")
        cursor.execute(f"pragma query_only = {'on' if read_only else 'off'}")
        cursor.close()

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        # Writers take the lock at once: two readers that both upgrade would deadlock.
        connection.exec_driver_sql("begin" if read_only else "begin immediate")

    return engine
