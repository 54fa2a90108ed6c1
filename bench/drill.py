"""The fault drill of `make drill-signals`: each live source fails in each way, one at a time.

    python -m bench.drill [SOURCE ...] [--lanes 3]

A loopback server plays all platforms; pages open in a real Chromium; landing, loading, the state
database and its breakers and budgets are the product's own. One healthy cycle over all sources
comes first. Then every source, in a copy of that installation, is asked under every fault beside
two healthy ones, and asked again an hour later (of the state's own clocks), when it must have
recovered by itself. At last a whole cycle for each fault, with another source faulty each time.
Prints one table, and what is wrong; the exit status is 1 when anything is.
"""

from __future__ import annotations

import argparse
import multiprocessing
import shutil
import tempfile
import time
from collections.abc import Collection, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from bench.rehearsal.cells import SMALL, Cell, canaries_of, hurried, run_cell
from bench.rehearsal.faults import FAULTS, Fault
from bench.rehearsal.installation import ALL, PAGES, Installation, Report
from bench.rehearsal.processes import ProcessWatch
from bench.rehearsal.server import RehearsalServer
from bench.rehearsal.world import HOSTS, ROUTES

GOAL = 300.0  # seconds on two cores


def baseline(folder: Path, sources: Collection[str]) -> Report:
    """One healthy cycle over these sources. Raises SystemExit when it is not."""
    with (
        RehearsalServer(ROUTES) as server,
        Installation(folder, server.address, **SMALL) as place,
    ):
        report = place.cycle(sources)
        hosts = {asked.host for asked in server.asked}
        wrong = [
            f"{source} is {outcome.status}: {outcome.message}"
            for source, outcome in report.outcomes.items()
            if outcome.status != "ok"
        ]
    well = [source for source, outcome in report.outcomes.items() if outcome.status == "ok"]
    never = [source for source in well if not HOSTS[source] <= hosts]
    wrong += [f"{source} asked other hosts than it is known for" for source in never]
    if wrong:
        raise SystemExit("The healthy cycle is not well:\n" + "\n".join(wrong))
    return report


def drill_source(
    source: str, faults: Sequence[Fault], healthy: Path, healthy_seconds: float
) -> list[Cell]:
    """The source under each fault, in a copy of the healthy installation."""
    with tempfile.TemporaryDirectory(prefix="podpusher-drill-") as folder:
        shutil.copytree(healthy, folder, dirs_exist_ok=True)
        with (
            RehearsalServer(ROUTES) as server,
            Installation(Path(folder), server.address, **hurried(healthy_seconds)) as place,
        ):
            asked = (source, *canaries_of(source))
            return [run_cell(place, server, source, fault, asked) for fault in faults]


def drill_whole(fault: Fault, source: str, healthy: Path, healthy_seconds: float) -> list[Cell]:
    """A cycle over all sources, the hosts of one of them faulty."""
    with tempfile.TemporaryDirectory(prefix="podpusher-drill-") as folder:
        shutil.copytree(healthy, folder, dirs_exist_ok=True)
        with (
            RehearsalServer(ROUTES) as server,
            Installation(Path(folder), server.address, **hurried(healthy_seconds)) as place,
        ):
            return [run_cell(place, server, source, fault, ALL)]


def table(cells: Sequence[Cell], whole: Sequence[Cell]) -> str:
    """Sources down, faults across; a cell that is wrong bears a mark."""
    names = [fault.name for fault in FAULTS]
    shown = {(cell.source, cell.fault): _mark(cell, cell.status) for cell in cells}
    rows = [["source", *names, "seconds"]]
    for source in dict.fromkeys(cell.source for cell in cells):
        took = sum(cell.seconds for cell in cells if cell.source == source)
        rows.append([source, *(shown.get((source, name), "") for name in names), f"{took:.0f}"])
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [
        "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    lines.insert(1, "  ".join("-" * width for width in widths))
    lines += [
        f"whole cycle, {cell.fault} of {cell.source}: {_mark(cell, cell.status)}, "
        f"{cell.seconds:.0f} s"
        for cell in whole
    ]
    return "\n".join(lines)


def _mark(cell: Cell, text: str) -> str:
    return f"{text} WRONG" if cell.wrong else text


def run(sources: Sequence[str], *, lanes: int, whole: bool) -> tuple[list[Cell], list[Cell]]:
    """The drill over these sources: their cells, and those of the whole cycles."""
    with tempfile.TemporaryDirectory(prefix="podpusher-drill-") as folder:
        healthy = Path(folder)
        canaries = [canary for source in sources for canary in canaries_of(source)]
        report = baseline(healthy, ALL if whole else {*sources, *canaries})
        # Sources with a page take longest; they go first.
        ordered = sorted(sources, key=lambda source: source not in PAGES)
        jobs = [
            partial(drill_source, source, FAULTS, healthy, report.took(source))
            for source in ordered
        ]
        if whole:
            rotating = [ALL[7 * number % len(ALL)] for number in range(len(FAULTS))]
            pairs = zip(FAULTS, rotating, strict=True)
            longest = max(report.took(source) for source in PAGES)
            jobs = [*(partial(drill_whole, *pair, healthy, longest) for pair in pairs), *jobs]
        done = [cell for found in _spread(jobs, lanes) for cell in found]
    first = len(FAULTS) if whole else 0
    place = {source: number for number, source in enumerate(ALL)}
    return sorted(done[first:], key=lambda cell: place[cell.source]), done[:first]


def _spread(jobs: Sequence[partial[list[Cell]]], lanes: int) -> list[list[Cell]]:
    if lanes == 1:
        return [job() for job in jobs]
    # Processes, as installations are: migrations of the state database share what a process has.
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(lanes, mp_context=spawn) as pool:
        return [future.result() for future in [pool.submit(job) for job in jobs]]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.drill", description=__doc__)
    parser.add_argument("sources", nargs="*", metavar="SOURCE", help="only these (default: all)")
    parser.add_argument("--lanes", type=int, default=3, help="installations drilled at once")
    options = parser.parse_args(arguments)
    if missing := set(ALL) - HOSTS.keys():
        parser.error(f"not in bench/rehearsal/world.py: {', '.join(sorted(missing))}; add them")
    if unknown := set(options.sources) - set(ALL):
        parser.error(f"no live source: {', '.join(sorted(unknown))}; there are {', '.join(ALL)}")
    began = time.perf_counter()
    with ProcessWatch(weigh=False) as watch:
        cells, whole = run(options.sources or ALL, lanes=options.lanes, whole=not options.sources)
    took = time.perf_counter() - began
    print(table(cells, whole))
    wrong = [(cell, each) for cell in (*cells, *whole) for each in cell.wrong]
    for cell, each in wrong:
        print(f"{cell.source}, {cell.fault}: {each}")
    if watch.left:
        print(f"processes left behind: {', '.join(watch.left)}")
    count = len(cells) + len(whole)
    good = count - sum(bool(cell.wrong) for cell in (*cells, *whole))
    print(f"{good} of {count} as they should be, {took:.0f} s (goal: at most {GOAL:.0f} s)")
    return 1 if wrong or watch.left else 0


if __name__ == "__main__":
    raise SystemExit(main())
