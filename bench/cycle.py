"""A cycle over all sources against the rehearsal: `python -m bench.cycle`.

Every source is on, every page named, every key made up; a loopback server plays all platforms, and
pages open in a real Chromium. Landing, the check of each batch, loading and the records of the runs
are the product's own. Goals: at least 50 distinct terms, under 60 s, under 800 MB in the browser
and the worker together.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from bench.rehearsal.installation import ALL, Installation, Report
from bench.rehearsal.processes import ProcessWatch
from bench.rehearsal.server import RehearsalServer
from bench.rehearsal.world import ROUTES
from bench.report import Figure, emit

FEWEST_TERMS = 50
MOST_SECONDS = 60.0
MOST_MB = 800.0


@dataclass(frozen=True)
class Measured:
    """One cycle and what it took."""

    report: Report
    watch: ProcessWatch
    terms: int
    repeats: int


def measure(folder: Path) -> Measured:
    """One cycle of a new installation, from nothing to loaded rows and a closed browser."""
    from assets.ingest.expectations import judge_batch

    with (
        RehearsalServer(ROUTES) as server,
        ProcessWatch() as watch,
        Installation(folder, server.address, check=judge_batch) as installation,
    ):
        report = installation.cycle()
        terms, repeats = len(installation.terms()), installation.repeats()
    return Measured(report, watch, terms, repeats)


def figures(measured: Measured) -> list[Figure]:
    report, watch = measured.report, measured.watch
    well = sum(outcome.status == "ok" for outcome in report.outcomes.values())
    return [
        Figure("sources that answered", well, "", len(ALL), "at least"),
        Figure("distinct terms", measured.terms, "", FEWEST_TERMS, "at least"),
        Figure("the cycle", report.seconds, "s", MOST_SECONDS),
        Figure("browser and worker together", watch.peak_mb, "MB", MOST_MB),
        Figure("of it the browser", watch.peak_of_browser_mb, "MB"),
        Figure("rows that say the same", measured.repeats, "", 0),
        Figure("processes left behind", len(watch.left), "", 0),
    ]


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="podpusher-bench-") as folder:
        measured = measure(Path(folder))
    for source, outcome in measured.report.outcomes.items():
        took = measured.report.took(source)
        said = "" if outcome.status == "ok" else f"  {outcome.message}"
        print(f"{source:24} {took:6.2f} s  {outcome.rows:5} rows  {outcome.status}{said}")
    print(f"{'loading and its checks':24} {measured.report.loading:6.2f} s")
    found = figures(measured)
    emit(found)
    return 1 if any(figure.held is False for figure in found) else 0


if __name__ == "__main__":
    raise SystemExit(main())
