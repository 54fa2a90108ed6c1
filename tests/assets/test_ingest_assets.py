"""The ingest assets in Dagster: a replay, its checks, its failures, and what the graph says."""

from __future__ import annotations

import io
from datetime import date

import dagster as dg
import polars as pl
import pytest

from assets import keys
from assets.ingest.checks import WHOLE, broken_slices, ingest_checks
from assets.ingest.cycle import CycleResource
from assets.ingest.landing import ANSWERED, READABLE, landed_replay, landing_assets, live_landing
from assets.ingest.live import folder_of
from assets.ingest.raw import ACCEPTED, OWN_TOLD_APART, landings_of, raw_assets, raw_signals
from assets.resources import PipelineResource
from assets.settings import pipeline_settings
from connectors.errors import UnusableInput
from connectors.settings import ConnectorSettings
from domain.sources.registry import PLATFORMS, SOURCES, live_platforms
from tests.connectors.trends.case import KEYS
from tests.fakes.browser import ScriptedBrowser
from tests.fakes.cycle import ScriptedCycle
from tests.fakes.http import Reply
from warehouse.engine.open import open_engine
from warehouse.state.repositories.scrape_runs import health
from warehouse.state.session import session_scope

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
    live = {keys.landing(folder_of(platform)) for platform in live_platforms()}
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


class Answering(CycleResource):
    """A cycle in which every platform answers with one status, and every source is switched on."""

    status: int

    def shared(self) -> ScriptedCycle:
        """The scripted cycle."""
        reply = Reply(self.status)
        return ScriptedCycle(
            lambda _: reply,
            settings=ConnectorSettings(
                _env_file=None,
                live_regions="US",
                pages=",".join(live_platforms()),
                pages_terms_accepted=True,
                bluesky_seconds=0.1,
                sources_off="bluesky",  # no HTTP: it has a script of its own
            ),
            keys=KEYS,
            browser=ScriptedBrowser([reply]),
            terms=("cottagecore",),
        )


def asked_alone(platform: str, status: int):
    return dg.materialize(
        [live_landing(platform)],
        resources={"pipeline": PipelineResource(), "cycle": Answering(status=status)},
    )


@pytest.mark.parametrize("platform", [p for p in live_platforms() if p != "bluesky"])
def test_a_silent_platform_is_an_outcome_and_not_a_failure(platform, settings):
    pipeline_settings.cache_clear()
    result = asked_alone(platform, 503)
    assert result.success
    found = checks(result)[folder_of(platform), ANSWERED]
    assert not found.passed
    assert found.severity is dg.AssetCheckSeverity.WARN
    told = metadata(result, keys.landing(folder_of(platform)))
    assert told["dagster/row_count"] == 0
    assert told["answered"] is False
    with session_scope(settings) as session:
        assert {one.last.status for one in health(session).values()} == {"down"}


def test_a_platform_that_is_switched_off_is_not_asked(settings):
    pipeline_settings.cache_clear()
    result = asked_alone("bluesky", 503)
    assert checks(result)["bluesky_signals", ANSWERED].passed
    told = metadata(result, keys.landing("bluesky_signals"))
    assert "answered" not in told
    assert "switched off" in told["files"]


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
    assert landings_of("user") == [keys.LANDING_REPLAY]
    assert landings_of("wikimedia") == [keys.LANDING_REPLAY, keys.landing("wikimedia_signals")]
    assert keys.landing("curated_signals") in landings_of("curated")
    spec = next(iter(raw_signals("wikimedia").specs))
    assert {dep.asset_key for dep in spec.deps} == set(landings_of("wikimedia"))


def test_names_beyond_what_a_set_can_hold_count_as_one(folder, settings):
    names = [f"shop_{number:02}" for number in range(OWN_TOLD_APART + 4)]
    rows = [f"{name},bird watching,views,7,2024-12-31" for name in names]
    (folder / "mine.csv").write_text("\n".join(["source,term,metric,value,observed_at", *rows]))
    replay()
    engine = open_engine(settings)
    found = engine.query(
        "select source_id, counts_as from raw.sources where source_id like 'shop%'"
    )
    engine.close()
    counted = {row["source_id"]: row["counts_as"] for row in found}
    assert [name for name in names if counted[name] != name] == names[OWN_TOLD_APART:]
    assert {counted[name] for name in names[OWN_TOLD_APART:]} == {"user_file"}
    assert len(SOURCES) + OWN_TOLD_APART == 53
