"""Events of a run become stages, problems and an exit status."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pytest
from rich.console import Console

from podpusher.dagster_client import Event, Unanswered
from podpusher.errors import ExitStatus
from podpusher.progress import Outcome, Show, Tracker, follow, stage_of, stage_of_step


def started(step: str) -> Event:
    return Event("ExecutionStepStartEvent", step, "")


def succeeded(step: str) -> Event:
    return Event("ExecutionStepSuccessEvent", step, "")


def failed(step: str, message: str, **metadata: Any) -> Event:
    return Event("ExecutionStepFailureEvent", step, message, metadata=metadata)


def made(*path: str, step: str | None = None, **metadata: Any) -> Event:
    return Event("MaterializationEvent", step or "__".join(path), "", path, metadata)


def rows(*path: str, n: int) -> Event:
    return Event("MaterializationEvent", "__".join(path), "", path, {"dagster/row_count": n})


def check(*path: str, passed: bool, severe: bool = True) -> Event:
    return Event(
        "AssetCheckEvaluationEvent", "s", "", path, check="whole", passed=passed, severe=severe
    )


def tracker_after(*events: Event) -> Tracker:
    tracker = Tracker()
    for event in events:
        tracker.take(event)
    return tracker


def written(tracker: Tracker, *, terminal: bool = False) -> str:
    sink = io.StringIO()
    console = Console(file=sink, width=120, force_terminal=terminal)
    with Show(tracker, console) as show:
        show.update()
    return sink.getvalue()


@pytest.mark.parametrize(
    ("path", "stage"),
    [
        (("landing", "replay"), "ingest"),
        (("raw", "tiktok_signals"), "ingest"),
        (("raw", "sources"), "ingest"),
        (("raw", "terms"), "terms"),
        (("raw", "term_links"), "terms"),
        (("staging", "stg_terms"), "score"),
        (("intermediate", "int_term"), "score"),
        (("marts", "dim_term"), "score"),
        (("serving", "snapshot"), "serve"),
        (("state", "ideas"), "ideate"),
        (("state", "designs"), "design"),
        (("state", "drafts"), "listing"),
        (("elsewhere", "x"), None),
        ((), None),
    ],
)
def test_the_key_says_the_stage(path: tuple[str, ...], stage: str | None) -> None:
    assert stage_of(path) == stage


@pytest.mark.parametrize(
    ("step", "stage"),
    [
        ("read_terms", "terms"),
        ("score_models", "score"),
        ("landing__replay", "ingest"),
        ("state__designs", "design"),
        ("slices_whole", None),
    ],
)
def test_the_step_says_the_stage(step: str, stage: str | None) -> None:
    assert stage_of_step(step) == stage


def test_every_asset_of_the_product_has_a_stage() -> None:
    from assets import keys
    from tests.factories.pipeline import load_definitions

    graph = load_definitions().defs.resolve_asset_graph()
    # The score card is no part of a run of the pipeline: a job of its own makes it.
    made = graph.materializable_asset_keys - {keys.SCORE_CARD}
    assert [key.path for key in made if not stage_of(tuple(key.path))] == []


def test_rows_are_counted_by_stage() -> None:
    tracker = tracker_after(
        started("landing__replay"),
        rows("raw", "tiktok_signals", n=1200),
        rows("raw", "user_signals", n=0),
        rows("raw", "terms", n=30),
        rows("raw", "term_links", n=40),
        rows("state", "ideas", n=5),
    )
    text = written(tracker)
    assert "Signals: 1,200 rows, 1 sources" in text
    assert "Terms: 30 rows in terms" in text
    assert "Ideas: 5 rows" in text
    assert "Designs" not in text


def test_a_stage_is_said_once_and_in_order() -> None:
    sink = io.StringIO()
    tracker = Tracker()
    with Show(tracker, Console(file=sink, width=120)) as show:
        for event in (rows("raw", "user_signals", n=3), started("read_terms")):
            tracker.take(event)
            show.update()
        show.update()
        tracker.take(rows("raw", "terms", n=2))
    assert [line.strip()[2:] for line in sink.getvalue().splitlines()] == [
        "Signals: 3 rows, 1 sources",
        "Terms: 2 rows in terms",
    ]


def test_a_terminal_shows_every_stage() -> None:
    text = written(tracker_after(rows("state", "ideas", n=5)), terminal=True)
    for title in ("Signals", "Terms", "Scores", "Snapshot", "Ideas", "Designs", "Drafts"):
        assert title in text


def test_a_failure_is_a_problem_in_one_line() -> None:
    tracker = tracker_after(started("score_models"), failed("score_models", "dbt: broken\nmore"))
    outcome = tracker.outcome("FAILURE")
    assert outcome.problems == ["score_models: dbt: broken"]
    assert tracker.stages["score"].failed
    assert "✗" in written(tracker_after(rows("marts", "m", n=1), failed("score_models", "x")))
    assert outcome.exit_status is ExitStatus.FAILED


@pytest.mark.parametrize("message", ["", "\n\n"])
def test_a_failure_without_words_is_still_one(message: str) -> None:
    (problem,) = tracker_after(failed("read_terms", message)).problems
    assert problem.startswith("read_terms: ")


def test_a_failed_check_is_a_problem_or_a_note() -> None:
    tracker = tracker_after(
        check("raw", "user_signals", passed=False),
        check("landing", "replay", passed=False, severe=False),
        check("marts", "dim_term", passed=True),
    )
    assert tracker.problems == ["raw/user_signals: check whole failed"]
    assert tracker.warnings == ["landing/replay: check whole failed"]


def test_a_notice_is_passed_on() -> None:
    tracker = tracker_after(made("landing", "replay", notice="Two files were empty."))
    assert tracker.warnings == ["Two files were empty."]


def test_silence_of_all_live_sources_is_noticed() -> None:
    def outcome(*answers: bool) -> Outcome:
        events = [made("landing", "w", answered=answer) for answer in answers]
        return tracker_after(*events).outcome("SUCCESS")

    assert not outcome().silent
    assert outcome(False, False).silent
    assert not outcome(False, True).silent


def test_the_status_of_an_unusable_input_is_its_own() -> None:
    tracker = tracker_after(failed("landing__replay", "holds no file", code="input.empty_folder"))
    assert tracker.outcome("FAILURE").exit_status is ExitStatus.UNUSABLE_INPUT
    assert tracker.outcome("SUCCESS").exit_status is ExitStatus.OK
    other = tracker_after(failed("landing__replay", "an input.csv broke", code="warehouse.busy"))
    assert other.outcome("FAILURE").exit_status is ExitStatus.FAILED


class ScriptedClient:
    """Answers `follow` from a script; an error in it is raised."""

    def __init__(self, *answers: tuple[list[Event], str] | Exception) -> None:
        self._answers: Iterator[tuple[list[Event], str] | Exception] = iter(answers)
        self.cursors: list[str | None] = []

    def follow(self, run_id: str, cursor: str | None) -> tuple[list[Event], str | None, str]:
        self.cursors.append(cursor)
        answer = next(self._answers)
        if isinstance(answer, Exception):
            raise answer
        return answer[0], f"{run_id}:{len(self.cursors)}", answer[1]


def followed(client: ScriptedClient, *, stop_after: int = 99) -> Outcome:
    return follow(
        client,  # type: ignore[arg-type]
        "run",
        Console(file=io.StringIO()),
        interrupted=lambda: len(client.cursors) >= stop_after,
        interval=0.0,
    )


def test_following_reads_to_the_last_event() -> None:
    client = ScriptedClient(
        ([], "QUEUED"),
        ([started("read_terms")], "STARTED"),
        ([rows("raw", "terms", n=7)], "SUCCESS"),
        ([], "SUCCESS"),
    )
    outcome = followed(client)
    assert outcome.ok
    assert outcome.stages["terms"].rows == {"terms": 7}
    assert client.cursors == [None, "run:1", "run:2", "run:3"]


def test_a_server_that_is_slow_once_is_asked_again() -> None:
    client = ScriptedClient(Unanswered("busy", code="run.no_answer"), ([], "SUCCESS"))
    assert followed(client).ok


def test_following_ends_when_somebody_interrupts() -> None:
    outcome = followed(ScriptedClient(([], "STARTED"), ([], "STARTED")), stop_after=2)
    assert not outcome.finished
    assert not outcome.ok
