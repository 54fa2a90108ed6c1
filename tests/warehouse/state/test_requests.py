"""Requests of people: asked once, claimed once, followed to their end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from tests.warehouse.state.together import together
from warehouse.errors import Conflict, NotFound
from warehouse.settings import WarehouseSettings
from warehouse.state.repositories import requests
from warehouse.state.session import session_scope

NOW = datetime(2024, 12, 31, 12, tzinfo=UTC)


def ask(settings: WarehouseSettings, kind: Any = "refresh", **changes: Any) -> requests.Asked:
    with session_scope(settings) as session:
        return requests.ask(session, kind, **{"requested_by": "owner", "now": NOW, **changes})


def claim(settings: WarehouseSettings, *kinds: Any, **changes: Any) -> requests.Request | None:
    with session_scope(settings) as session:
        return requests.claim(session, kinds or ("refresh", "import"), NOW, **changes)


def finish(settings: WarehouseSettings, request_id: str, status: Any = "done", **changes: Any):
    with session_scope(settings) as session:
        return requests.finish(session, request_id, status, NOW, **changes)


def test_a_request_is_queued_with_its_detail(state: WarehouseSettings) -> None:
    made = ask(state, detail={"sources": ["wikimedia_top"]})
    assert made.created
    with session_scope(state) as session:
        found = requests.get(session, made.request.id)
        assert (found.kind, found.status, found.requested_by) == ("refresh", "queued", "owner")
        assert found.requested_at == NOW
        assert found.detail == {"sources": ["wikimedia_top"]}
        assert (found.started_at, found.finished_at, found.run_id) == (None, None, None)


def test_while_one_is_queued_or_running_it_is_meant(state: WarehouseSettings) -> None:
    first = ask(state)
    again = ask(state, requested_by="other")
    assert (again.created, again.request.id) == (False, first.request.id)
    assert claim(state) is not None
    assert ask(state).request.id == first.request.id
    finish(state, first.request.id)
    assert ask(state).created


def test_kinds_and_subjects_do_not_stand_for_each_other(state: WarehouseSettings) -> None:
    asked = [ask(state), ask(state, "import", subject="a.csv"), ask(state, "import", subject="b")]
    assert all(one.created for one in asked)
    assert not ask(state, "import", subject="b").created


def test_a_key_means_its_request_even_when_that_is_done(state: WarehouseSettings) -> None:
    first = ask(state, idempotency_key="k1")
    finish(state, first.request.id)
    again = ask(state, idempotency_key="k1")
    assert (again.created, again.request.id, again.request.status) == (
        False,
        first.request.id,
        "done",
    )
    assert ask(state, idempotency_key="k2").created


def test_a_key_of_another_request_is_refused(state: WarehouseSettings) -> None:
    ask(state, idempotency_key="k1")
    with pytest.raises(Conflict, match="new key"):
        ask(state, "import", subject="a.csv", idempotency_key="k1")


def test_the_oldest_of_the_kinds_is_claimed_first(state: WarehouseSettings) -> None:
    late = ask(state, "import", subject="late", now=NOW + timedelta(hours=1)).request.id
    early = ask(state, "import", subject="early").request.id
    ask(state, "refresh", now=NOW - timedelta(hours=1))
    taken = [claim(state, "import", run_id="run-1"), claim(state, "import")]
    assert [one.id for one in taken if one] == [early, late]
    assert claim(state, "import") is None
    assert taken[0] is not None
    assert (taken[0].status, taken[0].started_at, taken[0].run_id) == ("running", NOW, "run-1")


def test_progress_is_told_and_ends_with_the_request(state: WarehouseSettings) -> None:
    made = ask(state, detail={"sources": 3}).request.id
    with session_scope(state) as session, pytest.raises(Conflict, match="queued"):
        requests.progress(session, made, run_id="run-1")
    claim(state)
    with session_scope(state) as session:
        requests.progress(session, made, run_id="run-1", detail={"done": 1})
    with session_scope(state) as session:
        found = requests.progress(session, made, detail={"done": 2})
        assert (found.run_id, found.detail) == ("run-1", {"sources": 3, "done": 2})
    finish(state, made)
    with session_scope(state) as session, pytest.raises(Conflict, match="done"):
        requests.progress(session, made, detail={"done": 3})


def test_an_end_is_kept_with_its_reason_and_may_be_repeated(state: WarehouseSettings) -> None:
    made = ask(state).request.id
    claim(state)
    finish(state, made, "failed", error_code="run.broke", message="x" * 900, detail={"rows": 0})
    finish(state, made, "failed", error_code="other")
    with session_scope(state) as session:
        found = requests.get(session, made)
        assert (found.status, found.error_code, found.finished_at) == ("failed", "run.broke", NOW)
        assert len(found.message or "") == 500
        assert found.detail == {"rows": 0}


def test_a_request_that_was_given_up_cannot_be_done_after_all(state: WarehouseSettings) -> None:
    made = ask(state).request.id
    claim(state)
    with session_scope(state) as session:
        assert requests.stale(session, NOW + timedelta(hours=1), timedelta(hours=1)) == []
        (found,) = requests.stale(session, NOW + timedelta(hours=3), timedelta(hours=2))
        assert (found.id, found.status, found.error_code) == (made, "failed", requests.TIMED_OUT)
        assert "120 minutes" in (found.message or "")
        assert requests.stale(session, NOW + timedelta(hours=9), timedelta(hours=2)) == []
    with pytest.raises(Conflict, match="failed"):
        finish(state, made, "done")
    assert ask(state).created


def test_what_is_queued_is_not_given_up(state: WarehouseSettings) -> None:
    ask(state)
    with session_scope(state) as session:
        assert requests.stale(session, NOW + timedelta(days=9), timedelta(hours=2)) == []


def test_an_unknown_request_is_said(state: WarehouseSettings) -> None:
    with pytest.raises(NotFound, match="nothing"):
        finish(state, "nothing")


def test_an_unknown_kind_is_refused(state: WarehouseSettings) -> None:
    with pytest.raises(sa.exc.IntegrityError):
        ask(state, "dance")


def test_recent_requests_are_the_newest_first(state: WarehouseSettings) -> None:
    for number, kind in enumerate(("refresh", "import", "import")):
        moment = NOW + timedelta(hours=number)
        ask(state, kind, subject=str(number), now=moment)
    with session_scope(state) as session:
        assert [one.subject for one in requests.recent(session, 2)] == ["2", "1"]
        assert [one.subject for one in requests.recent(session, 5, kind="refresh")] == ["0"]


def test_people_who_ask_at_once_get_one_request(state: WarehouseSettings) -> None:
    asked = together(8, lambda _: ask(state))
    assert sum(one.created for one in asked) == 1
    assert len({one.request.id for one in asked}) == 1


def test_people_who_repeat_a_key_at_once_get_one_request(state: WarehouseSettings) -> None:
    asked = together(8, lambda _: ask(state, "import", subject="a", idempotency_key="k"))
    assert sum(one.created for one in asked) == 1
    assert len({one.request.id for one in asked}) == 1


def test_every_request_is_claimed_by_one_worker(state: WarehouseSettings) -> None:
    made = {ask(state, "import", subject=str(number)).request.id for number in range(12)}

    def work(_: int) -> list[str]:
        taken = []
        while (found := claim(state)) is not None:
            taken.append(found.id)
        return taken

    taken = [one for mine in together(4, work) for one in mine]
    assert sorted(taken) == sorted(made)
