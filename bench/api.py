"""The API over HTTP, asked by wrk, beside a plain FastAPI route that returns the same bytes.

Run: `make bench-api`, or python -m bench.api. A snapshot of 50 thousand terms and two years of
daily scores is made in a temporary folder by the real publish code. uvicorn and granian are
measured in turn, then everything else on the one that `podpusher api` takes. One core serves and
one asks, where there are two; all our middleware is on. Rounds are interleaved; told are medians.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import tempfile
import time
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

from bench import publishing, wrk
from bench.history import AS_OF
from bench.report import Figure, emit
from bench.server import Server
from bench.wrk import Asked
from podpusher.api import SERVER
from warehouse.serving.describe import describe
from warehouse.serving.generations import Generation, kept, write_pointer

SERVERS = ("uvicorn", "granian")
FEW, MANY = 50, 2000  # connections
LIST = "/api/v1/trends?limit=50"
TERM = f"/api/v1/trends/{quote('term 17')}"
PLAIN = {LIST: "/plain/trends", TERM: "/plain/trends/17"}
MISSES = "podpusher_answer_cache_misses_total"
P95_FEW, P99_MANY, RATIO, PUBLISHING = 10.0, 300.0, 0.6, 1.5
_COLUMNS = ("req/s", "p50 ms", "p95 ms", "p99 ms", "max ms", "cpu us", "errors")
HEAD = " " * 34 + "".join(f"{name:>9}" for name in _COLUMNS)


class Run:
    """One run's sizes, folder and cores."""

    def __init__(self, options: argparse.Namespace, folder: Path) -> None:
        self.seconds: float = options.seconds
        self.rounds: int = options.rounds
        self.folder = folder
        self.data = folder / "long"
        several = (os.cpu_count() or 1) > 1
        self.serving, self.asking = (0, 1) if several else (None, None)

    def server(self, name: str, workers: int = 1) -> Server:
        return Server(name, self.data, self.folder, workers=workers)

    def ask(self, server: Server, path: str, connections: int, seconds: float = 0.0) -> Asked:
        core = self.asking if server.workers == 1 else None
        used = server.processor_seconds()
        found = wrk.end(
            wrk.begin(
                server.port,
                path,
                connections=connections,
                seconds=seconds or self.seconds,
                folder=self.folder,
                core=core,
            )
        )
        micro = 1e6 * (server.processor_seconds() - used) / max(1.0, found.requests)
        return replace(found, micro=micro)


def keep_bodies(run: Run, server: Server) -> None:
    """What the plain route returns: our own bytes."""
    for path, name in ((LIST, "list"), (TERM, "term")):
        (run.folder / name).write_bytes(server.fetch(path))
        if server.fetch(PLAIN[path]) != server.fetch(path):
            raise SystemExit(f"{PLAIN[path]} does not return the bytes of {path}")


