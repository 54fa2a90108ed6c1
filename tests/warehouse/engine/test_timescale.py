"""TimescaleDB beneath a warehouse, as far as a server without it can tell; the rest needs npm
(tests/dbt/test_timescale.py)."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

import pytest

from domain.sources.registry import PLATFORMS
from tests.fakes.postgres import PostgresServer
from warehouse.engine import open as module
from warehouse.engine import postgres
from warehouse.engine.base import Engine, Row
from warehouse.engine.migrate import migrations
from warehouse.engine.open import open_engine
from warehouse.engine.timescale import Timescale, drop_empty_chunks, install, refresh, timescale
from warehouse.settings import WarehouseSettings


class NotLoaded(postgres.PostgresEngine):
    """A server that has the extension on disk only: it ends whoever asks to create it."""

    asked = 0

    def query(self, sql: str, parameters: Mapping[str, Any] | None = None) -> list[Row]:
        if "pg_available_extensions" in sql:
            return [{"found": 1}]
        return super().query(sql, parameters)

    def execute(self, sql: str, parameters: Mapping[str, Any] | None = None) -> None:
        if sql.startswith("create extension"):
            NotLoaded.asked += 1
            sql = "select pg_terminate_backend(pg_backend_pid())"
        super().execute(sql, parameters)


def test_without_the_extension_nothing_is_done(engine: Engine) -> None:
    assert install(engine) is None
    assert timescale(engine) == Timescale()
    assert timescale(engine).variables() == {"hypertables": False, "aggregates": False}
    assert refresh(engine) == []
    assert drop_empty_chunks(engine, "raw.tiktok_signals") == 0


def test_a_server_that_has_not_loaded_it_is_used_as_plain_postgres(
    postgres_server: PostgresServer,
    settings: WarehouseSettings,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(postgres, "PostgresEngine", NotLoaded)
    monkeypatch.setattr(module, "_REFUSED", set())
    address = postgres_server.create_database("not_loaded")
    there = settings.model_copy(update={"warehouse_url": address})
    with caplog.at_level(logging.WARNING):
        for _ in range(2):
            opened = open_engine(there)
            assert opened.query("select count(*) as n from raw.terms") == [{"n": 0}]
            opened.close()
    assert NotLoaded.asked == 1
    assert "create extension timescaledb" in caplog.text
    assert postgres_server.password not in caplog.text


@pytest.mark.parametrize(
    ("has", "endings"),
    [
        (Timescale(), ()),
        (Timescale("2.18", community=False), ("hypertables",)),
        (Timescale("2.18", community=True), ("hypertables", "signals_by_day")),
    ],
)
def test_each_licence_gets_what_it_allows(has: Timescale, endings: tuple[str, ...]) -> None:
    plain = {one.name for one in migrations("postgres")}
    more = [one.name for one in migrations("postgres", variants=has.variants)]
    assert [name for name in more if name not in plain] == list(endings)
    assert has.variables() == {
        "hypertables": "hypertables" in endings, "aggregates": "signals_by_day" in endings,
    }  # fmt: skip
    assert {one.name for one in migrations("duckdb")} & {"hypertables", "signals_by_day"} == set()


def test_every_platform_is_cut_by_time() -> None:
    """A new platform needs a migration of its own, as its indexes do."""
    texts = [one.sql for one in migrations("postgres", variants=("timescale", "community"))]
    for ending in ("create_hypertable", "add_compression_policy", "materialized view"):
        told = " ".join(text for text in texts if ending in text)
        assert [name for name in PLATFORMS if f"'{name}'" not in told] == []
