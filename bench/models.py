"""Models against one hand-written script: `python -m bench.models [--rows 10000000]`.

Both compute the same columns from the same generated rows: sightings rolled up to days, smoothing,
baselines and z, life cycle, seasons, and the score of version v1. Equality is asserted first, then
the models' own execution time (dbt's run results; parsing and tests excluded) is set against the
script's. Models of what the script does not compute run too; their time is told apart and is not in
the ratio. Goal: at most twice, and at most 1.5 GB in the process that runs the models.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.report import Figure, emit

ROOT = Path(__file__).resolve().parent.parent
HERE = Path(__file__).resolve().parent
TODAY = "2024-12-31"
AS_OF = "2025-01-01 00:00:00"
MEMORY = "800MB"
KEYS = {
    "fct_term_score_daily": ("term_id", "scored_on"),
    "fct_term_daily": ("term_id", "source_id", "metric", "period", "observed_on"),
    "fct_term_evidence": ("term_id", "evidence_no"),
    "dim_term": ("term_id",),
}
TOLERANCE = 1e-9
# The script is of the first version of the score. It knows no forecasts, insights, drafts, regions
# and no evidence that expired.
SCORE_VERSION = "v1"
NOT_IN_SCRIPT = {
    *("s_outlook", "s_crowding", "listings", "searches", "n_drafts"),
    *("regions", "evidence_complete"),
}
# Models that only make what the script does not.
BESIDE = {
    *("int_counter_reading", "int_counter_feature", "int_counter_forecast", "int_list_capture"),
    *("int_list_feature", "int_list_forecast", "int_list_history"),
    *("int_list_name", "int_list_sighting", "int_region_sighting", "int_term_region"),
    *("int_term_competition", "int_term_crowding", "int_term_forecast", "int_term_outlook"),
    *("dim_occasion", "dim_source", "dim_term_member", "fct_expired_evidence"),
    *("fct_forecast_part", "fct_score_contribution", "fct_term_forecast_daily"),
    "fct_trend_observation",
}


def connect(path: Path) -> Any:
    import duckdb

    return duckdb.connect(
        str(path),
        config={"threads": 2, "memory_limit": MEMORY, "preserve_insertion_order": False},
    )


def statements(name: str, **values: object) -> list[str]:
    text = (HERE / name).read_text(encoding="utf-8")
    for key, value in values.items():
        text = text.replace(f"${key}", str(value))
    return [part for part in text.split(";\n") if part.strip()]


def generate(path: Path, rows: int) -> int:
    """Fill the raw tables of a new warehouse; returns how many signals there are."""
    from domain.sources.registry import PLATFORMS
    from warehouse.engine.duckdb import DuckDBEngine
    from warehouse.engine.migrate import migrate

    engine = DuckDBEngine(path)
    try:
        migrate(engine)
        for statement in statements("models_rows.sql", rows=rows):
            engine.execute(statement)
        counted = [
            engine.query(f"select count(*) as n from raw.{name}_signals")[0]["n"]
            for name in PLATFORMS
        ]
        return sum(counted)
    finally:
        engine.close()


def run_models(path: Path, folder: Path) -> dict[str, float]:
    """Seconds by model, and the peak memory of the process under the key `peak_mb`."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "bench.models", "--worker", str(path), str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return dict(json.loads(done.stdout.splitlines()[-1]))


