"""Landing and loading a large replay against the engine's own bulk copy: `python -m bench.loading`.

Canonical Parquet files of a million made-up rows are landed and loaded as a replay is, checks
included. The same rows go into an empty table by the engine's own way: DuckDB reads the Parquet
files, Postgres copies prepared CSV. Goal: at least 60 % of that speed, and bounded memory. Each
measurement is a process of its own, so that its memory is its own; the two ways alternate.
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
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from bench.report import Figure, emit
from warehouse.engine.base import Engine
from warehouse.settings import WarehouseSettings

ROOT = Path(__file__).resolve().parent.parent
HERE = Path(__file__).resolve().parent
ROWS_OF_A_FILE = 1_000_000
SHARE = 0.6
MOST_MB = 2500.0  # whatever the number of files
SOURCES = ("tiktok", "twitter", "google_trends", "pinterest", "youtube")  # a file each, in turn


def generate(folder: Path, rows: int, platforms: int = len(SOURCES)) -> list[str]:
    """Write the files of a replay of so many platforms; returns the source of each."""
    import duckdb

    folder.mkdir()
    text = (HERE / "loading_rows.sql").read_text(encoding="utf-8")
    sources = []
    with duckdb.connect(config={"threads": 2}) as connection:
        for number, first in enumerate(range(0, rows, ROWS_OF_A_FILE)):
            source = SOURCES[number % platforms]
            values = {"rows": min(ROWS_OF_A_FILE, rows - first), "file": number}
            query = text.replace("$source", f"'{source}'")
            for name, value in values.items():
                query = query.replace(f"${name}", str(value))
            path = folder / f"{number:02}_{source}.parquet"
            connection.execute(f"copy ({query}) to '{path}' (format parquet)")
            sources.append(source)
    return sources


def prepare_csv(files: Path, folder: Path) -> None:
    """The same rows as Postgres likes them best."""
    import duckdb

    folder.mkdir()
    with duckdb.connect(config={"threads": 2}) as connection:
        for path in sorted(files.glob("*.parquet")):
            target = folder / f"{path.stem}.csv"
            connection.execute(f"copy ({_as_rows(str(path))}) to '{target}' (format csv, header)")


def replay(files: Path, warehouse: WarehouseSettings, engine: Engine) -> dict[str, float]:
    """Seconds of landing and of loading."""
    from assets.ingest.expectations import judge_batch
    from assets.ingest.loading import load_platform
    from assets.ingest.recorded import land_recorded
    from warehouse.landing import Landing

    landing = Landing(warehouse.landing)
    began = time.perf_counter()
    land_recorded(landing, files, datetime.now(UTC))
    landed = time.perf_counter()
    for platform in dict.fromkeys(SOURCES):
        done = load_platform(
            engine, landing, platform, "bench", datetime.now(UTC), check=judge_batch
        )
        if done.failures or done.withheld:
            raise SystemExit(f"{platform}: {done.outcomes()}")
    engine.close()
    ended = time.perf_counter()
    return {"seconds": ended - began, "landing": landed - began, "loading": ended - landed}


def copy_into_duckdb(files: Path, warehouse: WarehouseSettings, engine: Engine) -> dict[str, float]:
    """Seconds of one insert from Parquet a file."""
    began = time.perf_counter()
    for path in sorted(files.glob("*.parquet")):
        engine.execute(f"insert into {_table(path)} by name {_as_rows(str(path))}")
    engine.close()
    return {"seconds": time.perf_counter() - began}


def copy_into_postgres(
    files: Path, warehouse: WarehouseSettings, engine: Engine
) -> dict[str, float]:
    """Seconds of one COPY a prepared file."""
    import psycopg

    assert warehouse.warehouse_url
    engine.close()
    began = time.perf_counter()
    with psycopg.connect(warehouse.warehouse_url, autocommit=True) as connection:
        for path in sorted(files.with_name("csv").glob("*.csv")):
            with path.open("rb") as handle, connection.cursor() as cursor:
                names = handle.readline().decode().strip()
                statement = f"copy {_table(path)} ({names}) from stdin (format csv)"
                with cursor.copy(statement.encode()) as copy:
                    while chunk := handle.read(1 << 20):
                        copy.write(chunk)
    return {"seconds": time.perf_counter() - began}


WAYS: dict[str, Callable[[Path, WarehouseSettings, Engine], dict[str, float]]] = {
    "replay": replay,
    "duckdb": copy_into_duckdb,
    "postgres": copy_into_postgres,
}


def _table(path: Path) -> str:
    return f"raw.{path.stem.partition('_')[2]}_signals"


def _as_rows(path: str) -> str:
    return (
        "select *, 'import' as origin, 'bench' as run_id, 'bench' as slice_id "
        f"from read_parquet('{path}')"
    )


def worker(way: str, files: Path, folder: Path, url: str | None) -> None:
    """One measurement, in a process of its own; prints what it took."""
    from warehouse.engine.open import open_engine

    warehouse = WarehouseSettings(data=folder, warehouse_url=url)
    engine = open_engine(warehouse)
    if way == "replay":  # what a process imports once is no speed of loading
        import great_expectations  # noqa: F401
    measured = WAYS[way](files, warehouse, engine)
    counted = open_engine(warehouse)
    rows = sum(
        counted.query(f"select count(*) as n from raw.{source}_signals")[0]["n"]
        for source in SOURCES
    )
    counted.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({**measured, "rows": rows, "peak_mb": peak}))


def measured(way: str, files: Path, url: str | None) -> dict[str, float]:
    """What the worker says; its data folder is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="podpusher-bench-", dir=files.parent))
    command = [sys.executable, "-W", "ignore", "-m", "bench.loading", "--worker", way]
    command += [str(files), str(folder), url or ""]
    try:
        done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
        found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
        return found
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def compare(
    name: str, files: Path, rows: int, rounds: int, fresh: Callable[[], str | None]
) -> list[Figure]:
    """Alternate the engine's copy and our replay; print both."""
    shares, ours, copies, peak = [], [], [], 0.0
    for number in range(rounds):
        copied = measured(name, files, fresh())
        replayed = measured("replay", files, fresh())
        if not copied["rows"] == replayed["rows"] == rows:
            raise SystemExit(f"{copied['rows']:,} and {replayed['rows']:,} rows of {rows:,}")
        ours.append(replayed["seconds"])
        copies.append(copied["seconds"])
        shares.append(copied["seconds"] / replayed["seconds"])
        peak = max(peak, replayed["peak_mb"])
        print(
            f"{name} {number + 1}: copy {copied['seconds']:6.1f} s ({copied['peak_mb']:,.0f} MB), "
            f"replay {replayed['seconds']:6.1f} s (landing {replayed['landing']:.1f}, loading "
            f"{replayed['loading']:.1f}, {replayed['peak_mb']:,.0f} MB)",
            flush=True,
        )
    return [
        Figure(f"{name}: share of the bulk copy", statistics.median(shares), "", SHARE, "at least"),
        Figure(f"{name}: rows of a replay", rows / statistics.median(ours), "/s"),
        Figure(f"{name}: rows of the bulk copy", rows / statistics.median(copies), "/s"),
        Figure(f"{name}: peak memory of the replay", peak, "MB", MOST_MB),
    ]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.loading", description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--platforms", type=int, default=len(SOURCES), choices=range(1, 6))
    parser.add_argument("--engine", choices=("duckdb", "postgres"), action="append")
    parser.add_argument("--worker", nargs=4, metavar=("WAY", "FILES", "FOLDER", "URL"))
    options = parser.parse_args(arguments)
    if options.worker:
        way, files, folder, url = options.worker
        worker(way, Path(files), Path(folder), url or None)
        return 0
    engines = options.engine or ["duckdb", "postgres"]
    folder = Path(tempfile.mkdtemp(prefix="podpusher-bench-"))
    try:
        files = folder / "files"
        generate(files, options.rows, options.platforms)
        found = []
        if "duckdb" in engines:
            found += compare("duckdb", files, options.rows, options.rounds, lambda: None)
        if "postgres" in engines:
            from bench.postgres import Postgres

            prepare_csv(files, folder / "csv")
            with Postgres() as server:
                found += compare(
                    "postgres", files, options.rows, options.rounds, server.fresh_database
                )
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    emit(found)
    return 1 if any(figure.held is False for figure in found) else 0


if __name__ == "__main__":
    raise SystemExit(main())
