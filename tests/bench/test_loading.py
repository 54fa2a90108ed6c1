"""Both ways of the loading benchmark put the same rows into the same tables."""

from __future__ import annotations

import pytest

from bench import loading
from bench.postgres import Postgres
from warehouse.engine.open import open_engine
from warehouse.settings import WarehouseSettings

pytestmark = pytest.mark.slow

COLUMNS = (
    "source, origin, region, term, kind, metric, period, value, rank, observed_at, captured_at, "
    "is_partial, url"
)


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("loading")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loading, "ROWS_OF_A_FILE", 400)
        sources = loading.generate(folder / "files", 1000)
    assert sources == ["tiktok", "twitter", "google_trends"]
    loading.prepare_csv(folder / "files", folder / "csv")
    return folder / "files"


@pytest.fixture(scope="module")
def server():
    with Postgres() as running:
        yield running


def loaded(way, files, folder, url=None):
    warehouse = WarehouseSettings(data=folder, warehouse_url=url, state_url=None)
    took = loading.WAYS[way](files, warehouse, open_engine(warehouse))
    engine = open_engine(warehouse)
    rows = [
        row
        for source in loading.SOURCES
        for row in engine.query(f"select {COLUMNS} from raw.{source}_signals order by observed_at")
    ]
    engine.close()
    assert took["seconds"] > 0
    return rows


def test_the_ways_into_duckdb_agree(files, tmp_path):
    rows = loaded("replay", files, tmp_path / "replay")

    assert len(rows) == 1000
    assert rows == loaded("duckdb", files, tmp_path / "copy")


def test_the_ways_into_postgres_agree(files, tmp_path, server):
    rows = loaded("replay", files, tmp_path / "replay", server.fresh_database())

    assert len(rows) == 1000
    assert rows == loaded("postgres", files, tmp_path / "copy", server.fresh_database())
