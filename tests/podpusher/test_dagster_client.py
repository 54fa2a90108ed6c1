"""What we ask Dagster, against its own schema; and its refusals, scripted."""

from __future__ import annotations

import os
import warnings
from pathlib import Path
from typing import Any

import dagster as dg
import httpx2
import pytest

from podpusher.dagster_client import DagsterClient, Event, Unanswered
from podpusher.dagster_home import write_home
from podpusher.errors import CommandError, ExitStatus
from podpusher.progress import Outcome, Tracker
from podpusher.run import TYPES, events_of
from tests.podpusher.wire import real_schema, saying


@dg.asset(
    key=["landing", "wikimedia_signals"],
    check_specs=[
        dg.AssetCheckSpec("source_answered", asset=["landing", "wikimedia_signals"]),
        dg.AssetCheckSpec("sound", asset=["landing", "wikimedia_signals"]),
    ],
)
def silent() -> dg.MaterializeResult:
    """A live source that gave nothing, with a check that warns and one that does not."""
    return dg.MaterializeResult(
        metadata={"dagster/row_count": 5, "answered": False, "notice": "nobody home", "x": 0.5},
        check_results=[
            dg.AssetCheckResult(
                check_name="source_answered", passed=False, severity=dg.AssetCheckSeverity.WARN
            ),
            dg.AssetCheckResult(check_name="sound", passed=False),
        ],
    )


@dg.asset(key=["landing", "replay"])
def refused() -> None:
    """Says why it fails, with a code."""
    raise dg.Failure(
        description="No file can be used. Give another.", metadata={"code": "input.empty_folder"}
    )


@dg.asset(key=["marts", "broken"])
def broken() -> None:
    """Fails without a word of its own."""
    try:
        raise KeyError("inner")
    except KeyError as error:
        raise ValueError("outer") from error


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, list[Event]]:
    """A run of the three: what each of the two ways to follow it yields, and the client."""
    home = tmp_path_factory.mktemp("dagster")
    write_home(home, 1)
    with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # third parties' own
        patch.setenv("DAGSTER_HOME", str(home))
        with dg.DagsterInstance.get() as instance:
            result = dg.materialize(
                [silent, refused, broken],
                instance=instance,
                raise_on_error=False,
                run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}},
            )
            client = real_schema(instance)
            asked = client.follow(result.run_id, None)
            again = client.follow(result.run_id, asked[1])
            inside = list(events_of(instance.all_logs(result.run_id)))
            answers = client.answers()
            alive = client.daemon_alive()
            with pytest.raises(CommandError) as unknown:
                client.launch("no_such_job", {"who": "test"})
    answered = {
        "asked": asked,
        "again": again,
        "answers": answers,
        "alive": alive,
        "unknown": unknown.value,
    }
    return answered, inside


def learned(events: list[Event]) -> Outcome:
    tracker = Tracker()
    for event in events:
        tracker.take(event)
    return tracker.outcome("FAILURE")


def test_the_schema_takes_our_questions(recorded: tuple[Any, list[Event]]) -> None:
    found, _ = recorded
    assert found["answers"] is False  # the schema answers, but no code location is loaded
    assert found["alive"] is False  # daemons are required and none has reported
    assert found["unknown"].code == "run.not_launched"
    assert "no_such_job" in str(found["unknown"])


def test_following_ends_with_the_status(recorded: tuple[Any, list[Event]]) -> None:
    events, cursor, status = recorded[0]["asked"]
    assert status == "FAILURE"
    assert events
    assert cursor
    assert recorded[0]["again"][0] == []
    assert recorded[0]["again"][2] == "FAILURE"


def test_both_ways_to_follow_see_the_same(recorded: tuple[Any, list[Event]]) -> None:
    found, inside = recorded
    kinds = set(TYPES.values())
    # Dagster words start and success differently in places; what we read of them is the same.
    asked = [event for event in found["asked"][0] if event.type in kinds]
    assert [(e.type, e.step, e.asset, e.check, e.passed, e.severe) for e in asked] == [
        (e.type, e.step, e.asset, e.check, e.passed, e.severe) for e in inside
    ]
    assert [e.metadata for e in asked] == [e.metadata for e in inside]
    failures = "ExecutionStepFailureEvent"
    assert [e.message for e in asked if e.type == failures] == [
        e.message for e in inside if e.type == failures
    ]


