"""The application of the measurement under one server or another, in a process of its own."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).resolve().parent.parent
BACKLOG = 4096


def application() -> Any:
    """The API as `podpusher api` serves it; beside it a FastAPI that returns bytes from memory."""
    from fastapi import FastAPI
    from starlette.responses import Response

    from api.main import standalone

    folder = Path(os.environ["BENCH_BODIES"])
    plain = FastAPI(openapi_url=None)
    bodies: dict[str, bytes] = {}

    def kept(name: str) -> bytes:
        if name not in bodies:
            bodies[name] = (folder / name).read_bytes()
        return bodies[name]

    @plain.get("/plain/trends")
    async def trends() -> Response:
        return Response(kept("list"), media_type="application/json")

    @plain.get("/plain/trends/{term}")
    async def trend(term: str) -> Response:
        return Response(kept("term"), media_type="application/json")

    api = standalone()

    async def both(scope: Any, receive: Any, send: Any) -> None:
        chosen = plain if scope.get("path", "").startswith("/plain/") else api
        await chosen(scope, receive, send)

    return both


class Server:
    """A server with the application; `with` starts and stops it."""

    def __init__(self, name: str, data: Path, bodies: Path, *, workers: int = 1) -> None:
        self.name = name
        self.workers = workers
        self.port = free_port()
        self._environment = {
            **os.environ,
            "PODPUSHER_DATA": str(data),
            "BENCH_BODIES": str(bodies),
            "PYTHONPATH": str(ROOT),
        }

    def __enter__(self) -> Server:
        self._process = subprocess.Popen(self._command(), cwd=ROOT, env=self._environment)
        deadline = time.monotonic() + 60
        while True:
            try:
                self.fetch("/api/health")
                return self
            except OSError:
                if time.monotonic() > deadline or self._process.poll() is not None:
                    self.__exit__()
                    raise
                time.sleep(0.02)

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        try:
            self._process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _command(self) -> list[str]:
        port, workers, backlog = str(self.port), str(self.workers), str(BACKLOG)
        target = "bench.server:application"
        if self.name == "uvicorn":
            return [
                *(sys.executable, "-m", "uvicorn", "--factory", target, "--port", port),
                *("--workers", workers, "--backlog", backlog, "--log-level", "warning"),
                *("--no-access-log", "--no-server-header", "--lifespan", "off", "--ws", "none"),
            ]
        return [
            *(sys.executable, "-m", "granian", "--factory", target, "--port", port),
            *("--workers", workers, "--backlog", backlog, "--backpressure", backlog),
            *("--interface", "asginl", "--loop", "uvloop", "--log-level", "warning"),
            *("--no-access-log", "--no-ws", "--http", "1"),
            *("--runtime-mode", "mt", "--runtime-threads", "2"),
        ]

    def fetch(self, path: str) -> bytes:
        """The body of one answer."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=30) as answer:
            found: bytes = answer.read()
            return found

    def count(self, metric: str) -> float:
        """A sum of the server's own metrics."""
        text = self.fetch("/api/metrics").decode()
        found = re.findall(rf"^{metric}(?:\{{[^}}]*\}})? ([0-9.e+]+)$", text, re.MULTILINE)
        return sum(map(float, found))

    def pin(self, core: int | None) -> None:
        """Let the server use this core only; None: all of them."""
        cores = set(range(os.cpu_count() or 1)) if core is None else {core}
        for process in self._family():
            for thread in process.threads():
                os.sched_setaffinity(thread.id, cores)

    def processor_seconds(self) -> float:
        """What the server has used of processors so far."""
        return sum(sum(one.cpu_times()[:2]) for one in self._family())

    def memory(self) -> list[float]:
        """Resident megabytes of each worker."""
        family = self._family()
        # What a manager needs is no worker's.
        workers = family[1:] if len(family) > self.workers else family
        biggest = sorted((one.memory_info().rss / 1e6 for one in workers), reverse=True)
        return biggest[: self.workers]

    def _family(self) -> list[psutil.Process]:
        parent = psutil.Process(self._process.pid)
        return [parent, *parent.children(recursive=True)]


def free_port() -> int:
    """A port that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
