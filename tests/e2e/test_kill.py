"""The pipeline killed at random points, and a disk that fills: what is published stays whole."""

from __future__ import annotations

import os
import random
import resource
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.e2e.conftest import none_left, processes_of
from tests.factories.pipeline import (
    IDEAS,
    OF_RUNS_BEFORE,
    Installation,
    replayed,
    row_counts,
)
from tests.factories.signals import write_slice
from warehouse.serving.generations import KEEP
from warehouse.serving.reader import SnapshotReader
from warehouse.settings import WarehouseSettings
from warehouse.state.repositories import designs, ideas
from warehouse.state.session import forget_engines, session_scope

pytestmark = [pytest.mark.long, pytest.mark.timeout(900)]

SEED = 20241231
PREPARE = "prepare"
# Where each round strikes. Each stage is struck, the long ones more often.
TARGETS = (
    PREPARE,
    "landing__replay",
    "raw__user_signals",
    "read_terms",
    "score_models",
    "score_models",
    "score_models",
    "serving__snapshot",
    "serving__snapshot",
    "state__ideas",
    "state__designs",
    "state__designs",
    "state__drafts",
)
GIVE_UP = 420.0  # seconds for one run on a busy machine


@dataclass
class Steps:
    """What the run that comes next has logged so far, read beside it from Dagster's own files."""

    home: Path
    before: frozenset[Path] = field(init=False)

    def __post_init__(self) -> None:
        self.before = frozenset(self._logs())

    def _logs(self) -> set[Path]:
        return {
            path
            for path in (self.home / "history" / "runs").glob("*.db")
            if path.name != "index.db"
        }

    def times(self, kind: str) -> dict[str, float]:
        """Steps with an event of the kind, and when it was logged (seconds since the epoch)."""
        found: dict[str, float] = {}
        for path in self._logs() - self.before:
            try:
                connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=5)
                try:
                    rows = connection.execute(
                        "select step_key, strftime('%s', timestamp) + "
                        "strftime('%f', timestamp) - strftime('%S', timestamp) "
                        "from event_logs where dagster_event_type = ?",
                        (kind,),
                    ).fetchall()
                finally:
                    connection.close()
            except sqlite3.OperationalError:
                continue  # the table is not there yet
            found |= {str(step or PREPARE): float(moment) for step, moment in rows}
        return found


def start(place: Installation, limit: Callable[[], None] | None = None) -> subprocess.Popen[bytes]:
    with (place.root / "run.log").open("ab") as log:
        return subprocess.Popen(
            place.command("run"),
            env=place.environment(),
            cwd=place.root,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=limit,
        )


def clean_run(place: Installation) -> str:
    """A run to its end; what it printed."""
    done = place.podpusher("run", timeout=GIVE_UP)
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
    assert "Traceback" not in done.stderr
    return done.stdout


def durations(place: Installation) -> dict[str, float]:
    """Seconds of each step of an undisturbed run, measured while it ran."""
    steps, began = Steps(place.data / "dagster"), time.time()
    clean_run(place)
    started, ended = steps.times("STEP_START"), steps.times("STEP_SUCCESS")
    found = {name: max(0.05, ended[name] - started[name]) for name in started}
    found[PREPARE] = min(started.values()) - began
    return found


def whole(place: Installation) -> str:
    """The fingerprint of what is published, after a look at every table of it."""
    snapshot = SnapshotReader(place.data / "serving").current()
    generation = snapshot.generation
    assert generation.rows["dim_term"] > 150
    for table, count in generation.rows.items():
        assert snapshot.query(f"select count(*) as n from {table}") == [{"n": count}]
    ranks = snapshot.query(
        "select count(*) as n, count(distinct rank) as ranks from fct_term_score_daily "
        "where scored_on = (select max(scored_on) from fct_term_score_daily)"
    )
    assert ranks[0]["n"] == ranks[0]["ranks"] > 150
    return generation.fingerprint


def strike(
    place: Installation, target: str, after: float, *, alone: bool = False
) -> tuple[bool, list[str]]:
    """Start a run and kill it `after` seconds into a step, at the latest when that has ended.

    Whether it lived, and the steps that it had started, in order.
    """
    steps = Steps(place.data / "dagster")
    process = start(place)
    deadline = time.monotonic() + GIVE_UP
    try:
        if target != PREPARE:
            while target not in steps.times("STEP_START"):
                assert process.poll() is None, (place.root / "run.log").read_text()[-2000:]
                assert time.monotonic() < deadline, f"{target} did not start"
                time.sleep(0.01)
        moment = time.monotonic() + after
        while time.monotonic() < moment and target not in steps.times("STEP_SUCCESS"):
            time.sleep(min(0.02, after))
        lived = process.poll() is None
    finally:
        if alone:
            process.kill()
        else:
            with suppress(ProcessLookupError):  # it had ended, and all that it started
                os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    started = steps.times("STEP_START")
    return lived, [PREPARE, *sorted(started, key=lambda name: started[name])]


