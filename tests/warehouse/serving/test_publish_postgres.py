"""The same snapshot from a Postgres warehouse."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.factories.marts import AS_OF, build_marts
from tests.fakes.postgres import PostgresServer
from warehouse.engine.base import closing
from warehouse.engine.open import open_engine
from warehouse.serving.publish import EXPOSED, publish
from warehouse.serving.reader import SnapshotReader
from warehouse.settings import WarehouseSettings


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    with PostgresServer() as running:
        yield running


def test_both_engines_publish_the_same_rows(server: PostgresServer, tmp_path: Path) -> None:
    contents = []
    fingerprints = []
    for name, url in (("duckdb", None), ("postgres", server.url)):
        settings = WarehouseSettings(data=tmp_path / name, warehouse_url=url)
        with closing(open_engine(settings)) as engine:
            build_marts(engine, days=5)
            generation = publish(engine, settings, as_of=AS_OF, mode="replay")
            assert publish(engine, settings, as_of=AS_OF, mode="replay") == generation
        snapshot = SnapshotReader(settings.serving).current()
        contents.append(
            {
                mart.name: snapshot.query(f"select * from {mart.name} order by all")
                for mart in EXPOSED
            }
        )
        fingerprints.append(generation.rows)
    assert contents[0] == contents[1]
    assert fingerprints[0] == fingerprints[1]
