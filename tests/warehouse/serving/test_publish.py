"""Publishing: new names, an atomic pointer, the last three kept, nothing new when unchanged."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.factories.mart_terms import EVERY_TERM
from tests.factories.marts import AS_OF, TERMS, VERSION, build_marts
from warehouse.engine.base import Engine, closing
from warehouse.engine.open import open_engine
from warehouse.errors import NotFound
from warehouse.serving import queries
from warehouse.serving.generations import KEEP, kept, read_pointer, valid_id, write_pointer
from warehouse.serving.publish import EXPOSED, current_generation, publish
from warehouse.serving.reader import SnapshotReader
from warehouse.settings import WarehouseSettings


@pytest.fixture
def engine(settings: WarehouseSettings) -> Any:
    with closing(open_engine(settings)) as opened:
        build_marts(opened)
        yield opened


def go(engine: Engine, settings: WarehouseSettings, **changes: Any) -> Any:
    return publish(engine, settings, **{"as_of": AS_OF, "mode": "replay", **changes})


def test_a_generation_says_what_it_holds(engine: Engine, settings: WarehouseSettings) -> None:
    moment = datetime(2025, 1, 1, 8, tzinfo=UTC)
    generation = go(engine, settings, now=moment)
    assert (generation.as_of, generation.mode, generation.score_version) == (
        AS_OF,
        "replay",
        VERSION,
    )
    assert generation.created_at == moment
    assert generation.rows["dim_term"] == EVERY_TERM
    assert set(generation.rows) == {mart.name for mart in EXPOSED}
    assert valid_id(generation.id)
    assert current_generation(settings) == generation == read_pointer(settings.serving)
    with duckdb.connect(str(settings.serving / generation.file), read_only=True) as connection:
        (row,) = connection.execute("select generation, as_of, mode from meta").fetchall()
        indexes = connection.execute("select count(*) from duckdb_indexes()").fetchone()
    assert row == (generation.id, AS_OF, "replay")
    assert indexes == (sum(len(mart.indexes) for mart in EXPOSED) + 1,)  # and that of scored_term


def test_every_row_and_column_arrives(engine: Engine, settings: WarehouseSettings) -> None:
    go(engine, settings)
    snapshot = SnapshotReader(settings.serving).current()
    for mart in EXPOSED:
        columns = [
            row["column_name"]
            for row in snapshot.query(
                "select column_name from information_schema.columns "
                "where table_name = $name and table_schema = 'main'",
                {"name": mart.name},
            )
        ]
        assert not set(columns) & set(mart.without)
        listed = ", ".join(columns)
        order = f"order by {', '.join(mart.order)}, {listed}"
        theirs = engine.query(f"select {listed} from marts.{mart.name} {order}")
        assert snapshot.query(f"select {listed} from {mart.name} {order}") == theirs


def test_an_unchanged_warehouse_publishes_nothing(
    engine: Engine, settings: WarehouseSettings
) -> None:
    first = go(engine, settings)
    build_marts(engine, run="another-run")  # loaded again by another run, same content
    assert go(engine, settings) == first
    assert [path.name for path in kept(settings.serving)] == [first.file]
    assert sorted(path.name for path in settings.serving.iterdir()) == sorted(
        ["current.json", first.file, *(part.file for part in first.parts)]
    )


def test_the_last_digit_of_a_sum_is_not_news(engine: Engine, settings: WarehouseSettings) -> None:
    first = go(engine, settings)
    engine.execute("update marts.fct_term_score_daily set score = score * (1 + 2e-16)")
    assert go(engine, settings) == first
    engine.execute("update marts.fct_term_score_daily set score = score * (1 + 1e-6)")
    assert go(engine, settings) != first


def test_lists_join_with_scored_terms_only(engine: Engine, settings: WarehouseSettings) -> None:
    engine.execute("delete from marts.fct_term_score_daily where term_id = 't-camping'")
    go(engine, settings)
    snapshot = SnapshotReader(settings.serving).current()
    (found,) = snapshot.query(
        "select (select count(*) from dim_term) as every, "
        "(select count(*) from scored_term) as some"
    )
    assert found == {"every": EVERY_TERM, "some": len(TERMS) - 1}


@pytest.mark.parametrize(
    "changes", [{"as_of": date(2024, 12, 30)}, {"mode": "live"}, {"score_version": "0"}]
)
def test_another_day_mode_or_version_is_another_generation(
    engine: Engine, settings: WarehouseSettings, changes: dict[str, Any]
) -> None:
    assert go(engine, settings).id != go(engine, settings, **changes).id


def test_changed_rows_are_published(engine: Engine, settings: WarehouseSettings) -> None:
    first = go(engine, settings)
    engine.execute("update marts.dim_term set display = 'Book Club' where term_id = 't-book-club'")
    second = go(engine, settings)
    assert second.fingerprint != first.fingerprint
    rows = (
        SnapshotReader(settings.serving)
        .current()
        .query("select display from dim_term where term_id = 't-book-club'")
    )
    assert rows == [{"display": "Book Club"}]


def test_a_lost_file_is_published_again(engine: Engine, settings: WarehouseSettings) -> None:
    first = go(engine, settings)
    (settings.serving / first.file).unlink()
    assert go(engine, settings).id != first.id


def test_the_last_three_are_kept(engine: Engine, settings: WarehouseSettings) -> None:
    made = []
    for step in range(KEEP + 2):
        build_marts(engine, bump=step / 1000)
        made.append(go(engine, settings).file)
    assert [path.name for path in kept(settings.serving)] == made[: -KEEP - 1 : -1]


def test_a_mart_that_was_not_built_is_named(engine: Engine, settings: WarehouseSettings) -> None:
    engine.execute("drop table marts.fct_term_evidence")
    with pytest.raises(NotFound, match="fct_term_evidence"):
        go(engine, settings)
    assert current_generation(settings) is None


def test_a_failure_leaves_the_present_one_and_no_rubbish(
    engine: Engine, settings: WarehouseSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = go(engine, settings)
    build_marts(engine, bump=0.1)

    def full_disk(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("warehouse.serving.publish.sync_folder", full_disk)
    with pytest.raises(OSError, match="No space"):
        go(engine, settings)
    assert current_generation(settings) == first
    assert not list(settings.serving.glob(".publishing*"))
    monkeypatch.undo()
    assert go(engine, settings).id != first.id


def test_what_a_killed_publication_left_is_swept(
    engine: Engine, settings: WarehouseSettings
) -> None:
    settings.serving.mkdir(parents=True)
    (settings.serving / ".publishing-1.duckdb.part").write_bytes(b"half")
    (settings.serving / ".publishing-1.duckdb.part.wal").write_bytes(b"half")
    go(engine, settings)
    assert not list(settings.serving.glob(".publishing*"))


def test_a_damaged_pointer_is_said(settings: WarehouseSettings) -> None:
    settings.serving.mkdir(parents=True)
    (settings.serving / "current.json").write_text("{}")
    with pytest.raises(ValueError, match="damaged"):
        read_pointer(settings.serving)


def test_the_pointer_is_replaced_whole(engine: Engine, settings: WarehouseSettings) -> None:
    generation = go(engine, settings)
    inode = (settings.serving / "current.json").stat().st_ino
    write_pointer(settings.serving, generation)
    assert (settings.serving / "current.json").stat().st_ino != inode
    assert read_pointer(settings.serving) == generation


KILLED = """
import sys
from pathlib import Path
from tests.factories.marts import AS_OF, TERMS, build_marts
from warehouse.engine.base import closing
from warehouse.engine.open import open_engine
from warehouse.serving.publish import publish
from warehouse.settings import WarehouseSettings
settings = WarehouseSettings(data=Path(sys.argv[1]))
with closing(open_engine(settings)) as engine:
    print("ready", flush=True)
    for step in range(1000):
        build_marts(engine, terms=TERMS[:3], bump=step / 100000, days=40)
        publish(engine, settings, as_of=AS_OF, mode="replay")
"""


def test_a_kill_at_any_moment_leaves_a_readable_snapshot(
    settings: WarehouseSettings, repository: Path
) -> None:
    environment = {**os.environ, "PYTHONPATH": str(repository)}
    for delay in (0.35, 0.5, 0.61, 0.78, 0.97):
        process = subprocess.Popen(
            [sys.executable, "-c", KILLED, str(settings.data)],
            stdout=subprocess.PIPE,
            env=environment,
            cwd=repository,
        )
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        process.wait(20)
        process.stdout.close()
        if current_generation(settings) is not None:
            snapshot = SnapshotReader(settings.serving).current()
            found = snapshot.query(
                queries.TREND_ONE,
                {"term_id": "t-book-club", "score_version": VERSION, "scored_on": AS_OF},
            )
            assert len(found) == 1
            # Of the closed month, too, all days are there: its part came before the pointer.
            assert len(snapshot.scored_days) == 40
    with closing(open_engine(settings)) as engine:
        build_marts(engine)
        generation = go(engine, settings)
    assert current_generation(settings) == generation
    assert not list(settings.serving.glob(".publishing*"))
