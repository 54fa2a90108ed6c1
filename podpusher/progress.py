"""Following a pipeline run on the screen: each stage by name, with its row counts."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from rich.console import Console
from rich.live import Live
from rich.spinner import Spinner
from rich.table import Table
from rich.text import Text

from podpusher.dagster_client import FINISHED, DagsterClient, Event, Unanswered
from podpusher.errors import ExitStatus

STAGES = (
    ("ingest", "Signals"),
    ("terms", "Terms"),
    ("score", "Scores"),
    ("serve", "Snapshot"),
    ("ideate", "Ideas"),
    ("design", "Designs"),
    ("listing", "Drafts"),
)
SCHEMA_STAGE = {
    "landing": "ingest",
    "staging": "score",
    "intermediate": "score",
    "marts": "score",
    "serving": "serve",
}
TERMS = {"terms", "term_links", "term_clusters", "term_occasions"}
STATE_STAGE = {"ideas": "ideate", "designs": "design", "drafts": "listing"}
# The figure that stands for a stage where it makes several tables.
HEADLINE = {"terms": "terms", "score": "fct_term_score_daily"}


@dataclass
class Stage:
    """What is known of one stage so far."""

    title: str
    rows: dict[str, int] = field(default_factory=dict)
    started: float | None = None
    seconds: float = 0.0
    failed: bool = False
    notes: list[str] = field(default_factory=list)


@dataclass
class Outcome:
    """How a run ended."""

    status: str
    stages: dict[str, Stage]
    problems: list[str]
    warnings: list[str]
    answered: list[bool] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)  # error codes of the failed steps

    @property
    def silent(self) -> bool:
        """Whether live sources were asked and none answered."""
        return bool(self.answered) and not any(self.answered)

    @property
    def finished(self) -> bool:
        """Whether it was followed to its end."""
        return self.status in FINISHED

    @property
    def ok(self) -> bool:
        """Whether the run succeeded."""
        return self.status == "SUCCESS"

    @property
    def unusable_input(self) -> bool:
        """Whether it failed because nothing of the input could be read."""
        return any(code.startswith("input.") for code in self.codes)

    @property
    def exit_status(self) -> ExitStatus:
        """What a command that waited for the run ends in."""
        if self.ok:
            return ExitStatus.OK
        return ExitStatus.UNUSABLE_INPUT if self.unusable_input else ExitStatus.FAILED


def stage_of(asset: tuple[str, ...]) -> str | None:
    """The stage that makes an asset, from its key."""
    if not asset:
        return None
    if asset[0] == "raw":
        return "terms" if asset[-1] in TERMS else "ingest"
    if asset[0] == "state":
        return STATE_STAGE.get(asset[-1])
    return SCHEMA_STAGE.get(asset[0])


def stage_of_step(step: str) -> str | None:
    """The stage of an op that makes several assets, or whose key is its path."""
    if step == "read_terms":
        return "terms"
    if step == "score_models":
        return "score"
    return stage_of(tuple(step.split("__")))


class Tracker:
    """Turns a run's events into stages."""

    def __init__(self) -> None:
        self.stages = {name: Stage(title) for name, title in STAGES}
        self.problems: list[str] = []
        self.warnings: list[str] = []
        self.answered: list[bool] = []  # of the live sources that were asked
        self.codes: list[str] = []
        self.current: str | None = None

    def take(self, event: Event) -> None:
        """Learn from one event."""
        name = stage_of(event.asset) or (stage_of_step(event.step) if event.step else None)
        stage = self.stages.get(name) if name else None
        if event.type == "ExecutionStepStartEvent" and stage:
            self.current = name
            stage.started = time.monotonic()
        elif event.type in {"ExecutionStepSuccessEvent", "ExecutionStepFailureEvent"}:
            if stage and stage.started is not None:
                stage.seconds += time.monotonic() - stage.started
                stage.started = None
            if event.type == "ExecutionStepFailureEvent":
                self._failed(event, stage)
        elif event.type == "MaterializationEvent" and stage:
            rows = event.metadata.get("dagster/row_count")
            if rows is not None:
                stage.rows[event.asset[-1]] = int(rows)
            notice = event.metadata.get("notice")
            if notice:
                self.warnings.append(str(notice))
            if "answered" in event.metadata:
                self.answered.append(bool(event.metadata["answered"]))
        elif event.type == "AssetCheckEvaluationEvent" and not event.passed:
            where = "/".join(event.asset)
            text = f"{where}: check {event.check} failed"
            (self.problems if event.severe else self.warnings).append(text)

    def _failed(self, event: Event, stage: Stage | None) -> None:
        """A failed step is a problem, also one that makes no asset (a check of its own)."""
        if stage:
            stage.failed = True
        code = str(event.metadata.get("code") or "")
        self.codes.append(code)
        said = _first_line(event.message)
        self.problems.append(": ".join(filter(None, (event.step, code, said))))

    def outcome(self, status: str) -> Outcome:
        """What was learned, once the run has ended as `status`."""
        return Outcome(status, self.stages, self.problems, self.warnings, self.answered, self.codes)

    def table(self) -> Table:
        """The stages as they stand."""
        table = Table(box=None, padding=(0, 2), show_header=False)
        for name, stage in self.stages.items():
            table.add_row(self._mark(name, stage), stage.title, _rows(name, stage), _seconds(stage))
        return table

    def _mark(self, name: str, stage: Stage) -> Text | Spinner:
        if stage.failed:
            return Text("✗", style="red")
        if stage.started is not None or name == self.current:
            return Spinner("dots", style="cyan")
        return Text("✓", style="green") if stage.rows or stage.seconds else Text("·", style="dim")


