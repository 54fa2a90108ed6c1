"""A real Postgres for tests, from the wheel, without an account, a socket file or a fixed port."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType

from podpusher.postgres_programs import PostgresPrograms
from podpusher.processes import free_port


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
        self._programs = PostgresPrograms(self._folder)
        self.port = free_port()

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
        binaries = self._programs.binaries()
        data = self._folder / "data"
        secret = self._folder / "password"
        secret.write_text(self.password)
        self._programs.give_away()
        self._programs.call(
            str(binaries / "initdb"), "-D", str(data), "-U", self.user,
            "--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
            "--locale=C", "--auth=scram-sha-256", f"--pwfile={secret}", "--no-sync",
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
                env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"},
                **self._programs.identity(),
            )
        self._wait()
        self.create_database("podpusher")

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
