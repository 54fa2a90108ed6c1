"""The same models on TimescaleDB (in WASM, from npm): the extension changes no figure.

The server has no background workers: policies are seen to be there, and what they would do is done
by hand (`compress_chunk`, `run_job`). It takes one connection at a time, so dbt has one thread.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from tests.dbt import changes
from tests.dbt.conftest import MODELS
from tests.dbt.growth import FORECASTS, MARTS, Growing
from tests.dbt.project import dbt
from tests.dbt.synthetic import signal
from tests.dbt.test_models import differences
from tests.fakes.timescale import InsertingEngine, TimescaleServer
from warehouse.engine.base import Engine
from warehouse.engine.open import open_engine
from warehouse.engine.timescale import (
    Timescale,
    described,
    drop_empty_chunks,
    install,
    refresh,
    timescale,
)
from warehouse.settings import WarehouseSettings
from warehouse.tables import ALL_TABLES

pytestmark = pytest.mark.npm
SIGNALS = [table.name.removeprefix("raw.") for table in ALL_TABLES if "_signals" in table.name]
ONE_THREAD = ("--threads", "1")
HYPERTABLES = """
select hypertable_schema || '.' || hypertable_name as name, compression_enabled as packed
from timescaledb_information.hypertables where hypertable_schema in ('raw', 'marts') order by 1
"""
HISTORY = "select * from marts.fct_term_score_daily"
SIZE = (
    "select sum(hypertable_size(cast('raw.' || name as regclass))) as n from (values {}) t (name)"
)


class OnTimescale(Growing):
    """The growing warehouse of the other tests, on the server in WASM."""

    command: Sequence[str] = (*MODELS, *ONE_THREAD)
    said: pl.DataFrame  # the history of scores before the extension

    def engine(self) -> Engine:
        assert isinstance(self.where, str)
        return InsertingEngine(self.where)


@pytest.fixture(scope="module")
def server() -> Iterator[TimescaleServer]:
    """A Postgres that has the extension, not yet created."""
    if reason := TimescaleServer.missing():
        pytest.skip(reason)
    with TimescaleServer() as started:
        yield started


@pytest.fixture(scope="module")
def place(
    server: TimescaleServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[OnTimescale]:
    """A plain warehouse with rows and models that got the extension the day after, and a build."""
    folder = tmp_path_factory.mktemp("timescale")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PGSSLMODE", "disable")
        made = OnTimescale(server.url, folder)
        made.build()
        with closing(made.engine()) as engine:
            made.said = engine.frame(HISTORY)
            assert timescale(engine) == Timescale()
            assert "this database not yet" in described(engine)
            before = counted(engine)
            said = refused(engine)
            assert counted(engine) == before
        settings = WarehouseSettings(data=folder, warehouse_url=server.url)
        for _ in range(2):
            with closing(open_engine(settings)) as engine:
                assert timescale(engine).community
                assert "hypertables, aggregate, compression" in described(engine)
                assert counted(engine) == before
        assert said.startswith("The server has TimescaleDB but this database may not use it")
        assert "permission denied" in said
        changes.the_next_day(made, 0)
        assert made.build().anew == "the models, their settings or the sources changed"
        yield made


def refused(engine: Engine) -> str:
    """What is said when somebody without the right opens the warehouse."""
    engine.execute("create role weak")
    engine.execute("set role weak")
    said = install(engine)
    engine.execute("reset role")
    assert said is not None
    return said


def counted(engine: Engine) -> dict[str, int]:
    """Rows of each raw table."""
    return {name: engine.query(f"select count(*) as n from raw.{name}")[0]["n"] for name in SIGNALS}


def test_a_server_that_gets_the_extension_later_is_brought_up_to_it(place: OnTimescale) -> None:
    with closing(place.engine()) as engine:
        tables = {row["name"]: row["packed"] for row in engine.query(HYPERTABLES)}
        keys = engine.query(
            "select indexdef as text from pg_indexes where schemaname = 'marts' "
            "and indexdef like 'CREATE UNIQUE%' order by 1"
        )
        policies = engine.query(
            "select hypertable_name as name, config from timescaledb_information.jobs "
            "where proc_name = 'policy_compression' order by 1"
        )
    cut = {f"raw.{name}" for name in SIGNALS}
    cut |= {"marts.fct_term_score_daily", "marts.fct_term_forecast_daily"}
    assert tables == dict.fromkeys(cut, True)
    assert [re.search(r"\((.*)\)", row["text"]).group(1) for row in keys] == [
        "made_on, term_id, forecast_version",
        "scored_on, term_id, score_version",
    ]
    assert {f"raw.{row['name']}" for row in policies} >= {f"raw.{name}" for name in SIGNALS}
    assert {row["config"]["compress_after"] for row in policies} == {"60 days", "90 days"}


def test_what_was_said_before_stays(place: OnTimescale) -> None:
    """The history moved into chunks: the day that no later build scores is what it was."""
    with closing(place.engine()) as engine:
        now = engine.frame(HISTORY)
    first = place.said["scored_on"].min()
    before, after = (one.filter(pl.col("scored_on") == first) for one in (place.said, now))
    assert before.height > 50
    assert differences(before, after, ["term_id", "scored_on", "score_version"]) == []
    assert now["scored_on"].max() == place.day > place.said["scored_on"].max()


def test_the_models_say_what_they_say_on_duckdb(place: OnTimescale, tmp_path: Path) -> None:
    found, wanted = place.marts(), place.anew(tmp_path / "anew")
    for mart, keys in MARTS.items():
        assert found[mart].height > 0 or mart in FORECASTS, mart
        assert differences(found[mart], wanted[mart], keys) == [], mart


def test_the_aggregate_is_what_is_read(place: OnTimescale, texts: tuple[str, str]) -> None:
    """Whole days come from the stored aggregate; raw chunks before the as-of day are not opened."""
    sql, _ = texts
    with closing(place.engine()) as engine:
        plan = "\n".join(row["QUERY PLAN"] for row in engine.query(f"explain {sql}"))
        stored = engine.query(
            "select materialization_hypertable_name as name "
            "from timescaledb_information.continuous_aggregates where view_name like 'tiktok%'"
        )[0]["name"]
        chunks = engine.query(
            "select hypertable_name as of, chunk_name as name from timescaledb_information.chunks "
            "where hypertable_name in ('tiktok_signals', $stored)",
            {"stored": stored},
        )
        past = engine.query(
            "select count(*) as n from raw.tiktok_signals where captured_at < '2024-12-01'"
        )
    opened = {
        kind: {row["name"] for row in chunks if row["of"] == kind and f" on {row['name']}" in plan}
        for kind in (stored, "tiktok_signals")
    }
    assert past[0]["n"] > 1000
    assert len(opened[stored]) >= 1
    assert len([row for row in chunks if row["of"] == "tiktok_signals"]) > 5
    assert len(opened["tiktok_signals"]) <= 1


@pytest.fixture(scope="module")
def texts(place: OnTimescale) -> tuple[str, str]:
    """How int_source_day reads with the aggregate and without it."""
    fast, plain = (compiled(place, aggregates=way) for way in (True, False))
    assert "_by_day" in fast
    assert "_by_day" not in plain
    return fast, plain


def compiled(place: OnTimescale, *, aggregates: bool) -> str:
    """The text of int_source_day as it runs, for an as-of moment of 2024-12-20 13:37."""
    result = dbt(
        ["compile", "--select", "int_source_day", *ONE_THREAD],
        place.where,
        place.folder,
        as_of="2024-12-20 13:37:00",
        aggregates=aggregates,
    )
    return str(result.results[0].node.compiled_code)


@pytest.mark.parametrize("seed", range(2))
def test_a_past_moment_is_answered_from_the_aggregate_as_from_the_rows(
    place: OnTimescale, texts: tuple[str, str], seed: int
) -> None:
    """Random worlds: late rows, replaced and removed slices, moments within days."""
    rng = random.Random(seed)
    fast, plain = texts
    keys = ["source_no", "origin", "captured_on"]
    first = datetime.fromisoformat("2024-06-01")
    for turn in range(4):
        rows = [
            signal(
                rng.choice(["tiktok_hashtag_views", "twitter_trends", "wikimedia_article"]),
                f"random {rng.randrange(9)}", "views", place.day - timedelta(days=300),
                value=1.0, kind="article", origin=rng.choice(["live", "replay"]),
                captured_at=first + timedelta(minutes=rng.randrange(210 * 1440)),
            )
            for _ in range(rng.randrange(1, 40))
        ]  # fmt: skip
        place.load(f"random-{rng.randrange(3)}", *rows)
        if turn == 2:
            place.remove("random-1", "tiktok")
        with closing(place.engine()) as engine:
            refresh(engine)
            for _ in range(6):
                moment = first + timedelta(minutes=rng.randrange(210 * 1440))
                if rng.random() < 0.3:
                    moment = moment.replace(hour=0, minute=0)
                left, right = (at(engine, sql, moment) for sql in (fast, plain))
                assert left.height > 0
                assert differences(left, right, keys) == [], moment
                assert left["last_captured_at"].max() <= moment
    for number in range(3):
        for platform in ("tiktok", "twitter", "wikimedia"):
            place.remove(f"random-{number}", platform)


def at(engine: Engine, sql: str, moment: datetime) -> pl.DataFrame:
    """The model's rows at a moment."""
    text = sql.replace("2024-12-20 13:37:00", str(moment))
    return engine.frame(text.replace("2024-12-20 00:00:00", f"{moment.date()} 00:00:00"))


