"""The list of what was deleted lies beside the landed files and is copied into the warehouse."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from domain.expiry import Expired
from warehouse.engine.base import closing
from warehouse.engine.duckdb import DuckDBEngine
from warehouse.engine.migrate import migrate
from warehouse.expiry import expired_so_far, note_expired, store_expired, stored_expired
from warehouse.landing import Landing

DAY = date(2026, 3, 1)
ONE = Expired("youtube_data_api", 30, DAY, DAY, date(2026, 4, 1))
OTHER = Expired("tiktok_trends_page", 30, DAY, date(2026, 3, 2), date(2026, 4, 2))


def test_the_list_grows_and_says_nothing_twice(tmp_path: Path) -> None:
    landing = Landing(tmp_path / "landing")
    assert expired_so_far(landing) == []
    note_expired(landing, [])
    assert not landing.folder.exists()
    note_expired(landing, [ONE])
    note_expired(landing, [OTHER, ONE])
    assert expired_so_far(landing) == [OTHER, ONE]
    assert [path.name for path in landing.folder.iterdir()] == ["expired.json"]


def test_the_warehouse_holds_a_copy(tmp_path: Path) -> None:
    with closing(DuckDBEngine(tmp_path / "warehouse.duckdb")) as engine:
        migrate(engine)
        assert stored_expired(engine) == []
        assert store_expired(engine, [ONE, OTHER]) == 2
        assert stored_expired(engine) == [OTHER, ONE]
        store_expired(engine, [ONE])
        assert stored_expired(engine) == [ONE]