@pytest.mark.parametrize("way", ["graphql", "in process"])
def test_what_is_learned(recorded: tuple[Any, list[Event]], way: str) -> None:
    found, inside = recorded
    outcome = learned(found["asked"][0] if way == "graphql" else inside)
    assert outcome.stages["ingest"].rows == {"wikimedia_signals": 5}
    assert outcome.stages["ingest"].failed
    assert outcome.stages["score"].failed
    assert outcome.silent
    assert outcome.warnings == [
        "nobody home",
        "landing/wikimedia_signals: check source_answered failed",
    ]
    assert sorted(outcome.problems) == [
        "landing/wikimedia_signals: check sound failed",
        "landing__replay: input.empty_folder: No file can be used. Give another.",
        "marts__broken: KeyError: 'inner'",
    ]
    assert outcome.exit_status is ExitStatus.UNUSABLE_INPUT


def test_launching_gives_the_run() -> None:
    client = saying({"launchRun": {"__typename": "LaunchRunSuccess", "run": {"runId": "abc"}}})
    assert client.launch("replay", {"a": "b"}) == "abc"


@pytest.mark.parametrize(
    "answer",
    [
        {"__typename": "PythonError", "message": "no slot"},
        {"__typename": "RunConfigValidationInvalid", "errors": [{"message": "no slot"}]},
    ],
)
def test_a_refused_launch_says_why(answer: dict[str, Any]) -> None:
    with pytest.raises(CommandError, match="no slot") as caught:
        saying({"launchRun": answer}).launch("replay", {})
    assert caught.value.code == "run.not_launched"


@pytest.mark.parametrize("given", [httpx2.ConnectError("refused"), 500, 404, b"<html>"])
def test_no_answer_is_told_apart(given: Any) -> None:
    client = saying(given)
    assert client.answers() is False
    with pytest.raises(Unanswered, match=r"dagster-ui\.log") as caught:
        client.follow("run", None)
    assert caught.value.code == "run.no_answer"


def test_a_wrong_question_is_no_silence() -> None:
    client = saying(b'{"errors": [{"message": "Cannot query field"}]}')
    with pytest.raises(CommandError, match="Cannot query field") as caught:
        client.daemon_alive()
    assert caught.value.code == "run.graphql"
    assert not isinstance(caught.value, Unanswered)


@pytest.mark.parametrize(
    ("answer", "ready"),
    [
        ({"__typename": "RepositoryConnection", "nodes": [{"name": "__repository__"}]}, True),
        ({"__typename": "RepositoryConnection", "nodes": []}, False),
        ({"__typename": "PythonError", "message": "broken code"}, False),
    ],
)
def test_ready_means_the_code_is_loaded(answer: dict[str, Any], ready: bool) -> None:
    assert saying({"repositoriesOrError": answer}).answers() is ready


def test_only_required_daemons_count() -> None:
    def health(**healthy: bool) -> dict[str, Any]:
        statuses = [
            {"daemonType": name, "healthy": well, "required": name != "SENSOR"}
            for name, well in healthy.items()
        ]
        return {"instance": {"daemonHealth": {"allDaemonStatuses": statuses}}}

    assert saying(health(SCHEDULER=True, SENSOR=False)).daemon_alive()
    assert not saying(health(SCHEDULER=False, SENSOR=True)).daemon_alive()


def test_an_unknown_run_is_not_found() -> None:
    client = saying(
        {
            "logsForRun": {"__typename": "RunNotFoundError"},
            "runOrError": {"__typename": "RunNotFoundError"},
        }
    )
    assert client.follow("gone", "c1") == ([], "c1", "NOT_FOUND")


def test_it_talks_to_loopback_only(tmp_path: Path) -> None:
    assert DagsterClient(3999)._http.base_url.host == "127.0.0.1"
    assert "DAGSTER_HOME" not in os.environ