def test_compressed_chunks_take_what_comes_and_tell_the_same(
    place: OnTimescale, tmp_path: Path
) -> None:
    """All chunks compressed, then an hour, a correction, a file gone, and an old slice with other
    rows: a build that grows on them says what DuckDB says of the same rows anew."""
    names = ", ".join(f"('{name}')" for name in SIGNALS)
    with closing(place.engine()) as engine:
        rows, size = counted(engine), engine.query(SIZE.format(names))[0]["n"]
        for name in SIGNALS:
            engine.query(f"select compress_chunk(c) from show_chunks('raw.{name}') c")
        engine.query("select compress_chunk(c) from show_chunks('marts.fct_term_score_daily') c")
        packed = engine.query(SIZE.format(names))[0]["n"]
        (lists,) = engine.query(
            "select before_compression_total_bytes as loose, "
            "after_compression_total_bytes as tight "
            "from hypertable_compression_stats('raw.twitter_signals')"
        )
        loose = engine.query(
            "select count(*) as n from timescaledb_information.chunks where not is_compressed "
            "and (hypertable_schema = 'raw' or hypertable_name = 'fct_term_score_daily')"
        )
        assert loose == [{"n": 0}]
        assert counted(engine) == rows
        assert packed < size
        # Other tables hold some rows a month here, and a chunk has pages of its own.
        assert rows["twitter_signals"] > 10_000
        assert lists["tight"] < lists["loose"] / 3
    print(f"compressed: all raw tables {size:,} to {packed:,} bytes, lists alone {lists}")
    changes.the_next_day(place, 0)
    changes.an_hour(place, 1)
    changes.a_late_correction(place, 30)
    changes.a_removed_slice(place, 2)
    then = datetime.combine(place.day - timedelta(days=40), datetime.min.time())
    again = ("tiktok_hashtag_views", "tag1", "views_total", then)
    place.load("finer", signal(*again, value=5.0), signal(*again, value=7.0, region="GB"))
    assert place.build().grows
    found, wanted = place.marts(), place.anew(tmp_path / "anew")
    for mart, keys in MARTS.items():
        assert differences(found[mart], wanted[mart], keys) == [], mart


