"""The ingest assets in Dagster: a replay, its checks, its failures, and what the graph says."""

from __future__ import annotations

import io
from datetime import date

import dagster as dg
import polars as pl
import pytest

from assets import keys
from assets.ingest import landing as landing_module
from assets.ingest.checks import WHOLE, broken_slices, ingest_checks
from assets.ingest.landing import ANSWERED, READABLE, landed_replay, landing_assets, live_landing
from assets.ingest.live import LIVE
from assets.ingest.raw import ACCEPTED, landings_of, raw_assets, raw_signals
from assets.resources import PipelineResource
from assets.settings import pipeline_settings
from connectors.errors import UnusableInput
from connectors.http.client import HttpClient
from tests.fakes.http import Reply, ScriptedTransport
from warehouse.engine.open import open_engine
from warehouse.tables import PLATFORMS

# Dagster's resources ask pydantic in the old way.
pytestmark = pytest.mark.filterwarnings("ignore::pydantic.warnings.PydanticDeprecatedSince20")


@pytest.fixture
def folder(tmp_path, settings, monkeypatch):
    folder = tmp_path / "signals"
    folder.mkdir()
    monkeypatch.setenv("PODPUSHER_SIGNALS", str(folder))
    monkeypatch.setenv("PODPUSHER_AS_OF", "2024-12-31")
    pipeline_settings.cache_clear()
    yield folder
    pipeline_settings.cache_clear()


def counter(*tags: str) -> bytes:
    sink = io.BytesIO()
    days = [date(2024, 12, 31)] * len(tags)
    pl.DataFrame({"tag": tags, "date": days, "views": [5] * len(tags)}).write_parquet(sink)
    return sink.getvalue()


def replay(*, raise_on_error=True):
    live = {keys.landing(source.folder) for source in LIVE}
    chosen = [asset for asset in landing_assets() if asset.key not in live]
    return dg.materialize(
        [*chosen, *raw_assets(), *ingest_checks()],
        resources={"pipeline": PipelineResource()},
        raise_on_error=raise_on_error,
    )


def metadata(result, key: dg.AssetKey) -> dict:
    event = result.asset_materializations_for_node(key.to_python_identifier())[0]
    return {name: value.value for name, value in event.metadata.items()}


def checks(result) -> dict[tuple[str, str], dg.AssetCheckEvaluation]:
    return {(e.asset_key.path[-1], e.check_name): e for e in result.get_asset_check_evaluations()}


def test_a_replay_from_files_to_raw_tables(folder, settings):
    (folder / "counter.parquet").write_bytes(counter("BookTok", "tea"))
    (folder / "broken.csv").write_text("a,b\n1,2\n")
    result = replay()
    assert result.success
    landed = metadata(result, keys.LANDING_REPLAY)
    assert landed["dagster/row_count"] == 2
    assert [o["status"] for o in landed["outcomes"]] == ["failed", "ok"]
    assert "broken.csv" in landed["files"]
    loaded = metadata(result, keys.raw_signals("tiktok"))
    assert loaded["dagster/row_count"] == 2
    assert "2024-12" in loaded["rows_by_month"]
    assert metadata(result, keys.raw_signals("curated"))["dagster/row_count"] > 150
    assert metadata(result, keys.RAW_SOURCES)["dagster/row_count"] >= 15
    assert metadata(result, keys.RAW_OCCASIONS)["dagster/row_count"] > 200
    found = checks(result)
    assert not found["replay", READABLE].passed
    assert found["replay", READABLE].severity is dg.AssetCheckSeverity.WARN
    assert all(found[f"{p}_signals", ACCEPTED].passed for p in PLATFORMS)
    assert all(found[f"{p}_signals", WHOLE].passed for p in PLATFORMS)


def test_a_second_run_loads_nothing(folder):
    (folder / "counter.parquet").write_bytes(counter("tea"))
    replay()
    again = replay()
    evaluation = checks(again)["tiktok_signals", ACCEPTED]
    assert evaluation.passed
    assert evaluation.metadata["new_slices"].value == 0
    assert "Nothing new" in evaluation.description
    assert metadata(again, keys.raw_signals("curated"))["dagster/row_count"] > 150


