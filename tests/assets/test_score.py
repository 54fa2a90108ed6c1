"""The score stage: unchanged inputs are not computed again; a failing test publishes nothing."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

import dagster as dg
import pytest

from assets import keys, project
from assets.resources import PipelineResource
from assets.score.models import STAGE, build_score_assets
from tests.factories import pipeline, signals
from tests.factories.pipeline import Installation, Replayed
from warehouse.builds import built_from, fingerprint, inputs_of_score, record_build
from warehouse.engine.base import Engine, closing
from warehouse.engine.open import open_engine
from warehouse.settings import WarehouseSettings


@pytest.fixture
def copy(replayed: Replayed, tmp_path: Path) -> Installation:
    """The replayed installation, ours to change."""
    return replayed.place.copy_to(tmp_path / "copy")


@pytest.fixture
def engine(settings: WarehouseSettings) -> Iterator[Engine]:
    with closing(open_engine(settings)) as opened:
        yield opened


def materialize(place: Installation, *assets: dg.AssetsDefinition) -> dg.ExecuteInProcessResult:
    with place.inside(), pipeline.quiet(), dg.DagsterInstance.ephemeral() as instance:
        return dg.materialize(
            assets,
            instance=instance,
            resources={"pipeline": PipelineResource()},
            raise_on_error=False,
            run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}},
        )


def score_assets(place: Installation) -> dg.AssetsDefinition:
    with place.inside(), pipeline.quiet():
        return build_score_assets(project.manifest(WarehouseSettings(data=place.data)))


AS_OF = datetime.fromisoformat("2024-12-31 23:59:59.999999")


class TestBuilds:
    def test_a_build_is_remembered(self, engine):
        assert built_from(engine, STAGE) is None
        record_build(engine, STAGE, "one", "run-1")
        record_build(engine, STAGE, "two", "run-2")
        assert built_from(engine, STAGE) == "two"
        assert engine.query("select count(*) as n from raw.builds") == [{"n": 1}]

    def test_the_fingerprint_knows_order_and_borders(self):
        assert fingerprint(["ab", "c"]) != fingerprint(["a", "bc"])
        assert fingerprint(["a", "b"]) != fingerprint(["b", "a"])
        assert fingerprint(["a", 1]) == fingerprint(["a", 1])

    def test_a_new_slice_changes_the_inputs(self, engine):
        before = inputs_of_score(engine, AS_OF)
        engine.execute(
            "insert into raw.slices values "
            "('s', 'user', 'a', 'import', 'f.csv', 3, 0, null, null, '2024-12-31', 'r')"
        )
        assert inputs_of_score(engine, AS_OF) != before


class TestProject:
    def test_the_manifest_is_parsed_once(self, copy: Installation):
        settings = WarehouseSettings(data=copy.data)
        path = project.target_folder(settings) / "parsed.json"
        before = path.stat().st_mtime_ns
        nodes = project.manifest(settings)["nodes"]
        assert path.stat().st_mtime_ns == before
        assert {"model", "seed", "test"} <= {node["resource_type"] for node in nodes.values()}

    def test_the_hash_follows_every_file(self, tmp_path, monkeypatch):
        model = tmp_path / "models" / "one.sql"
        model.parent.mkdir()
        model.write_text("select 1")
        (tmp_path / "target").mkdir()
        monkeypatch.setattr(project, "PROJECT", tmp_path)
        first = project.project_hash()
        (tmp_path / "target" / "manifest.json").write_text("{}")
        assert project.project_hash() == first
        model.write_text("select 2")
        assert project.project_hash() != first

    def test_the_address_of_a_server_goes_to_dbt(self):
        embedded = project.environment(WarehouseSettings(data=Path("x")))
        assert embedded["PODPUSHER_DBT_TARGET"] == "duckdb"
        served = project.environment(
            WarehouseSettings(warehouse_url=f"postgresql://me:{quote('s3')}@db:5433/pods")
        )
        assert served == {
            "PODPUSHER_DBT_TARGET": "postgres",
            "PODPUSHER_DBT_PG_HOST": "db",
            "PODPUSHER_DBT_PG_PORT": "5433",
            "PODPUSHER_DBT_PG_USER": "me",
            "PODPUSHER_DBT_PG_PASSWORD": "s3",
            "PODPUSHER_DBT_PG_DBNAME": "pods",
        }

    def test_a_password_with_signs_arrives_as_it_is(self):
        served = project.environment(
            WarehouseSettings(
                warehouse_url=f"postgresql://me:{quote('p@ss/w:rd%', safe='')}@db/pods"
            )
        )
        assert served["PODPUSHER_DBT_PG_PASSWORD"] == "p@ss/w:rd%"

    def test_as_of_is_the_end_of_the_day(self):
        with_day = PipelineResource()
        end = with_day.as_of_end()
        assert project.score_variables(end, 3) == {
            "as_of": end.replace(tzinfo=None).isoformat(sep=" ", timespec="microseconds"),
            "score_days": 3,
        }
        assert (end.hour, end.minute, end.second) == (23, 59, 59)


class TestBuilding:
    def test_a_failing_test_keeps_the_previous_snapshot(self, copy: Installation):
        """A rank that stands twice: dbt finds it, the run fails, nothing is published."""
        before = copy.pointer()
        with closing(open_engine(WarehouseSettings(data=copy.data))) as engine:
            # A term without a name breaks a not-null test of the marts.
            engine.execute("alter table raw.terms alter column term_id drop not null")
            engine.execute(
                "insert into raw.terms select null, term || ' twice', display, language, kind, "
                "is_noise, noise_reason, is_weekday, is_curated, category, fit, fit_reason, "
                "intent, risk_status, risk_category, risk_code, risk_reason, risk_evidence, "
                "rules_version, products, product_reasons from raw.terms limit 1"
            )
            engine.execute("delete from raw.builds")
        from assets.serve.checks import snapshot_checks
        from assets.serve.snapshot import snapshot

        assets = score_assets(copy)
        result = materialize(copy, assets, snapshot, *snapshot_checks())
        assert not result.success
        failure = result.failure_data_for_node("score_models")
        assert failure is not None
        assert "not_null" in (failure.user_failure_data.description or "")
        failed = [e for e in result.get_asset_check_evaluations() if not e.passed]
        assert any("not_null" in e.check_name for e in failed)
        assert {e.severity for e in failed} == {dg.AssetCheckSeverity.ERROR}
        assert copy.pointer() == before
        with closing(open_engine(WarehouseSettings(data=copy.data))) as engine:
            assert built_from(engine, STAGE) is None  # so the next run computes again

    def test_new_rows_are_computed(self, copy: Installation):
        """Another slice is another fingerprint: what it changes is computed, and published."""
        before = copy.pointer()
        text = signals.as_csv(signals.rows(seed=2))
        assert text != (copy.signals / "signals.csv").read_text()
        assert {row["term"] for row in csv.DictReader(io.StringIO(text))} >= set(signals.RISING)
        (copy.signals / "signals.csv").write_text(text)
        result = pipeline.run_replay(copy)
        assert result.success
        after = copy.pointer()
        assert after["id"] != before["id"]
        assert after["rows"]["dim_term"] == before["rows"]["dim_term"]
        assert pipeline.row_counts(copy)["raw.user_signals"] == copy_count(copy)
        found = {
            event.asset_key.to_user_string(): event.materialization.metadata
            for event in result.get_asset_materialization_events()
            if event.materialization and "recomputed" in event.materialization.metadata
        }
        views = {"marts/fct_score_contribution", "marts/fct_trend_observation"}
        idle = {name for name, said in found.items() if not said["recomputed"].value}
        assert {name for name in idle if name.startswith("marts/")} == views
        assert not {name for name in idle if name.startswith("intermediate/")}
        said = found["marts/fct_term_score_daily"]
        assert said["build"].value == "grown by what is new"
        assert (said["slices_in"].value, said["slices_out"].value) > (0, 0)
        assert said["rows_in"].value > copy_count(copy)
        (landed,) = [
            event.materialization.metadata["dagster/row_count"].value
            for event in result.get_asset_materialization_events()
            if event.asset_key == keys.raw_signals("user")
        ]
        assert landed == copy_count(copy)


def copy_count(place: Installation) -> int:
    """Rows of the signals file that name no platform."""
    with (place.signals / "signals.csv").open(newline="") as file:
        return sum(not row["source"] for row in csv.DictReader(file))
