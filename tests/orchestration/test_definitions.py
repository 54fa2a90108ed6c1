"""The asset graph as a whole, reviewed as a diff of its snapshot."""

from __future__ import annotations

from typing import Any

import dagster as dg
import pytest
from syrupy.assertion import SnapshotAssertion

from assets import keys
from assets.ingest.live import folder_of
from domain.sources.registry import live_platforms
from orchestration.jobs import DRAFTS, REFRESH, REPLAY, SCORE, SCORE_CARD, signals_job
from orchestration.schedules import cron_of

GROUPS = {
    keys.INGEST,
    keys.TERMS,
    keys.SCORE,
    keys.SERVE,
    keys.IDEATE,
    keys.DESIGN,
    keys.LISTING,
    keys.SCIENCE,
}
# Platforms with open data: asked without the operator doing anything.
OPEN = ("wikimedia", "google_trends", "bluesky", "hacker_news")


def path(key: dg.AssetKey) -> str:
    return "/".join(key.path)


def condition(spec: dg.AssetSpec) -> str | None:
    found = spec.automation_condition
    return (found.label or type(found).__name__) if found else None


def assets(defs: dg.Definitions) -> dict[str, dict[str, Any]]:
    return {
        path(spec.key): {
            "deps": sorted(path(dep.asset_key) for dep in spec.deps),
            "group": spec.group_name,
            "owners": sorted(spec.owners),
            "kinds": sorted(spec.kinds),
            "automation": condition(spec),
            "freshness": spec.freshness_policy is not None,
        }
        for spec in sorted(defs.resolve_all_asset_specs(), key=lambda spec: spec.key)
    }


def checks(defs: dg.Definitions) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    graph = defs.resolve_asset_graph()
    for key in sorted(graph.asset_check_keys):
        blocking = " (blocking)" if graph.get_check_spec(key).blocking else ""
        found.setdefault(path(key.asset_key), []).append(f"{key.name}{blocking}")
    return found


def selection(defs: dg.Definitions, job: str) -> list[str]:
    layer = defs.resolve_job_def(job).asset_layer
    return sorted(path(key) for key in layer.executable_asset_keys)


def test_assets(defs: dg.Definitions, snapshot: SnapshotAssertion) -> None:
    assert assets(defs) == snapshot


def test_checks(defs: dg.Definitions, snapshot: SnapshotAssertion) -> None:
    assert checks(defs) == snapshot


@pytest.mark.parametrize("job", [REPLAY, REFRESH, SCORE, DRAFTS])
def test_jobs(defs: dg.Definitions, job: str, snapshot: SnapshotAssertion) -> None:
    assert selection(defs, job) == snapshot


@pytest.mark.parametrize("platform", live_platforms())
def test_a_platform_is_asked_and_loaded_alone(defs: dg.Definitions, platform: str) -> None:
    assert selection(defs, signals_job(platform)) == [
        f"landing/{folder_of(platform)}",
        f"raw/{platform}_signals",
    ]


def test_the_score_card_is_made_by_its_own_job_only(defs: dg.Definitions) -> None:
    assert selection(defs, SCORE_CARD) == ["science/score_card"]
    for job in (REPLAY, REFRESH, SCORE, DRAFTS):
        assert "science/score_card" not in selection(defs, job)


def test_no_other_job(defs: dg.Definitions) -> None:
    parts = {signals_job(platform) for platform in live_platforms()}
    assert {job.name for job in defs.jobs} == {
        *(REPLAY, REFRESH, SCORE, DRAFTS, SCORE_CARD, "retention"),
        *parts,
    }


def test_no_two_platforms_are_asked_in_the_same_minute() -> None:
    minutes = [int(cron_of(platform).split()[0]) for platform in live_platforms()]
    assert len(set(minutes)) == len(minutes)
    assert max(minutes) < 52, "scores follow at the end of the hour"


def test_schedules_and_sensors(
    defs: dg.Definitions, live_defs: dg.Definitions, snapshot: SnapshotAssertion
) -> None:
    found = {}
    for mode, those in (("replay", defs), ("live", live_defs)):
        for schedule in those.schedules:
            found[f"{mode}: {schedule.name}"] = (
                f"{schedule.cron_schedule} {schedule.execution_timezone} {schedule.job_name} "
                f"{schedule.default_status.value}"
            )
        # The repository adds a sensor for conditions that none of ours evaluates.
        for sensor in those.get_repository_def().sensor_defs:
            found[f"{mode}: {sensor.name}"] = sensor.default_status.value
    assert found == snapshot


def test_only_the_mode_starts_anything_by_itself(
    defs: dg.Definitions, live_defs: dg.Definitions
) -> None:
    assert {each.default_status.value for each in defs.schedules} == {"STOPPED"}
    assert running(defs) == {"follow_requests"}, "people may import in a replay, too"
    assert running(live_defs) == {
        "follow_requests",
        "follow_snapshot",
        "hourly_score_schedule",
        "daily_drafts_schedule",
        "weekly_score_card_schedule",
        "retention_schedule",
        *(f"signals_{name}_schedule" for name in OPEN),
    }
    assert assets(defs) == assets(live_defs)


def running(those: dg.Definitions) -> set[str]:
    return {
        each.name
        for each in (*those.schedules, *those.sensors)
        if each.default_status.value == "RUNNING"
    }


def test_an_analyst_finds_who_and_what(defs: dg.Definitions) -> None:
    specs = [spec for spec in defs.resolve_all_asset_specs() if spec.group_name != "default"]
    assert {spec.group_name for spec in specs} == GROUPS
    for spec in specs:
        assert spec.owners, spec.key
        assert spec.kinds, spec.key
        assert len(spec.description or "") > 20, spec.key


def test_every_asset_is_made_by_a_job(defs: dg.Definitions) -> None:
    made = {name for job in (REPLAY, REFRESH, SCORE_CARD) for name in selection(defs, job)}
    assert {path(key) for key in defs.resolve_asset_graph().materializable_asset_keys} == made


def test_a_replay_asks_nobody(defs: dg.Definitions) -> None:
    asked = {f"landing/{folder_of(platform)}" for platform in live_platforms()}
    assert not asked & set(selection(defs, REPLAY))
    assert asked <= set(selection(defs, REFRESH))
    assert "landing/replay" not in selection(defs, REFRESH)


def test_who_writes_the_warehouse_takes_its_slot(defs: dg.Definitions) -> None:
    graph = defs.resolve_asset_graph()
    for key in graph.materializable_asset_keys:
        if key.path[0] in {"raw", "staging", "intermediate", "marts", "serving"}:
            assert graph.get(key).pools == {"warehouse_writer"}, key


def test_follow_up_work_touches_nothing_outside(defs: dg.Definitions) -> None:
    """What follows its inputs by itself is made of stored rows, never of an outside answer."""
    following = [spec.key for spec in defs.resolve_all_asset_specs() if condition(spec)]
    assert following
    assert all(key.path[0] != "landing" for key in following)
