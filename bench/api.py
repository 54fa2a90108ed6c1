"""The trends list over HTTP, beside a plain FastAPI route that returns the same bytes.

Run: python -m bench.api. One uvicorn worker serves both; a second process asks, 50 connections,
both routes in turn, five rounds. Printed: medians over the rounds, and the ratio.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any

from bench.report import Figure, emit

ROOT = Path(__file__).resolve().parent.parent
TERMS = 2000
QUERY = "limit=50"


def application() -> Any:
    """The API as it is mounted, and the peer: a route that does nothing but return the bytes."""
    from fastapi import FastAPI
    from starlette.applications import Starlette
    from starlette.responses import Response
    from starlette.routing import Mount

    from api.main import create_app

    plain = FastAPI()
    body = Path(os.environ["BENCH_BODY"])

    @plain.get("/trends")
    async def trends() -> Response:
        return Response(kept(), media_type="application/json")

    cached: list[bytes] = []

    def kept() -> bytes:
        if not cached:
            cached.append(body.read_bytes())
        return cached[0]

    return Starlette(routes=[Mount("/api", create_app()), Mount("/plain", plain)])


def prepare(folder: Path) -> None:
    """A published snapshot of many terms."""
    from tests.factories.marts import AS_OF, Term, build_marts
    from warehouse.engine.base import closing
    from warehouse.engine.open import open_engine
    from warehouse.serving.publish import publish
    from warehouse.settings import WarehouseSettings

    settings = WarehouseSettings(data=folder)
    terms = tuple(Term(f"term {n}", f"Term {n}") for n in range(TERMS))
    with closing(open_engine(settings)) as engine:
        build_marts(engine, terms=terms, days=30)
        publish(engine, settings, as_of=AS_OF, mode="replay")


def ask(port: int, path: str, seconds: float, connections: int) -> dict[str, Any]:
    """One round of the load generator."""
    command = [sys.executable, "-m", "bench.load", str(port), path]
    command += ["--seconds", str(seconds), "--connections", str(connections)]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=seconds + 60
    )
    found: dict[str, Any] = json.loads(done.stdout)
    if found["failures"]:
        raise SystemExit(f"{path}: {found['failures']}")
    return found


def fetch(port: int, path: str) -> bytes:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=30) as answer:
        return answer.read()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def measure(seconds: float, rounds: int, connections: int) -> dict[str, Any]:
    """Both routes in turn on one server."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepare(folder / "data")
        port = free_port()
        body = folder / "body"
        environment = {
            **os.environ,
            "PODPUSHER_DATA": str(folder / "data"),
            "BENCH_BODY": str(body),
        }
        command = [sys.executable, "-m", "uvicorn", "--factory", "bench.api:application"]
        command += ["--port", str(port), "--log-level", "warning", "--no-access-log"]
        server = subprocess.Popen(command, cwd=ROOT, env=environment)
        try:
            ours, peer = f"/api/v1/trends?{QUERY}", "/plain/trends"
            deadline = time.monotonic() + 60
            while True:
                try:
                    body.write_bytes(fetch(port, ours))
                    break
                except OSError:
                    if time.monotonic() > deadline:
                        raise
                    time.sleep(0.1)
            assert fetch(port, ours) == fetch(port, peer)
            found: dict[str, list[dict[str, Any]]] = {ours: [], peer: []}
            for _ in range(rounds):
                for path in (ours, peer):
                    found[path].append(ask(port, path, seconds, connections))
        finally:
            server.terminate()
            server.wait(timeout=20)
    return summary(found[ours], found[peer])


def summary(ours: list[dict[str, Any]], peer: list[dict[str, Any]]) -> dict[str, Any]:
    names = ("rps", "p50_ms", "p95_ms", "p99_ms")
    ratios = [a["rps"] / b["rps"] for a, b in zip(ours, peer, strict=True)]
    return {
        "ours": {name: statistics.median(one[name] for one in ours) for name in names},
        "peer": {name: statistics.median(one[name] for one in peer) for name in names},
        "ratio": statistics.median(ratios),
        "ratio_spread": [min(ratios), max(ratios)],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--connections", type=int, default=50)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found = measure(options.seconds, options.rounds, options.connections)
    if options.json:
        print(json.dumps(found))
        return
    print(f"GET /api/v1/trends?{QUERY}, {TERMS} terms, {options.connections} connections, 1 worker")
    for side in ("ours", "peer"):
        figures = found[side]
        print(
            f"  {side}: {figures['rps']:8.0f} requests/s   p50 {figures['p50_ms']:6.1f} ms"
            f"   p95 {figures['p95_ms']:6.1f} ms   p99 {figures['p99_ms']:6.1f} ms"
        )
    low, high = found["ratio_spread"]
    print(f"  ratio ours/peer: {found['ratio']:.2f} ({low:.2f}-{high:.2f}); wanted: at least 0.5")
    print(f"  p95 ours: {found['ours']['p95_ms']:.1f} ms; wanted: under 50 ms")
    emit(
        [
            Figure(f"p95 at {options.connections} connections", found["ours"]["p95_ms"], "ms", 50),
            Figure("requests/s over a plain route's", found["ratio"], "", 0.5, "at least"),
            Figure("requests a second", found["ours"]["rps"], "/s"),
            Figure("requests a second, plain route", found["peer"]["rps"], "/s"),
        ]
    )


if __name__ == "__main__":
    main()
