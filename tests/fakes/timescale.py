"""TimescaleDB in WASM, from npm: a server for tests, and an engine that its socket understands."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

import polars as pl

from warehouse.engine.postgres import PostgresEngine

TOOLS = Path(__file__).resolve().parents[1] / "npm"


class TimescaleServer:
    """A throw-away server that takes one connection at a time. Use as a context manager."""

    url: str

    @staticmethod
    def missing() -> str | None:
        """Why it cannot be started here, or None."""
        if shutil.which("node") and (TOOLS / "node_modules").is_dir():
            return None
        return "node or its packages are absent: make test-timescale installs the packages"

    def __enter__(self) -> TimescaleServer:
        node = shutil.which("node")
        assert node is not None
        self._process = subprocess.Popen(
            [node, "timescale.mjs"],
            cwd=TOOLS,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        port = self._process.stdout.readline().strip()
        if not port.isdigit():
            _, said = self._process.communicate(timeout=20)
            raise RuntimeError(said[-2000:])
        self.url = f"postgresql://postgres:postgres@127.0.0.1:{port}/template1?sslmode=disable"
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.terminate()
        self._process.communicate(timeout=20)


class InsertingEngine(PostgresEngine):
    """Postgres without COPY: the socket in front of the WASM server does not speak it.

    Nothing is prepared either: all connections are one session to that server.
    """

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self._connection.prepare_threshold = None

    def append(
        self, table: str, frame: pl.DataFrame, constants: Mapping[str, str] | None = None
    ) -> int:
        frame = frame.with_columns(
            pl.lit(text).alias(name) for name, text in (constants or {}).items()
        )
        columns = ", ".join(frame.columns)
        for start in range(0, frame.height, 100):
            rows = frame[start : start + 100].rows()
            values = {f"v{r}_{c}": v for r, row in enumerate(rows) for c, v in enumerate(row)}
            places = ", ".join(
                "(" + ", ".join(f"$v{r}_{c}" for c in range(frame.width)) + ")"
                for r in range(len(rows))
            )
            self.execute(f"insert into {table} ({columns}) values {places}", values)
        return frame.height
