"""A Postgres of the data folder for `--engine postgres`: on loopback, no account, no fixed port."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from pathlib import Path

from podpusher.errors import CommandError, ExitStatus
from podpusher.postgres_programs import PostgresPrograms
from podpusher.processes import Child, free_port, start, stop, wait_until
from warehouse.settings import warehouse_settings

ENGINES = ("duckdb", "postgres")
URL = "PODPUSHER_WAREHOUSE_URL"
USER = "podpusher"
_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "shared_buffers": "256MB",
    "work_mem": "32MB",
    "max_wal_size": "2GB",
    "max_connections": "20",
}


def check_engine(engine: str | None) -> None:
    """Refuse an engine that is none, or that the settings contradict."""
    if engine is None:
        return
    if engine not in ENGINES:
        raise CommandError(
            f"{engine} is no engine to start. Choose one of {', '.join(ENGINES)}, or name a server "
            f"in {URL}.",
            code="usage.bad_engine",
            status=ExitStatus.USAGE,
        )
    if warehouse_settings().warehouse_url:
        raise CommandError(
            f"{URL} names a server already. Unset it, or leave the engine out.",
            code="usage.bad_engine",
            status=ExitStatus.USAGE,
        )


@contextmanager
def warehouse_on(
    engine: str | None, folder: Path, environment: MutableMapping[str, str]
) -> Iterator[None]:
    """Let the engine run while the block does; `environment` tells the children where it is."""
    if engine != "postgres":
        yield
        return
    server = LocalPostgres(folder / "postgres")
    try:
        environment[URL] = server.start(folder / "logs")
        yield
    finally:
        server.stop()


class LocalPostgres:
    """The server of one folder. Its rows stay there; its port is another at each start."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._programs = PostgresPrograms(folder)
        self._child: Child | None = None

    def start(self, logs: Path) -> str:
        """Start it, its first time with an empty database; returns the database's address."""
        self._folder.mkdir(parents=True, exist_ok=True)
        programs = self._programs.binaries()
        secret = self._folder / "password"
        if not secret.is_file():
            secret.touch(mode=0o600)
            secret.write_text(secrets.token_urlsafe(24))
        self._programs.give_away()
        data = self._folder / "data"
        if not (data / "PG_VERSION").is_file():
            self._programs.call(
                *(str(programs / "initdb"), "-D", str(data), "-U", USER, "--encoding=UTF8"),
                *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"),
                *("--auth=scram-sha-256", f"--pwfile={secret}"),
            )
        port = free_port()
        settings = {**_SETTINGS, "port": str(port)}
        options = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
        self._child = start(
            "postgres",
            [str(programs / "postgres"), "-D", str(data), *options],
            environment={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"},
            logs=logs,
            identity=self._programs.identity(),
        )
        address = f"postgresql://{USER}:{secret.read_text()}@127.0.0.1:{port}"
        wait_until(lambda: _answers(f"{address}/postgres"), self._child, seconds=60)
        _create(f"{address}/postgres")
        return f"{address}/{USER}"

    def stop(self) -> None:
        """Stop it; what was committed stays."""
        if self._child is not None:
            stop([self._child])
            self._child = None


def _answers(url: str) -> bool:
    import psycopg

    try:
        psycopg.connect(url, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def _create(url: str) -> None:
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        found = connection.execute("select 1 from pg_database where datname = %s", (USER,))
        if found.fetchone() is None:
            connection.execute(f"create database {USER}".encode())