def compare_servers(run: Run) -> dict[tuple[str, int], dict[tuple[str, int], Asked]]:
    """Each server with one worker on a core of its own, and with two that share both cores."""
    rounds: dict[tuple[str, int], dict[tuple[str, int], list[Asked]]] = {}
    with ExitStack() as stack:
        made = [
            stack.enter_context(run.server(name, workers)) for name in SERVERS for workers in (1, 2)
        ]
        for server in made:
            keep_bodies(run, server)
            server.pin(run.serving if server.workers == 1 else None)
        for _ in range(max(2, run.rounds // 2)):
            for connections in (FEW, MANY):
                for path in (LIST, PLAIN[LIST]):
                    for server in made:
                        found = run.ask(server, path, connections, run.seconds)
                        of_one = rounds.setdefault((server.name, server.workers), {})
                        of_one.setdefault((path, connections), []).append(found)
    return {
        one: {what: wrk.median(found) for what, found in asked.items()}
        for one, asked in rounds.items()
    }


def measure(
    run: Run, name: str
) -> tuple[dict[tuple[str, int], Asked], dict[str, list[float]], list[float]]:
    """Our routes and the plain ones in turn; the ratios by round, and the worker's memory."""
    rounds: dict[tuple[str, int], list[Asked]] = {}
    with run.server(name) as server:
        keep_bodies(run, server)
        server.pin(run.serving)
        for _ in range(run.rounds):
            for connections in (FEW, MANY):
                for path in (LIST, PLAIN[LIST], TERM, PLAIN[TERM]):
                    found = run.ask(server, path, connections)
                    rounds.setdefault((path, connections), []).append(found)
        memory = server.memory()
    ratios = {
        path: [
            a.rps / b.rps
            for connections in (FEW, MANY)
            for a, b in zip(
                rounds[path, connections], rounds[PLAIN[path], connections], strict=True
            )
        ]
        for path in PLAIN
    }
    return {what: wrk.median(found) for what, found in rounds.items()}, ratios, memory


def cold_start(run: Run, name: str) -> tuple[Asked, float]:
    """Many connections at once on a process that has answered nothing but its health."""
    with run.server(name) as server:
        server.pin(run.serving)
        found = run.ask(server, LIST, MANY)
        return found, server.count(MISSES)


def switch(
    run: Run, name: str, before: Generation, after: Generation
) -> tuple[Asked, float, float]:
    """The pointer moves while many ask: the round, the answers made, the delay in seconds."""
    folder = run.data / "serving"
    write_pointer(folder, before)
    with run.server(name) as server:
        server.pin(run.serving)
        server.fetch(LIST)
        made = server.count(MISSES)
        asking = wrk.begin(
            server.port,
            LIST,
            connections=MANY,
            seconds=run.seconds + 2,
            folder=run.folder,
            core=run.asking,
        )
        time.sleep((run.seconds + 2) / 2)
        write_pointer(folder, after)
        moved = time.monotonic()
        while json.loads(server.fetch(LIST))["generation"] != after.id:
            if time.monotonic() - moved > 30:
                raise SystemExit("the new generation was never served")
        delay = time.monotonic() - moved
        return wrk.end(asking), server.count(MISSES) - made, delay


def line(label: str, one: Asked) -> str:
    return (
        f"{label:34}{one.rps:9.0f}{one.p50:9.1f}{one.p95:9.1f}{one.p99:9.1f}{one.longest:9.1f}"
        f"{one.micro:9.0f}{one.errors:9d}"
    )


def show_servers(found: dict[tuple[str, int], dict[tuple[str, int], Asked]]) -> None:
    print(f"\nservers, {LIST}; cpu us: processor time of the server for one request\n{HEAD}")
    for (name, workers), asked in found.items():
        for (path, connections), one in asked.items():
            kind = "ours" if path == LIST else "plain"
            print(line(f"{name} x{workers}, {kind}, {connections}", one))


def show(found: dict[tuple[str, int], Asked], ratios: dict[str, list[float]], name: str) -> None:
    print(f"\n{name}, 1 worker\n{HEAD}")
    for (path, connections), one in found.items():
        print(line(f"{path.partition('?')[0]}, {connections}", one))
    for path, by_round in ratios.items():
        print(
            f"  {path}: {statistics.median(by_round):.2f} of the plain route's requests "
            f"({min(by_round):.2f}-{max(by_round):.2f}); wanted: at least {RATIO}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--terms", type=int, default=50_000)
    parser.add_argument("--days", type=int, default=730, help=f"of daily scores, to {AS_OF}")
    parser.add_argument("--seconds", type=float, default=4.0, help="of one round")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--folder", type=Path, help="keep the data here and use them again")
    options = parser.parse_args()
    wrk.program()
    wrk.allow_files(MANY)
    cores = os.cpu_count() or 1
    print(f"{cores} cores, load before the start {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        published = publishing.prepare(folder, options.terms, options.days)
        print(publishing.told(published))
        run = Run(options, folder)
        if cores > 1:
            print("one core serves, another asks (wrk -t1); with two workers all share both")
        show_servers(compare_servers(run))
        found, ratios, memory = measure(run, SERVER)
        show(found, ratios, SERVER)
        after, before = map(describe, kept(run.data / "serving")[:2])
        cold, made_cold = cold_start(run, SERVER)
        moved, made_moved, delay = switch(run, SERVER, before, after)
    print(f"\n{LIST}, {MANY} connections\n{HEAD}")
    print(line("cold start", cold) + f"   answers composed: {made_cold:.0f}")
    print(
        line("a new generation under load", moved)
        + f"   answers composed: {made_moved:.0f}, first seen after {delay:.2f} s"
    )
    print(f"memory of the worker: {', '.join(f'{one:.0f} MB' for one in memory)}")
    print(f"load at the end {os.getloadavg()[0]:.1f}")
    errors = cold.errors + moved.errors + sum(found[path, MANY].errors for path in PLAIN)
    emit(
        [
            *(
                Figure(f"{label}: p95 at {FEW} connections", found[path, FEW].p95, "ms", P95_FEW)
                for path, label in ((LIST, "list"), (TERM, "term"))
            ),
            *(
                Figure(f"{label}: p99 at {MANY} connections", found[path, MANY].p99, "ms", P99_MANY)
                for path, label in ((LIST, "list"), (TERM, "term"))
            ),
            *(
                Figure(
                    f"{label}: requests/s over a plain route's",
                    statistics.median(ratios[path]),
                    "",
                    RATIO,
                    "at least",
                )
                for path, label in ((LIST, "list"), (TERM, "term"))
            ),
            Figure(f"errors at {MANY} connections", errors, "", 0.0),
            Figure("answers composed, cold start", made_cold, "", 1.0),
            Figure("answers composed, new generation", made_moved, "", 1.0),
            Figure("a new generation is seen after", delay, "s", 1.5),
            Figure("memory of a worker", max(memory), "MB"),
            Figure(
                "publishing with all history over without",
                statistics.median(published.ratios),
                "",
                PUBLISHING,
            ),
        ]
    )


if __name__ == "__main__":
    main()
