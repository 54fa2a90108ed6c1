"""Of several versions of a score or forecast the newest counts: v10 after v2, not before it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from domain.versions import newest
from tests.factories.marts import AS_OF, build_marts
from warehouse.engine.base import Engine, closing
from warehouse.engine.open import open_engine
from warehouse.serving import queries
from warehouse.serving.publish import publish
from warehouse.serving.reader import Snapshot, SnapshotReader
from warehouse.settings import WarehouseSettings

DAYS = 3
NAMES = ("v2", "v10", "bench")


@pytest.fixture
def engine(settings: WarehouseSettings) -> Iterator[Engine]:
    """Three days; the first was scored and forecast by all, the others by v2 and v10."""
    with closing(open_engine(settings)) as opened:
        build_marts(opened, days=DAYS)
        for table, day, column in (
            ("fct_term_score_daily", "scored_on", "score_version"),
            ("fct_term_forecast_daily", "made_on", "forecast_version"),
        ):
            opened.execute(f"create temp table given as select * from marts.{table}")
            opened.execute(f"delete from marts.{table}")
            for name in NAMES:
                until = AS_OF if name != "bench" else AS_OF - timedelta(days=DAYS - 1)
                opened.execute(
                    f"insert into marts.{table} select * replace ('{name}' as {column}) "
                    f"from given where {day} <= date '{until}'"
                )
            opened.execute("drop table given")
        yield opened


def snapshot_of(engine: Engine, settings: WarehouseSettings, version: str | None) -> Snapshot:
    publish(engine, settings, as_of=AS_OF, mode="replay", score_version=version)
    return SnapshotReader(settings.serving).current()


def test_the_newest_version_is_published(engine: Engine, settings: WarehouseSettings) -> None:
    snapshot = snapshot_of(engine, settings, None)
    assert snapshot.generation.score_version == "v10"
    assert {snapshot.version_on(day) for day in snapshot.scored_days} == {"v10"}


def test_a_day_that_the_published_one_did_not_score_has_the_newest_other(
    engine: Engine, settings: WarehouseSettings
) -> None:
    snapshot = snapshot_of(engine, settings, "bench")
    assert [snapshot.version_on(day) for day in snapshot.scored_days] == ["bench", "v10", "v10"]


def test_the_newest_forecast_of_a_day_is_told(engine: Engine, settings: WarehouseSettings) -> None:
    snapshot = snapshot_of(engine, settings, None)
    asked = {"term_id": "t-book-club", "after": AS_OF - timedelta(days=9), "until": AS_OF}
    (found,) = snapshot.query(queries.FORECAST, asked)
    assert (found["made_on"], found["forecast_version"]) == (AS_OF, "v10")


@pytest.mark.parametrize("names", [NAMES, ("v2", "bench"), ("f9", "f10", "f11x"), ("a", "b")])
def test_the_text_of_a_query_orders_as_the_rule_does(
    engine: Engine, names: tuple[str, ...]
) -> None:
    rows = ", ".join(f"('{name}')" for name in names)
    number = queries.VERSION_NUMBER.format("name")
    (found,) = engine.query(f"select name from (values {rows}) v(name) "
                            f"order by {number} desc, name desc limit 1")  # fmt: skip
    assert found["name"] == newest(names)