def worker(path: Path, folder: Path) -> None:
    """In a process of its own, so that its memory is its own."""
    import os

    project = ROOT / "dbt_project"
    os.environ.update(
        PODPUSHER_DBT_TARGET="duckdb",
        PODPUSHER_DBT_DUCKDB_PATH=str(path),
        PODPUSHER_DBT_DUCKDB_MEMORY=MEMORY,
        DBT_TARGET_PATH=str(folder / "target"),
        DBT_LOG_PATH=str(folder / "logs"),
    )
    from dbt.cli.main import dbtRunner

    common = ["--project-dir", str(project), "--profiles-dir", str(project)]
    variables = ["--vars", json.dumps({"as_of": AS_OF, "score_version": SCORE_VERSION})]
    for command in (["seed", "--full-refresh"], ["run", "--full-refresh", "--threads", "1"]):
        done = dbtRunner().invoke(["--quiet", *command, *common, *variables])
        if not done.success:
            raise SystemExit(
                str(done.exception) + "\n".join(str(r.message) for r in done.result or ())
            )
    seconds: dict[str, float] = {}
    for result in done.result:
        took = [step for step in result.timing if step.name == "execute"]
        seconds[result.node.name] = sum(
            (step.completed_at - step.started_at).total_seconds() for step in took
        )
    seconds["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(seconds))


def run_reference(path: Path) -> float:
    """Seconds of the script."""
    connection = connect(path)
    try:
        started = time.perf_counter()
        for statement in statements("models_reference.sql", today=f"'{TODAY}'"):
            connection.execute(statement)
        return time.perf_counter() - started
    finally:
        connection.close()


def differences(path: Path) -> list[str]:
    """What of the marts does not equal the script's tables; nothing when all is equal."""
    connection = connect(path)
    found = []
    try:
        for table, keys in KEYS.items():
            found += _differences(connection, table, keys)
    finally:
        connection.close()
    return found


def _differences(connection: Any, table: str, keys: tuple[str, ...]) -> list[str]:
    columns = connection.execute(
        "select column_name, data_type from duckdb_columns() "
        "where schema_name = 'marts' and table_name = ?",
        [table],
    ).fetchall()
    tests = {}
    for name, kind in columns:
        if name in keys or name in NOT_IN_SCRIPT:
            continue
        if kind == "DOUBLE":
            tests[name] = (
                f"(a.{name} is null) <> (b.{name} is null) or "
                f"abs(a.{name} - b.{name}) > {TOLERANCE} * greatest(1, abs(a.{name}))"
            )
        else:
            tests[name] = f"a.{name} is distinct from b.{name}"
    counts = ", ".join(f"count(*) filter ({test})" for test in tests.values())
    row = connection.execute(
        f"select count(*) filter (a.{keys[0]} is null or b.{keys[0]} is null), {counts} "
        f"from marts.{table} a full join reference.{table} b using ({', '.join(keys)})"
    ).fetchall()[0]
    names = ("rows of one side only", *tests)
    return [f"{table}: {count} x {name}" for name, count in zip(names, row, strict=True) if count]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--worker", nargs=2, type=Path, metavar=("FILE", "FOLDER"))
    asked = parser.parse_args(arguments)
    if asked.worker:
        worker(*asked.worker)
        return 0
    folder = Path(tempfile.mkdtemp(prefix="podpusher-bench-"))
    try:
        return measure(folder, asked.rows, asked.rounds)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def measure(folder: Path, rows: int, rounds: int) -> int:
    """Alternate models and script; print both, the ratio and the peak memory."""
    path = folder / "warehouse.duckdb"
    print(f"{generate(path, rows):,} raw rows generated", flush=True)
    models, beside, script, peak = [], [], [], 0.0
    for number in range(rounds):
        seconds = run_models(path, folder)
        peak = max(peak, seconds.pop("peak_mb"))
        models.append(sum(took for name, took in seconds.items() if name not in BESIDE))
        beside.append(sum(seconds.values()) - models[-1])
        script.append(run_reference(path))
        if not number:
            wrong = differences(path)
            if wrong:
                print("NOT EQUAL:", *wrong, sep="\n  ")
                return 1
            print("equal: every column of", ", ".join(KEYS))
            for name, took in sorted(seconds.items(), key=lambda item: -item[1])[:8]:
                print(f"  {name:24} {took:6.2f} s")
        print(
            f"round {number + 1}: models {models[-1]:6.1f} s   script {script[-1]:6.1f} s   "
            f"(other models {beside[-1]:.1f} s)",
            flush=True,
        )
    ratio = statistics.median(a / b for a, b in zip(models, script, strict=True))
    print(
        f"models {statistics.median(models):.1f} s, script {statistics.median(script):.1f} s, "
        f"ratio {ratio:.2f} (goal 2.00), peak memory {peak:,.0f} MB (goal 1,500)"
    )
    emit(
        [
            Figure(f"models over script, {rows:,} rows", ratio, "", 2),
            Figure("models", statistics.median(models), "s"),
            Figure("script", statistics.median(script), "s"),
            Figure("models of what the script does not compute", statistics.median(beside), "s"),
            Figure("peak memory of the models' process", peak, "MB", 1500),
        ]
    )
    return 0 if ratio <= 2 and peak <= 1500 else 1


if __name__ == "__main__":
    raise SystemExit(main())
