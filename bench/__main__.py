"""`python -m bench [NAME ...]`: run each measurement, end with one table.

Each runs as a process of its own, with a time limit; what it prints is passed through. The exit
status is 1 when a goal is missed or a measurement broke.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

from bench.report import MARK, Figure, parse, table

ROOT = Path(__file__).resolve().parent.parent
DEFAULT_SIGNALS = Path("../shared/data/signals")
POLITE_SECONDS = 20.0  # for a measurement that is ended to put away what it made
NAMES = "replay, models, hour, designs, api, cycle, parsing, loading"


@dataclass(frozen=True)
class Bench:
    """One measurement: its command and how long it may take."""

    name: str
    title: str
    arguments: tuple[str, ...]
    limit_seconds: float


@dataclass(frozen=True)
class Result:
    """What came of it; `trouble` says why there are no figures."""

    bench: Bench
    figures: list[Figure]
    trouble: str | None = None
    left_out: bool = False


def benches(signals: Path, as_of: str, rows: int) -> list[Bench]:
    """All measurements, in the order they run."""
    return [
        Bench(
            "replay",
            "the replay of recorded signals, start to dashboard",
            ("bench.replay", "--signals", str(signals), "--as-of", as_of),
            1200,
        ),
        Bench(
            "models",
            "the dbt models against one hand-written script",
            ("bench.models", "--rows", str(rows)),
            3600,
        ),
        Bench("hour", "one more hour, by rows of history", ("bench.hour",), 3600),
        Bench("designs", "print files a second", ("bench.designs",), 600),
        Bench("api", "the API over HTTP, asked by wrk", ("bench.api",), 3600),
        Bench("cycle", "a cycle over all live sources, rehearsed", ("bench.cycle",), 600),
        Bench("parsing", "the parser of each live source", ("bench.parsing",), 600),
        Bench(
            "loading",
            "a replay against the engine's own bulk copy",
            ("bench.loading", "--rows", str(rows)),
            3600,
        ),
    ]


def run(bench: Bench) -> Result:
    """Run one measurement, echoing its output."""
    print(f"\n== {bench.name}: {bench.title} ==", flush=True)
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    process = subprocess.Popen(
        [sys.executable, "-m", *bench.arguments],
        cwd=ROOT,
        env=environment | {"PYTHONUNBUFFERED": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    late = threading.Event()

    def give_up() -> None:
        late.set()
        end(process)

    timer = threading.Timer(bench.limit_seconds, give_up)
    timer.start()
    figures: list[Figure] | None = None
    assert process.stdout is not None
    try:
        for line in process.stdout:
            if line.startswith(MARK):
                figures = parse(line)
            else:
                print(line, end="", flush=True)
        status = process.wait()
    finally:
        timer.cancel()
        end(process)
        process.stdout.close()
    if late.is_set():
        return Result(bench, figures or [], f"took more than {bench.limit_seconds:.0f} s")
    if figures is None:
        return Result(bench, [], f"gave no figures, exit status {status}")
    if not figures and status == 0:
        return Result(bench, [], left_out=True)
    if status and all(figure.held is not False for figure in figures):
        return Result(bench, figures, f"ended with exit status {status}")
    return Result(bench, figures)


def end(process: subprocess.Popen[str]) -> None:
    """Stop the measurement and all it started, politely first."""
    for number, patience in ((signal.SIGTERM, POLITE_SECONDS), (signal.SIGKILL, 5.0)):
        if process.poll() is not None:
            return
        try:
            os.killpg(process.pid, number)
            process.wait(patience)
        except (ProcessLookupError, subprocess.TimeoutExpired):
            continue


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=NAMES)
    parser.add_argument("--signals", type=Path, default=DEFAULT_SIGNALS)
    parser.add_argument("--as-of", default="2024-12-31")
    parser.add_argument(
        "--rows", type=int, default=10_000_000, help="generated rows for models and loading"
    )
    options = parser.parse_args(arguments)
    known = {b.name: b for b in benches(options.signals, options.as_of, options.rows)}
    unknown = [name for name in options.names if name not in known]
    if unknown:
        parser.error(f"no such measurement: {', '.join(unknown)}; there are {', '.join(known)}")
    print(f"{os.cpu_count()} cores, load before the start {os.getloadavg()[0]:.1f}")
    results = [run(known[name]) for name in options.names or known]
    rows = [(result.bench.name, figure) for result in results for figure in result.figures]
    if rows:
        print("\n" + table(rows))
    for result in results:
        if result.left_out:
            print(f"{result.bench.name}: left out, see above")
        if result.trouble:
            print(f"{result.bench.name}: {result.trouble}")
    missed = [figure for _, figure in rows if figure.held is False]
    if missed:
        print(f"{len(missed)} goals missed")
    return 1 if missed or any(result.trouble for result in results) else 0


if __name__ == "__main__":
    raise SystemExit(main())
