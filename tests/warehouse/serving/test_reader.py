"""Reading: the pointer is looked at rarely, swaps lose no reader, nothing else can be reached."""

from __future__ import annotations

import inspect
import threading
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.factories.marts import AS_OF, VERSION, build_marts
from warehouse.engine.base import Engine, closing
from warehouse.engine.open import open_engine
from warehouse.errors import NotPublished, SnapshotGone
from warehouse.serving import queries
from warehouse.serving.generations import KEEP, POINTER, Generation
from warehouse.serving.publish import publish
from warehouse.serving.reader import Snapshot, SnapshotReader
from warehouse.settings import WarehouseSettings


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def engine(settings: WarehouseSettings) -> Any:
    with closing(open_engine(settings)) as opened:
        yield opened


def publish_step(
    engine: Engine, settings: WarehouseSettings, step: int, days: int = 5
) -> Generation:
    build_marts(engine, bump=step / 10000, days=days)
    return publish(engine, settings, as_of=AS_OF, mode="replay")


def test_before_the_first_publication(settings: WarehouseSettings) -> None:
    with pytest.raises(NotPublished, match="make run"):
        SnapshotReader(settings.serving).current()


def test_nothing_is_read_from_a_snapshot_a_second_after_the_next(
    engine: Engine, settings: WarehouseSettings
) -> None:
    clock = Clock()
    reader = SnapshotReader(settings.serving, clock=clock)
    first = publish_step(engine, settings, 1)
    assert reader.current().generation == first
    second = publish_step(engine, settings, 2)
    clock.now = 0.49  # the pointer is looked at each half of a second
    assert reader.current().generation == first
    clock.now = 0.5  # now it is being opened, and the old one goes on meanwhile
    assert reader.current().generation in (first, second)
    clock.now = 1.0
    assert reader.current().generation == second