def _first_line(text: str) -> str:
    return next(iter(text.strip().splitlines()), "failed without a word")


def _rows(name: str, stage: Stage) -> str:
    if not stage.rows:
        return ""
    headline = HEADLINE.get(name)
    if headline in stage.rows:
        return f"{stage.rows[headline]:,} rows in {headline}"
    if name == "ingest":
        tables = {key: n for key, n in stage.rows.items() if key.endswith("_signals") and n}
        return f"{sum(tables.values()):,} rows, {len(tables)} sources"
    return f"{sum(stage.rows.values()):,} rows"


def _seconds(stage: Stage) -> str:
    return f"{stage.seconds:.1f} s" if stage.seconds >= 0.05 else ""


class Show:
    """The stages on the screen: redrawn on a terminal, a line as each ends elsewhere."""

    def __init__(self, tracker: Tracker, console: Console) -> None:
        self._tracker = tracker
        self._console = console
        self._said: set[str] = set()
        self._live = (
            Live(tracker.table(), console=console, refresh_per_second=8)
            if console.is_terminal
            else None
        )

    def __enter__(self) -> Show:
        if self._live:
            self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._tracker.current = None
        if self._live:
            self._live.update(self._tracker.table())
            self._live.stop()
        else:
            self._say(final=True)

    def update(self) -> None:
        """Draw what has changed."""
        if self._live:
            self._live.update(self._tracker.table())
        else:
            self._say()

    def _say(self, *, final: bool = False) -> None:
        stages = self._tracker.stages
        order = list(stages)
        for position, (name, stage) in enumerate(stages.items()):
            later = any(
                stages[other].started or stages[other].rows for other in order[position + 1 :]
            )
            if name in self._said or not stage.rows or not (later or final):
                continue
            self._said.add(name)
            mark = "✗" if stage.failed else "✓"
            line = f"  {mark} {stage.title}: {_rows(name, stage)}  {_seconds(stage)}"
            self._console.print(line.rstrip(), highlight=False)


def follow(
    client: DagsterClient,
    run_id: str,
    console: Console,
    *,
    interrupted: Callable[[], bool],
    interval: float = 0.4,
) -> Outcome:
    """Show the run until it ends, or until somebody interrupts."""
    tracker, cursor, status = Tracker(), None, "QUEUED"
    with Show(tracker, console) as show:
        while not interrupted():
            try:
                events, cursor, status = client.follow(run_id, cursor)
            except Unanswered:  # a busy machine; whether the server lives is asked above
                time.sleep(interval)
                continue
            for event in events:
                tracker.take(event)
            show.update()
            if status in FINISHED and not events:
                break
            if not events:
                time.sleep(interval)
    return tracker.outcome(status)