def ended(place: Installation) -> bool:
    """Whether nothing is left but what docs/operations/recovery.md says may be.

    That are two idle `tail` of Dagster, whose own watcher was killed with the run.
    """
    if none_left(place.data, 20):
        return True
    idle = [process for process in processes_of(place.data) if process.name() == "tail"]
    for process in idle:
        process.kill()
    return len(idle) <= 2 and none_left(place.data)


def fractions() -> list[float]:
    """For each round how far into its step it strikes; rounds in one step are spread over it."""
    chance = random.Random(SEED)
    found = []
    for number, target in enumerate(TARGETS):
        rounds, mine = TARGETS.count(target), TARGETS[:number].count(target)
        found.append(0.7 * chance.uniform(mine / rounds, (mine + 1) / rounds))
    return found


def lose_a_design(place: Installation) -> None:
    """Remove a print file, so that the design stage has something to draw."""
    (place.data / "designs").mkdir(exist_ok=True)
    for path in sorted((place.data / "designs").rglob("*.png"))[:3]:
        path.unlink()


@pytest.fixture
def place(tmp_path: Path) -> Installation:
    """A data folder with a good snapshot published; its signals are ours to change."""
    return replayed().place.copy_to(tmp_path / "place")


def test_a_kill_at_any_moment_leaves_the_snapshot_and_a_clean_next_run(
    place: Installation,
) -> None:
    good = replayed().generations[0]["fingerprint"]
    assert whole(place) == good
    write_slice(place.signals, seed=2)
    seconds = durations(place)
    published = whole(place)
    assert published != good
    hit: list[str] = []
    alone = len(TARGETS) - 2  # one round kills the run alone, not what it started
    moments = fractions()
    for number, target in enumerate(TARGETS):
        if TARGETS.index(target) <= TARGETS.index("score_models"):
            write_slice(place.signals, seed=3 + number)  # something new to compute
        if target == "state__designs":
            lose_a_design(place)
        lived, started = strike(
            place, target, moments[number] * seconds[target], alone=number == alone
        )
        hit += [started[-1]] if lived else []
        assert ended(place), processes_of(place.data)
        before, published = published, whole(place)
        assert published == before or "serving__snapshot" in started
    print(f"killed in {hit}")
    assert len(hit) >= 12, hit
    for stage in ("raw__", "read_terms", "score_models", "serving__", "state__"):
        assert any(step.startswith(stage) for step in hit), (stage, hit)
    write_slice(place.signals, seed=1)
    clean_run(place)
    the_same_as_undisturbed(place, good)


GROWN_WHOLE = {
    f"intermediate.int_{name}"
    for name in ("term", "term_link", "observation", "daily_value", "term_source", "series_span")
}


def the_same_as_undisturbed(place: Installation, fingerprint: str) -> None:
    """Every table as it is after a run on a fresh folder; no rest of a killed run counts."""
    assert whole(place) == fingerprint
    expected, found = replayed().counts[0], row_counts(place)
    for name, count in expected.items():
        if name in OF_RUNS_BEFORE:
            continue
        # What a build was grown by, and the days it scored, differ from one made from nothing.
        if name.startswith(("raw.", "marts.")) or name in GROWN_WHOLE:
            assert found[name] == count, name
    serving = place.data / "serving"
    assert len(list(serving.glob("serving-*.duckdb"))) <= KEEP
    assert not list(serving.glob("*.part"))
    assert not list((place.data / "designs").rglob("*.part"))
    kept = WarehouseSettings(data=place.data)
    with session_scope(kept) as session:
        current = {idea.id for idea in ideas.current(session)}
        drawn = designs.current(session)
        assert len(current) == IDEAS
        assert {design.idea_id for design in drawn} == current
        for design in drawn:
            for file in design.files.values():
                assert (kept.designs / file["path"]).stat().st_size == file["bytes"]
    forget_engines()
    runs = sqlite3.connect(f"file:{next(place.data.rglob('runs.db'))}?mode=ro", uri=True)
    statuses = {row[0] for row in runs.execute("select status from runs")}
    runs.close()
    assert statuses <= {"SUCCESS", "FAILURE", "CANCELED"}  # nothing is "under way" for ever


def test_a_full_disk_is_a_clear_error_and_the_next_run_is_clean(place: Installation) -> None:
    """No file may grow beyond a part of the warehouse: writing there fails, as on a full disk."""
    before = place.pointer()
    write_slice(place.signals, seed=9)
    # Dagster's own log of a run takes less; the warehouse and a snapshot take more.
    room = 3 * 1024 * 1024
    assert (place.data / "warehouse.duckdb").stat().st_size > room

    def full() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    process = start(place, full)
    status = process.wait(GIVE_UP)
    said = (place.root / "run.log").read_text()
    assert status == 1, said
    assert "Traceback" not in said
    assert "problem" in said or "error" in said
    assert "too large" in said.lower() or "no space" in said.lower() or "disk" in said.lower(), said
    assert place.pointer() == before
    whole(place)
    write_slice(place.signals, seed=1)
    clean_run(place)
    the_same_as_undisturbed(place, replayed().generations[0]["fingerprint"])
