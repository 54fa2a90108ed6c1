"""The same models on TimescaleDB (in WASM, from npm): the extension changes no figure."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

import polars as pl
import pytest

from tests.dbt.project import dbt
from tests.dbt.synthetic import AS_OF, world
from warehouse.engine.base import Engine
from warehouse.engine.migrate import migrate
from warehouse.engine.postgres import PostgresEngine


class InsertingEngine(PostgresEngine):
    """Postgres without COPY: the socket in front of the WASM server does not speak it."""

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


TOOLS = Path(__file__).resolve().parents[1] / "npm"
pytestmark = pytest.mark.npm


@pytest.fixture(scope="module")
def timescale() -> Iterator[str]:
    """Address of a running TimescaleDB that takes one connection at a time."""
    node = shutil.which("node")
    if node is None or not (TOOLS / "node_modules").is_dir():
        pytest.skip("node or its packages are absent: make test-all installs the packages")
    server = subprocess.Popen(
        [node, "timescale.mjs"],
        cwd=TOOLS,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert server.stdout is not None
    port = server.stdout.readline().strip()
    assert port.isdigit(), server.stderr.read() if server.stderr else port
    yield f"postgresql://postgres:postgres@127.0.0.1:{port}/template1?sslmode=disable"
    server.terminate()
    server.communicate(timeout=20)


def test_the_models_give_the_same_scores_on_timescale(
    timescale: str, built: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGSSLMODE", "disable")
    engine = InsertingEngine(timescale)
    extension = engine.query("select extversion from pg_extension where extname = 'timescaledb'")
    migrate(engine)
    world().write(engine)
    engine.close()  # dbt needs the only connection
    build = ["build", "--threads", "1", "--exclude-resource-type", "unit_test"]
    dbt(build, timescale, tmp_path, as_of=AS_OF)
    engine = PostgresEngine(timescale)
    scores = "select term_id, scored_on, score, score_low, rank from marts.fct_term_score_daily"
    found = engine.query(f"{scores} order by term_id, scored_on")
    engine.close()
    wanted = built.query(f"{scores} order by term_id, scored_on")
    assert extension
    assert len(found) == len(wanted) > 0
    for mine, theirs in zip(wanted, found, strict=True):
        assert theirs["rank"] == mine["rank"]
        assert theirs["score"] == pytest.approx(mine["score"], abs=1e-9)
        assert theirs["score_low"] == pytest.approx(mine["score_low"], abs=1e-9)
