"""What one more hour costs, by how much history there is: `python -m bench.hour`.

The setting (bench/hour_world.py): `--live` terms, 100 unless said otherwise, were seen on each of
the last 100 days, and every hour brings the same number of rows; what grows is history. An hour is
all that the pipeline does for it: its file landed and loaded, new texts read to terms, the dbt
build with its tests, what Dagster is told of each model (`report`), the snapshot. Measured are
hours within a day and the first hour of a day, in which the as-of day moves on and every live term
gets a new score; of several the one that took least, because what else the machine does only adds;
imports are left out. Goal: with 1 and 10 million rows at most 1.5 times what it costs with 10
thousand. Each size is a process of its own, so that its memory is its own.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bench.hour_world import MIDNIGHT, generate, held, move, rows_of
from bench.report import Figure, emit

ROOT = Path(__file__).resolve().parent.parent
SIZES = (10_000, 1_000_000, 10_000_000)
LIVE = 100
ADDRESS = "PODPUSHER_BENCH_WAREHOUSE"  # of the server, for the processes that this one starts
STEPS = ("load", "terms", "dbt", "report", "publish")
RATIO, MOST_MB = 1.5, 2048.0


@dataclass
class Spent:
    """Wall and processor seconds of each step."""

    wall: dict[str, float] = field(default_factory=dict)
    cpu: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def on(self, step: str) -> Iterator[None]:
        """Add what the block takes."""
        wall, cpu = time.perf_counter(), time.process_time()
        yield
        self.wall[step] = self.wall.get(step, 0.0) + time.perf_counter() - wall
        self.cpu[step] = self.cpu.get(step, 0.0) + time.process_time() - cpu


def _history(settings: Any) -> int:
    from warehouse.engine.open import open_engine

    with closing(open_engine(settings)) as engine:
        return int(engine.query("select sum(rows_accepted) as n from raw.slices")[0]["n"])


def an_hour(settings: Any, hour: int, live: int) -> tuple[Spent, dict[str, Any]]:
    """Everything that the pipeline does for one hour; what it took, and how it was built."""
    from assets.ingest.expectations import judge_batch
    from assets.terms.terms import read_texts, unread_texts, write_terms
    from connectors.trends.replay import reader
    from domain.signals import Origin
    from warehouse.engine.open import open_engine
    from warehouse.landing import Landing
    from warehouse.load import judge_slice, write_slice

    spent, landing = Spent(), Landing(settings.landing)
    now = MIDNIGHT + timedelta(hours=hour + 1)
    rows = rows_of(hour, live)
    with closing(open_engine(settings)) as engine:
        with spent.on("load"):
            text = io.StringIO()
            names = dict.fromkeys(name for row in rows for name in row)
            writer = csv.DictWriter(text, names)
            writer.writeheader()
            writer.writerows(rows)
            landed = landing.write("bench", Origin.LIVE, now, text.getvalue().encode(), ".csv")
            parsed = reader.parse(landing.read(landed), Origin.LIVE)
            for platform in parsed.platforms:
                batch = judge_slice(platform, landed, parsed.of(platform), now, check=judge_batch)
                if batch.refused.height:
                    raise SystemExit(f"{platform}: {batch.result.reasons}")
                write_slice(engine, batch, "bench", now)
        with spent.on("terms"):
            links, terms = read_texts(unread_texts(engine).iter_rows(named=True))
            with engine.transaction():
                write_terms(engine, links, terms)
    how = build(settings, now, spent)
    return spent, how | {"rows": len(rows)}


def build(settings: Any, now: datetime, spent: Spent) -> dict[str, Any]:
    """The dbt build of the day that holds `now`, and the snapshot."""
    from assets import project
    from assets.score.models import BUILD, GROWN, described, metadata_of, nodes_of
    from warehouse.engine.open import open_engine
    from warehouse.growth import begin_build, end_build, plan_build
    from warehouse.serving.publish import publish

    day = (now - timedelta(microseconds=1)).date()
    as_of = datetime.combine(day, datetime.max.time())
    with spent.on("dbt"):
        with closing(open_engine(settings)) as engine:
            plan = plan_build(engine, as_of, 28, [project.project_hash()])
            begin_build(engine, plan)
        results = project.invoke(
            settings,
            [*BUILD, *(GROWN if plan.grows else ())],
            project.score_variables(as_of, 28) | plan.variables(),
        )
        wrong = [one for one in results if one.status in {"error", "fail"}]
        if wrong:
            raise SystemExit(f"{wrong[0].unique_id}: {wrong[0].message}")
        with closing(open_engine(settings)) as engine:
            end_build(engine, plan, "bench")
    with spent.on("report"), closing(open_engine(settings)) as engine:
        by_id = {one.unique_id: one for one in results}
        for node in nodes_of(project.manifest(settings)):
            metadata_of(engine, node, by_id.get(node["unique_id"]), described(plan))
    with spent.on("publish"), closing(open_engine(settings)) as engine:
        publish(engine, settings, as_of=day, mode="live")
    slowest = sorted(results, key=lambda one: -one.seconds)[:12]
    return {
        "anew": plan.anew,
        "nodes": len(results),
        "slowest": {one.unique_id.split(".", 2)[2]: round(one.seconds, 3) for one in slowest},
    }


def worker(folder: Path, live: int, hours: int) -> None:
    """One size, in a process of its own, so that its memory is its own; prints what it took."""
    from warehouse.settings import WarehouseSettings

    # Only what `run` passes on; a setting of the person who measures stays out of it.
    settings = WarehouseSettings(data=folder, warehouse_url=os.environ.get(ADDRESS) or None)
    history = _history(settings)
    first = Spent()
    build(settings, MIDNIGHT, first)
    print(f"anew {sum(first.wall.values()):.1f} s", flush=True)
    day: list[Spent] = []
    within: list[Spent] = []
    # The first takes the imports of the process with it, and is not counted.
    for hour in (0, *range(1, hours + 1), 24, 48):
        spent, how = an_hour(settings, hour, live)
        if how["anew"]:
            raise SystemExit(f"hour {hour} was computed anew: {how['anew']}")
        if hour:
            (within if hour % 24 else day).append(spent)
        print(f"hour {hour}: {sum(spent.wall.values()):.2f} s {how}", flush=True)
    report = {
        "history": history,
        "held": held(settings),
        "anew": sum(first.wall.values()),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "hour": _least(within),
        "first hour of a day": _least(day),
    }
    print(json.dumps(report), flush=True)


def _least(spent: list[Spent]) -> dict[str, dict[str, float]]:
    """The hour that took least, by either clock: what else the machine does only adds."""
    return {
        "wall": min((one.wall for one in spent), key=lambda wall: sum(wall.values())),
        "cpu": min((one.cpu for one in spent), key=lambda cpu: sum(cpu.values())),
    }


def run(rows: int, live: int, hours: int, talk: bool, address: str = "") -> dict[str, Any]:
    """Measure one size in a process and a temporary folder of its own."""
    folder = Path(tempfile.mkdtemp(prefix="podpusher-bench-"))
    try:
        for part in ("--generate", "--worker"):
            done = subprocess.run(
                [sys.executable, "-W", "ignore", "-m", "bench.hour", part, str(folder),
                 "--sizes", str(rows), "--live", str(live), "--hours", str(hours)],
                cwd=ROOT, check=False, capture_output=True, text=True,
                env={**os.environ, ADDRESS: address},
            )  # fmt: skip
            if done.returncode:
                raise SystemExit(f"{rows:,} rows: {done.stdout[-500:]} {done.stderr[-2000:]}")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if talk:
        print(done.stdout, end="")
    return dict(json.loads(done.stdout.splitlines()[-1]))


def run_all(asked: argparse.Namespace) -> dict[int, dict[str, Any]]:
    """Every size, each in a file or on a server of its own database."""
    if not asked.postgres:
        return {rows: run(rows, asked.live, asked.hours, asked.talk) for rows in asked.sizes}
    from bench.postgres import Postgres

    with Postgres() as server:
        return {
            rows: run(rows, asked.live, asked.hours, asked.talk, server.fresh_database())
            for rows in asked.sizes
        }


def show(found: dict[int, dict[str, Any]], which: str) -> dict[int, tuple[float, float]]:
    """Print one table; returns the ratio to the smallest size in wall and processor seconds."""
    print(f"\n{which}: wall seconds (processor seconds)")
    print(
        f"{'rows of history':>16} " + " ".join(f"{name:>14}" for name in (*STEPS, "all", "ratio"))
    )
    least: tuple[float, float] | None = None
    ratios = {}
    for rows, report in found.items():
        wall, cpu = report[which]["wall"], report[which]["cpu"]
        total = (sum(wall.values()), sum(cpu.values()))
        least = least or total
        ratios[rows] = (total[0] / least[0], total[1] / least[1])
        cells = [f"{wall[step]:.2f} ({cpu[step]:.2f})" for step in STEPS]
        cells += [f"{total[0]:.2f} ({total[1]:.2f})", "{:.2f} ({:.2f})".format(*ratios[rows])]
        print(f"{report['history']:>16,} " + " ".join(f"{cell:>14}" for cell in cells))
    return ratios


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.hour", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--live", type=int, default=LIVE, help="terms seen on each of 100 days")
    parser.add_argument("--hours", type=int, default=5, help="hours within the day")
    parser.add_argument("--postgres", action="store_true", help="on a Postgres server")
    parser.add_argument("--talk", action="store_true", help="tell of every hour")
    parser.add_argument("--generate", type=Path, metavar="FOLDER")
    parser.add_argument("--worker", type=Path, metavar="FOLDER")
    asked = parser.parse_args(arguments)
    if asked.generate:
        path = asked.generate / "warehouse.duckdb"
        generate(path, asked.sizes[0], asked.live)
        if os.environ.get(ADDRESS):
            move(path, os.environ[ADDRESS])
        return 0
    if asked.worker:
        worker(asked.worker, asked.live, asked.hours)
        return 0
    found = run_all(asked)
    hour, day = show(found, "hour"), show(found, "first hour of a day")
    peak = max(report["peak_mb"] for report in found.values())
    for rows, report in found.items():
        print(f"{rows:,} rows: {report['anew']:.1f} s anew, peak {report['peak_mb']:,.0f} MB")
        print("  " + ", ".join(f"{name} {count:,}" for name, count in report["held"].items()))
    first, *larger = asked.sizes
    figures = [Figure(f"one more hour, {first:,} rows", _total(found[first], "hour"), "s")]
    for rows in larger:
        figures += [
            Figure(f"hour of {rows:,} rows over {first:,}", hour[rows][0], "", RATIO),
            Figure(f"its processor time over {first:,}", hour[rows][1], ""),
            Figure(f"first hour of a day, {rows:,} over {first:,}", day[rows][0], "", RATIO),
        ]
    figures.append(Figure("peak memory of a worker", peak, "MB", MOST_MB))
    emit(figures)
    return 0 if all(figure.held is not False for figure in figures) else 1


def _total(report: dict[str, Any], which: str) -> float:
    return float(sum(report[which]["wall"].values()))


if __name__ == "__main__":
    raise SystemExit(main())