def test_who_asks_while_a_snapshot_is_opened_gets_the_old_one_until_the_time_is_over(
    engine: Engine, settings: WarehouseSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    reader = SnapshotReader(settings.serving, clock=clock)
    first = publish_step(engine, settings, 1)
    assert reader.current().generation == first
    second = publish_step(engine, settings, 2)
    go_on = threading.Event()
    opened: list[str] = []

    class Slow(Snapshot):
        def __init__(self, path: Path, generation: Generation) -> None:
            opened.append(generation.id)
            assert go_on.wait(20)
            super().__init__(path, generation)

    monkeypatch.setattr("warehouse.serving.reader.Snapshot", Slow)
    clock.now = 0.5
    assert reader.current().generation == first
    clock.now = 0.9
    assert reader.current().generation == first
    clock.now = 1.0
    answers: list[str] = []
    threads = [
        threading.Thread(target=lambda: answers.append(reader.current().generation.id))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    go_on.set()
    for thread in threads:
        thread.join(20)
    assert answers == [second.id] * 4
    assert opened == [second.id]  # once, however many ask


def test_a_published_snapshot_is_seen_after_none_was(
    engine: Engine, settings: WarehouseSettings
) -> None:
    clock = Clock()
    reader = SnapshotReader(settings.serving, clock=clock)
    with pytest.raises(NotPublished):
        reader.current()
    publish_step(engine, settings, 1)
    clock.now = 1.0
    assert reader.current().scored_days[-1] == AS_OF


def test_an_older_generation_is_read_while_it_is_kept(
    engine: Engine, settings: WarehouseSettings
) -> None:
    reader = SnapshotReader(settings.serving, check_every=0)
    first = publish_step(engine, settings, 1)
    assert reader.at(first.id).generation == first
    for step in range(2, KEEP + 1):
        publish_step(engine, settings, step)
        assert reader.at(first.id).generation == first
        assert reader.at(first.id) is reader.at(first.id)
    publish_step(engine, settings, KEEP + 1)
    with pytest.raises(SnapshotGone):
        reader.at(first.id)


@pytest.mark.parametrize(
    "identity", ["", "../../etc/passwd", "nothing", "20240101T000000000000-00000000"]
)
def test_a_made_up_generation_is_gone(
    engine: Engine, settings: WarehouseSettings, identity: str
) -> None:
    publish_step(engine, settings, 1)
    with pytest.raises(SnapshotGone):
        SnapshotReader(settings.serving).at(identity)


@pytest.mark.parametrize("how", ["other schema", "damaged", "a part is lost"])
def test_an_older_generation_that_cannot_be_read_is_gone(
    engine: Engine, settings: WarehouseSettings, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    if how == "other schema":  # what the version before an upgrade has published
        monkeypatch.setattr("warehouse.serving.publish.SCHEMA_VERSION", 2)
    first = publish_step(engine, settings, 1, days=40)
    monkeypatch.undo()
    if how == "damaged":
        (settings.serving / first.file).write_bytes(b"damaged")
    publish_step(engine, settings, 2, days=40)
    if how == "a part is lost":
        (settings.serving / first.parts[0].file).unlink()
    reader = SnapshotReader(settings.serving)
    assert reader.current().generation.id != first.id
    with pytest.raises(SnapshotGone, match="replaced"):
        reader.at(first.id)


def test_damage_keeps_the_present_snapshot(
    engine: Engine, settings: WarehouseSettings, caplog: pytest.LogCaptureFixture
) -> None:
    reader = SnapshotReader(settings.serving, check_every=0)
    first = publish_step(engine, settings, 1)
    assert reader.current().generation == first
    (settings.serving / POINTER).write_text("not json")
    assert reader.current().generation == first
    assert "keeping the present one" in caplog.text


def test_another_schema_version_is_not_served(
    engine: Engine, settings: WarehouseSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("warehouse.serving.publish.SCHEMA_VERSION", 99)
    publish_step(engine, settings, 1)
    with pytest.raises(NotPublished):
        SnapshotReader(settings.serving).current()


@pytest.mark.parametrize(
    "sql",
    [
        "copy (select 1) to 'stolen'",
        "select * from read_csv('/etc/passwd')",
        "select * from read_text('/etc/passwd')",
        "attach 'other.duckdb'",
        "install httpfs",
        "load httpfs",
        "set enable_external_access = true",
        "set lock_configuration = false",
        "create table x (a int)",
        "create temp table x as select * from read_blob('/etc/passwd')",
        "delete from dim_term",
        "export database 'stolen'",
    ],
)
def test_no_query_reaches_anything_else(
    engine: Engine, settings: WarehouseSettings, sql: str, tmp_path: Path
) -> None:
    publish_step(engine, settings, 1)
    snapshot = SnapshotReader(settings.serving).current()
    with pytest.raises(duckdb.Error):
        snapshot.query(sql)
    assert snapshot.query("select count(*) as n from dim_term")[0]["n"] > 0


@pytest.mark.long
def test_generations_change_under_many_readers(engine: Engine, settings: WarehouseSettings) -> None:
    """Six threads read while ten generations are published: no error, never a mixture."""
    reader = SnapshotReader(settings.serving, check_every=0)
    published = {publish_step(engine, settings, 0, days=40).id}
    stop = threading.Event()
    errors: list[BaseException] = []
    seen: list[str] = []

    def read() -> None:
        try:
            while not stop.is_set():
                snapshot = reader.current()
                (meta,) = snapshot.query("select generation from meta")
                asked = {"term_id": "t-book-club", "score_version": VERSION}
                rows = snapshot.query(queries.TREND_ONE, {**asked, "scored_on": AS_OF})
                assert meta["generation"] == snapshot.generation.id
                assert len(rows) == 1
                past = {**asked, "scored_on": date(2024, 11, 28)}
                # Every publication moves all scores alike: days of two would differ.
                (old,) = snapshot.query(queries.TREND_ONE, past)
                assert old["score"] == rows[0]["score"]
                seen.append(snapshot.generation.id)
        except BaseException as error:
            errors.append(error)
            raise

    threads = [threading.Thread(target=read) for _ in range(6)]
    for thread in threads:
        thread.start()
    for step in range(1, 11):
        published.add(publish_step(engine, settings, step, days=40).id)
    stop.set()
    for thread in threads:
        thread.join(60)
    assert errors == []
    assert set(seen) <= published
    assert len(set(seen)) > 3
    assert len(seen) > 100


def test_every_query_is_named_parametrised_and_runs(
    engine: Engine, settings: WarehouseSettings
) -> None:
    publish_step(engine, settings, 1)
    snapshot = SnapshotReader(settings.serving).current()
    texts = {
        value
        for name, member in inspect.getmembers(queries)
        if name.isupper() and not name.startswith("_")
        for value in (member.values() if isinstance(member, dict) else [member])
        if isinstance(value, str) and "select" in value
    }
    assert texts == set(queries.NAMED.values()) | set(queries.TREND_LIST.values())
    for sql in texts:
        assert "{" not in sql
        snapshot.query(f"explain {sql}", dict.fromkeys(parameters(sql), None) or None)
        if "scored_on" in parameters(sql):  # then the generation's own file answers, alone
            snapshot.query(f"explain {sql}", dict.fromkeys(parameters(sql)) | {"scored_on": AS_OF})


def parameters(sql: str) -> set[str]:
    import re

    return set(re.findall(r"\$([a-z_]+)", sql))