def test_refused_rows_turn_the_check_red_and_stop_nothing(folder, settings):
    (folder / "notes.csv").write_text(
        "term,metric,observed_at,value,source\n"
        "tea,views,2024-12-31,5,tiktok\nbad,views,2024-12-31,-5,tiktok\n"
        "mug,views,2024-12-31,5,my_shop\n"
    )
    result = replay()
    assert result.success
    found = checks(result)["tiktok_signals", ACCEPTED]
    assert not found.passed
    assert found.blocking
    assert found.severity is dg.AssetCheckSeverity.WARN
    assert "50%" in found.description
    engine = open_engine(settings)
    assert engine.query("select term from raw.tiktok_signals") == [{"term": "tea"}]
    named = engine.query("select name, family from raw.sources where source_id = 'my_shop'")
    engine.close()
    assert named == [{"name": "my_shop (own file)", "family": "own"}]


def test_an_empty_folder_is_one_clear_failure(folder):
    result = replay(raise_on_error=False)
    assert not result.success
    failure = result.failure_data_for_node(keys.LANDING_REPLAY.to_python_identifier())
    assert "holds no file" in failure.user_failure_data.description
    assert failure.user_failure_data.metadata["code"].value == "input.empty_folder"
    assert isinstance(UnusableInput("x"), Exception)


def test_without_signals_nothing_is_replayed(folder, monkeypatch):
    monkeypatch.delenv("PODPUSHER_SIGNALS")
    pipeline_settings.cache_clear()
    result = dg.materialize([landed_replay], resources={"pipeline": PipelineResource()})
    assert metadata(result, keys.LANDING_REPLAY)["note"].startswith("No SIGNALS")


@pytest.mark.parametrize("live", LIVE, ids=lambda live: live.folder)
def test_a_silent_platform_is_an_outcome_and_not_a_failure(live, settings, monkeypatch):
    pipeline_settings.cache_clear()

    def silent(*, user_agent: str) -> HttpClient:
        return HttpClient(user_agent=user_agent, transport=ScriptedTransport([Reply(404)]))

    monkeypatch.setattr(landing_module, "HttpClient", silent)
    result = dg.materialize([live_landing(live)], resources={"pipeline": PipelineResource()})
    assert result.success
    found = checks(result)[live.folder, ANSWERED]
    assert not found.passed
    assert found.severity is dg.AssetCheckSeverity.WARN
    assert metadata(result, keys.landing(live.folder))["dagster/row_count"] == 0


def test_rows_that_stand_twice_block(folder, settings):
    (folder / "counter.parquet").write_bytes(counter("tea"))
    replay()
    engine = open_engine(settings)
    engine.execute("insert into raw.tiktok_signals select * from raw.tiktok_signals")
    assert "2 rows where 1 were accepted" in broken_slices(engine, "tiktok")[0]
    engine.close()
    result = replay(raise_on_error=False)
    evaluation = checks(result)["tiktok_signals", WHOLE]
    assert not evaluation.passed
    assert evaluation.severity is dg.AssetCheckSeverity.ERROR


def test_every_asset_tells_an_analyst_who_what_and_how():
    for asset in [*landing_assets(), *raw_assets()]:
        for spec in asset.specs:
            assert spec.group_name == keys.INGEST
            assert spec.owners == ["team:data"]
            assert spec.kinds
            assert len(spec.description) > 30


def test_each_raw_table_follows_its_landings():
    assert landings_of("twitter") == [keys.LANDING_REPLAY]
    assert landings_of("wikimedia") == [keys.LANDING_REPLAY, keys.landing("wikimedia_signals")]
    assert keys.landing("curated_signals") in landings_of("curated")
    spec = next(iter(raw_signals("wikimedia").specs))
    assert {dep.asset_key for dep in spec.deps} == set(landings_of("wikimedia"))
