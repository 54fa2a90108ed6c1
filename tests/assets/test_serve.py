"""The serving stage: what the blocking check says of the pointer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest

from api.schemas.score_card import ScoreCard
from assets.resources import PipelineResource
from assets.serve.checks import snapshot_readable
from assets.serve.snapshot import snapshot
from assets.settings import pipeline_settings
from tests.factories.marts import AS_OF, build_marts
from warehouse.cards import shipped_card
from warehouse.engine.base import closing
from warehouse.engine.open import open_engine
from warehouse.serving.generations import read_pointer
from warehouse.settings import WarehouseSettings


@pytest.fixture
def day(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("PODPUSHER_AS_OF", AS_OF.isoformat())
    monkeypatch.setenv("PODPUSHER_SIGNALS", "somewhere")
    pipeline_settings.cache_clear()
    yield
    pipeline_settings.cache_clear()


@pytest.fixture
def marts(settings: WarehouseSettings, day: None) -> WarehouseSettings:
    with closing(open_engine(settings)) as engine:
        build_marts(engine, days=10)
    return settings


def materialize() -> dg.ExecuteInProcessResult:
    return dg.materialize(
        [snapshot, snapshot_readable], resources={"pipeline": PipelineResource()},
        raise_on_error=False,
    )  # fmt: skip


def verdict(result: dg.ExecuteInProcessResult) -> dg.AssetCheckEvaluation:
    (found,) = result.get_asset_check_evaluations()
    return found


def check_alone() -> dg.AssetCheckEvaluation:
    result = dg.materialize(
        [snapshot, snapshot_readable],
        resources={"pipeline": PipelineResource()},
        selection=dg.AssetSelection.checks(snapshot_readable),
        raise_on_error=False,
    )
    return verdict(result)


def test_a_published_snapshot_passes(marts: WarehouseSettings) -> None:
    result = materialize()
    assert result.success
    pointer = read_pointer(marts.serving)
    assert pointer is not None
    assert pointer.mode == "replay"
    assert pointer.as_of == AS_OF
    assert verdict(result).passed
    assert verdict(result).metadata["generation"].value == pointer.id
    (event,) = result.asset_materializations_for_node("serving__snapshot")
    assert event.metadata["dagster/row_count"].value == sum(pointer.rows.values()) > 0


def test_an_unchanged_warehouse_publishes_nothing_new(marts: WarehouseSettings) -> None:
    materialize()
    first = read_pointer(marts.serving)
    materialize()
    assert read_pointer(marts.serving) == first


def test_without_marts_there_is_nothing_to_publish(settings: WarehouseSettings, day: None) -> None:
    result = materialize()
    assert not result.success
    assert read_pointer(settings.serving) is None
    found = check_alone()
    assert not found.passed
    assert found.blocking
    assert "make run" in str(found.metadata["reason"].value)


def test_another_day_fails(marts: WarehouseSettings, monkeypatch: pytest.MonkeyPatch) -> None:
    materialize()
    monkeypatch.setenv("PODPUSHER_AS_OF", "2024-12-30")
    pipeline_settings.cache_clear()
    assert not check_alone().passed


def test_a_damaged_file_fails(marts: WarehouseSettings) -> None:
    materialize()
    pointer = read_pointer(marts.serving)
    assert pointer is not None
    file: Path = marts.serving / pointer.file
    file.chmod(0o644)
    file.write_bytes(b"no database")
    assert not check_alone().passed


def test_a_damaged_pointer_fails(marts: WarehouseSettings) -> None:
    materialize()
    (marts.serving / "current.json").write_text(json.dumps({"id": "x"}))
    assert not check_alone().passed


def test_the_card_of_the_weights_lies_where_the_api_reads(marts: WarehouseSettings) -> None:
    assert materialize().success
    kept = shipped_card(marts.cards)
    assert kept is not None
    card = ScoreCard.model_validate({**kept.read(), "id": kept.id})
    assert card.mode == "recorded"
    assert card.as_of <= card.made_at.date()
    assert any(one.forecast for one in card.questions["a"].universes.values())
    assert any(one.opportunity for one in card.questions["a"].universes.values())
