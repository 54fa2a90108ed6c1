"""Time, failures and exit status of a followed run."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from rich.console import Console

from podpusher import progress
from podpusher.dagster_client import Event
from podpusher.errors import ExitStatus
from podpusher.progress import Outcome, Show, Tracker
from tests.podpusher.conftest import said


def begins(step: str) -> Event:
    return Event("ExecutionStepStartEvent", step, "")


def ends(step: str) -> Event:
    return Event("ExecutionStepSuccessEvent", step, "")


def fails(step: str, message: str = "broke", **metadata: str) -> Event:
    return Event("ExecutionStepFailureEvent", step, message, metadata=metadata)


def makes(asset: str, **metadata: Any) -> Event:
    rows = {"dagster/row_count": metadata.pop("rows")} if "rows" in metadata else {}
    return Event("MaterializationEvent", None, "", tuple(asset.split("/")), rows | metadata)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    now = [100.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])

    def move(seconds: float) -> None:
        now[0] += seconds

    return move


def test_steps_of_a_stage_add_up(clock: Callable[[float], None]) -> None:
    tracker = Tracker()
    for step, seconds in (("landing__replay", 2.0), ("raw__user_signals", 1.5)):
        tracker.take(begins(step))
        assert tracker.current == "ingest"
        clock(seconds)
        tracker.take(ends(step))
    tracker.take(makes("raw/user_signals", rows=1200))
    tracker.take(makes("raw/tiktok_signals"))  # says no figure
    tracker.take(ends("read_terms"))  # its start was not seen
    assert tracker.stages["ingest"].seconds == 3.5
    assert tracker.stages["ingest"].rows == {"user_signals": 1200}
    assert tracker.stages["terms"].seconds == 0


def test_a_failed_step_is_told_with_its_code_whatever_it_makes() -> None:
    tracker = Tracker()
    tracker.take(fails("landing__replay", "No file.\nMore.", code="input.empty_folder"))
    tracker.take(begins("slices_whole"))  # a check of its own belongs to no stage
    tracker.take(fails("slices_whole", "no such table"))
    tracker.take(makes("elsewhere/x", rows=3))
    assert tracker.problems == [
        "landing__replay: input.empty_folder: No file.",
        "slices_whole: no such table",
    ]
    assert [name for name, stage in tracker.stages.items() if stage.failed] == ["ingest"]
    assert not any(stage.rows for stage in tracker.stages.values())


@pytest.mark.parametrize(
    ("status", "codes", "ends_in"),
    [
        ("SUCCESS", [], ExitStatus.OK),
        ("FAILURE", [""], ExitStatus.FAILED),
        ("FAILURE", ["warehouse.busy"], ExitStatus.FAILED),
        ("FAILURE", ["", "input.truncated"], ExitStatus.UNUSABLE_INPUT),
        ("CANCELED", [], ExitStatus.FAILED),
        ("STARTED", [], ExitStatus.FAILED),
    ],
)
def test_the_exit_status(status: str, codes: list[str], ends_in: ExitStatus) -> None:
    outcome = Outcome(status, {}, [], [], codes=codes)
    assert outcome.exit_status is ends_in
    assert outcome.finished is (status != "STARTED")


def test_elsewhere_a_stage_is_a_line_once_the_next_begins(
    console: Console, clock: Callable[[float], None]
) -> None:
    tracker = Tracker()
    with Show(tracker, console) as show:
        tracker.take(begins("landing__replay"))
        clock(2)
        for table, rows in (("user", 1000), ("tiktok", 234), ("youtube", 0)):
            tracker.take(makes(f"raw/{table}_signals", rows=rows))
        tracker.take(ends("landing__replay"))
        show.update()
        assert said(console) == ""
        tracker.take(begins("read_terms"))
        show.update()
        assert said(console) == "  ✓ Signals: 1,234 rows, 2 sources  2.0 s\n"
        tracker.take(makes("raw/terms", rows=77))
        tracker.take(makes("raw/term_links", rows=900))
        tracker.take(fails("read_terms"))
        show.update()
    assert said(console).splitlines()[1:] == ["  ✗ Terms: 77 rows in terms"]


def test_the_last_picture_on_a_terminal() -> None:
    console = Console(file=StringIO(), width=120, force_terminal=True)
    tracker = Tracker()
    with Show(tracker, console) as show:
        tracker.take(begins("landing__replay"))
        show.update()
        tracker.take(ends("landing__replay"))
        tracker.take(makes("state/ideas", rows=12))
        tracker.take(fails("state__designs"))
    last = said(console).rsplit("Signals", 1)[1]
    assert "12 rows" in last
    assert "✗" in last
    assert "Drafts" in last
