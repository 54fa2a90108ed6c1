"""Batches are written in order, and an engine is free again whatever happens."""

import threading
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from assets.ingest import writing
from assets.ingest.loading import load_platform
from assets.ingest.recorded import REPLAY, land_recorded, platforms_of
from assets.ingest.writing import SliceWriter
from tests.factories.signals import write_slice as signals_of
from warehouse.engine.base import closing
from warehouse.engine.open import open_engine
from warehouse.landing import Landing
from warehouse.settings import WarehouseSettings

NOW = datetime(2025, 1, 1, tzinfo=UTC)


@pytest.fixture
def landing(tmp_path):
    files = tmp_path / "files"
    for seed in range(4):
        (signals_of(files, seed=seed) / "signals.csv").rename(files / f"{seed}.csv")
    landing = Landing(tmp_path / "landing")
    land_recorded(landing, files, NOW)
    return landing


@pytest.fixture
def engine(tmp_path):
    with closing(open_engine(WarehouseSettings(data=tmp_path / "data"))) as engine:
        yield engine


def platforms(landing):
    return sorted({one for file in landing.current(REPLAY) for one in platforms_of(file, landing)})


def everything(engine, landing):
    return [
        engine.query(f"select * exclude (run_id) from raw.{name}_signals order by all")
        for name in platforms(landing)
    ]


def test_a_thread_writes_what_the_caller_would_have_written(engine, landing, tmp_path, monkeypatch):
    names = platforms(landing)
    plain = [load_platform(engine, landing, name, "a", NOW) for name in names]
    monkeypatch.setattr(writing, "LARGE", 1)
    other = WarehouseSettings(data=tmp_path / "other")

    with closing(open_engine(other)) as beside:
        threaded = [load_platform(beside, landing, name, "a", NOW) for name in names]
        assert everything(beside, landing) == everything(engine, landing)

    assert [one.results for one in threaded] == [one.results for one in plain]
    assert sum(len(one.results) for one in plain) > len(names)


def test_what_a_write_meets_with_is_raised_and_nothing_of_the_feed_stays(
    engine, landing, monkeypatch
):
    monkeypatch.setattr(writing, "LARGE", 1)
    real, calls = writing.write_slice, []

    def full(*arguments):
        calls.append(threading.current_thread().name)
        if len(calls) == 2:
            raise OSError("no space left on device")
        return real(*arguments)

    monkeypatch.setattr(writing, "write_slice", full)
    name = next(n for n in platforms(landing) if n != "user")

    with pytest.raises(OSError, match="no space"):
        load_platform(engine, landing, name, "a", NOW)

    assert all(thread.startswith("slices") for thread in calls)
    assert engine.query(f"select count(*) as n from raw.{name}_signals") == [{"n": 0}]
    assert engine.query("select count(*) as n from raw.slices") == [{"n": 0}]
    assert not [t for t in threading.enumerate() if t.name.startswith("slices")]


def test_leaving_in_a_hurry_waits_for_the_write_under_way(engine, monkeypatch):
    monkeypatch.setattr(writing, "LARGE", 0)
    written = threading.Event()

    def slowly(*arguments):
        threading.Event().wait(0.2)
        written.set()

    def interrupted():
        with SliceWriter(engine, "a", NOW) as writer:
            writer.write(SimpleNamespace(accepted=SimpleNamespace(height=1)))
            raise KeyboardInterrupt

    monkeypatch.setattr(writing, "write_slice", slowly)
    with pytest.raises(KeyboardInterrupt):
        interrupted()

    assert written.is_set()