def test_a_chunk_goes_when_its_last_slice_has_gone(place: OnTimescale) -> None:
    """Retention is by slice, as the rights of each source say; chunks follow."""
    old = datetime.fromisoformat("2015-03-05")
    rows = [
        signal("wikimedia_article", f"old {n}", "views", old, value=1.0, captured_at=old)
        for n in range(2)
    ]
    place.load("kept by right", rows[0])
    place.load("expired", rows[1])
    with closing(place.engine()) as engine:
        before = chunks_of(engine, "wikimedia_signals")
        engine.execute("delete from raw.wikimedia_signals where slice_id = 'expired'")
        assert drop_empty_chunks(engine, "raw.wikimedia_signals") == 0
        engine.execute("delete from raw.wikimedia_signals where slice_id = 'kept by right'")
        held = counted(engine)
        assert drop_empty_chunks(engine, "raw.wikimedia_signals") >= 1
        assert chunks_of(engine, "wikimedia_signals") < before
        assert counted(engine) == held


def chunks_of(engine: Engine, table: str) -> int:
    """How many chunks a raw table has."""
    found = engine.query(
        "select count(*) as n from timescaledb_information.chunks "
        "where hypertable_schema = 'raw' and hypertable_name = $table",
        {"table": table},
    )
    return int(found[0]["n"])
