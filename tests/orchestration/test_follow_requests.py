"""What people ask for becomes a run, once, and its end is noted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import dagster as dg
import pytest

from orchestration.jobs import jobs
from orchestration.sensors.follow_requests import (
    LONGEST,
    REQUEST_TAG,
    follow,
    requests_sensor,
)
from warehouse.settings import WarehouseSettings
from warehouse.state.repositories import requests
from warehouse.state.session import forget_engines, migrate_state, session_scope

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.ephemeral() as made:
        yield made


@pytest.fixture
def place(settings: WarehouseSettings) -> Iterator[WarehouseSettings]:
    migrate_state(settings)
    yield settings
    forget_engines()


def ask(place: WarehouseSettings, kind: str = "refresh", subject: str = "") -> str:
    with session_scope(place) as session:
        asked = requests.ask(session, kind, requested_by="admin", now=NOW, subject=subject)
        return asked.request.id


def state_of(place: WarehouseSettings, request_id: str) -> tuple[str, str | None, str | None]:
    with session_scope(place) as session:
        found = requests.get(session, request_id)
        return found.status, found.run_id, found.error_code


def tick(instance: dg.DagsterInstance) -> list[dg.RunRequest]:
    context = dg.build_sensor_context(instance=instance)
    found = requests_sensor(live=True, all_jobs=jobs())(context)
    return [one for one in found if isinstance(one, dg.RunRequest)]


def ended(instance: dg.DagsterInstance, request_id: str, *, well: bool) -> str:
    """A run of the request that ended so."""

    @dg.op
    def work() -> None:
        if not well:
            raise ValueError("broken")

    @dg.job
    def job() -> None:
        work()

    result = job.execute_in_process(
        instance=instance, tags={REQUEST_TAG: request_id}, raise_on_error=False
    )
    return result.run_id


def test_a_quiet_day(place: WarehouseSettings, instance: dg.DagsterInstance) -> None:
    assert tick(instance) == []


def test_each_request_is_launched_once(
    place: WarehouseSettings, instance: dg.DagsterInstance
) -> None:
    asked = {ask(place), ask(place, "import", "file-1"), ask(place, "import", "file-2")}
    launched = tick(instance)
    assert {one.run_key for one in launched} == asked
    assert {one.tags[REQUEST_TAG] for one in launched} == asked
    assert tick(instance) == []
    assert {state_of(place, one)[0] for one in asked} == {"running"}


@pytest.mark.parametrize(
    ("well", "status", "code"), [(True, "done", None), (False, "failed", "request.run_failed")]
)
def test_the_end_of_the_run_is_the_end_of_the_request(
    place: WarehouseSettings,
    instance: dg.DagsterInstance,
    well: bool,
    status: str,
    code: str | None,
) -> None:
    request_id = ask(place)
    tick(instance)
    run_id = ended(instance, request_id, well=well)
    tick(instance)
    assert state_of(place, request_id) == (status, run_id, code)


def test_a_run_under_way_is_named(place: WarehouseSettings, instance: dg.DagsterInstance) -> None:
    request_id = ask(place)
    tick(instance)

    @dg.job
    def job() -> None:
        pass

    run = instance.create_run_for_job(
        job, status=dg.DagsterRunStatus.STARTED, tags={REQUEST_TAG: request_id}
    )
    tick(instance)
    assert state_of(place, request_id) == ("running", run.run_id, None)


def test_a_request_without_a_run_is_given_up(
    place: WarehouseSettings, instance: dg.DagsterInstance
) -> None:
    request_id = ask(place)
    with session_scope(place) as session:
        requests.claim(session, ("refresh",), NOW)
    with session_scope(place) as session:
        follow(instance, session, NOW + LONGEST + timedelta(seconds=1))
    assert state_of(place, request_id) == ("failed", None, "request.timed_out")


@pytest.mark.parametrize(
    ("live", "kind", "job"),
    [
        (True, "refresh", "refresh"),
        (True, "import", "daily_drafts"),
        (False, "import", "replay"),
    ],
)
def test_a_file_is_loaded_without_asking_anybody(
    place: WarehouseSettings, instance: dg.DagsterInstance, live: bool, kind: str, job: str
) -> None:
    ask(place, kind)
    context = dg.build_sensor_context(instance=instance)
    (launched,) = [
        one
        for one in requests_sensor(live=live, all_jobs=jobs())(context)
        if isinstance(one, dg.RunRequest)
    ]
    assert launched.job_name == job
