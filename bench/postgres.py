"""A throw-away Postgres on loopback for measurements, from the wheel of the dev group."""

from __future__ import annotations

import itertools
import os
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from podpusher.postgres_programs import PostgresPrograms
from podpusher.processes import free_port

START_SECONDS = 30.0
# Those of a small server. Both ways of loading meet the same ones.
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "shared_buffers": "256MB",
    "max_wal_size": "8GB",
    "max_connections": "10",
    "autovacuum": "off",
}


class Postgres:
    """A context manager. As root, which Postgres refuses, it runs as an account that is there."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="podpusher-bench-pg-"))
        self._programs = PostgresPrograms(self._folder)
        self._secret = secrets.token_hex(16)
        self._port = free_port()
        self._numbers = itertools.count(1)
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
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

    def fresh_database(self) -> str:
        """Address of an empty database; the one before it is gone."""
        import psycopg

        number = next(self._numbers)
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            connection.execute(f"drop database if exists bench_{number - 1} with (force)".encode())
            connection.execute(f"create database bench_{number}".encode())
            connection.execute("checkpoint")
        return self._address(f"bench_{number}")

    def _address(self, database: str) -> str:
        return f"postgresql://bench:{self._secret}@127.0.0.1:{self._port}/{database}"

    def _start(self) -> None:
        binaries = self._programs.binaries()
        data, secret = self._folder / "data", self._folder / "secret"
        secret.write_text(self._secret)
        self._programs.give_away()
        self._programs.call(
            str(binaries / "initdb"), "-D", str(data), "-U", "bench", "--encoding=UTF8",
            "--locale=C", "--auth=scram-sha-256", f"--pwfile={secret}", "--no-sync",
        )  # fmt: skip
        chosen = {**SETTINGS, "port": str(self._port)}
        options = [part for name, value in chosen.items() for part in ("-c", f"{name}={value}")]
        self._process = subprocess.Popen(
            [binaries / "postgres", "-D", data, *options],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C"}, **self._programs.identity(),
        )  # fmt: skip
        self._wait()

    def _wait(self) -> None:
        import psycopg

        assert self._process is not None
        until = time.monotonic() + START_SECONDS
        while True:
            if self._process.poll() is not None:
                raise SystemExit("Postgres ended before it answered.")
            try:
                return psycopg.connect(self._address("postgres"), connect_timeout=2).close()
            except psycopg.OperationalError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.05)

    def _stop(self) -> None:
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)  # end sessions, then stop
            try:
                self._process.wait(30)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait(10)
        shutil.rmtree(self._folder, ignore_errors=True)
