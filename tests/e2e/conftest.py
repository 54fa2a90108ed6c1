"""The whole product as a seller starts it: `podpusher up` in a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import pytest

from podpusher.processes import free_port
from tests.conftest import ROOT
from tests.factories.pipeline import Installation, row_counts
from tests.factories.signals import write_slice

READY_WITHIN = 560.0  # seconds on a machine that does other things, too
STOPPED_WITHIN = 60.0


@dataclass
class Served:
    """A running `podpusher up`."""

    place: Installation
    output: Path
    port: int = field(default_factory=free_port)
    dagster_port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] = field(init=False)
    seconds: float = 0.0  # from the start until everything answered and the run had ended

    @property
    def url(self) -> str:
        """The dashboard and the API."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def dagster_url(self) -> str:
        """Dagster's UI."""
        return f"http://127.0.0.1:{self.dagster_port}"

    @property
    def data(self) -> Path:
        """The data folder."""
        return self.place.data

    def start(self) -> Served:
        """Start it and wait until it says that it is ready."""
        began = time.monotonic()
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                self.place.command("up"),
                env=self.place.environment(
                    PODPUSHER_PORT=str(self.port), PODPUSHER_DAGSTER_PORT=str(self.dagster_port)
                ),
                cwd=self.place.root,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        while "Ctrl-C stops everything." not in self.said():
            if self.process.poll() is not None or time.monotonic() - began > READY_WITHIN:
                self.stop(signal.SIGTERM)
                raise AssertionError(f"`podpusher up` did not get ready:\n{self.said()[-3000:]}")
            time.sleep(0.05)
        self.seconds = time.monotonic() - began
        assert "Ready after" in self.said(), self.said()
        return self

    def said(self) -> str:
        """What it printed so far."""
        return self.output.read_text(errors="replace")

    def stop(self, number: signal.Signals) -> int:
        """Ask it to stop; its exit status."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        try:
            return self.process.wait(STOPPED_WITHIN)
        except subprocess.TimeoutExpired:
            for process in processes_of(self.data):
                process.kill()
            self.process.wait()
            raise


def processes_of(data: Path) -> list[psutil.Process]:
    """Every living process that works in the data folder, whoever its parent is."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.pid == os.getpid() or process.status() == psutil.STATUS_ZOMBIE:
                continue
            if process.environ().get("PODPUSHER_DATA") == str(data):
                found.append(process)
        except psutil.Error:
            continue
    return found


def none_left(data: Path, seconds: float = 10.0) -> bool:
    """Whether all of them end by themselves within the time."""
    deadline = time.monotonic() + seconds
    while processes_of(data):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whoever comes first pays for two starts of the whole product."""
    for item in items:
        if "served_replay" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.timeout(1500))


@dataclass
class FirstStart:
    """What the first of two starts left behind."""

    seconds: float
    status: int
    processes: list[str]
    pointer: dict[str, Any]
    counts: dict[str, int]
    said: str


@dataclass
class Restarted(Served):
    """A second `podpusher up` on the same folder, still running, and what the first one left."""

    first: FirstStart = field(init=False)


def recorded_or_slice(root: Path, which: str) -> Installation:
    """The recorded signals with the defaults of the product, or a small slice."""
    if which == "recorded":
        recorded = ROOT.parent / "shared" / "data" / "signals"
        if not recorded.is_dir():
            pytest.skip("the recorded data (../shared/data) is not on this machine")
        defaults = {
            "PODPUSHER_IDEAS": "36",
            "PODPUSHER_SCORE_DAYS": "28",
            "PODPUSHER_COUNTRIES": "US,GB,CA,AU,DE,FR",
        }
        return Installation(root, defaults, recorded)
    place = Installation(root)
    write_slice(place.signals)
    return place


# Long: two starts over all recorded signals take minutes; the slice goes the same way.
@pytest.fixture(scope="session", params=["slice", pytest.param("recorded", marks=pytest.mark.long)])
def served_replay(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Restarted]:
    """`podpusher up` started, stopped by Ctrl-C and started again; it serves until the end."""
    place = recorded_or_slice(tmp_path_factory.mktemp("served"), request.param)
    served = Restarted(place, place.root / "up.log").start()
    said = served.said()
    status = served.stop(signal.SIGINT)
    none_left(place.data, 5.0)
    left = [process.name() for process in processes_of(place.data)]
    first = FirstStart(
        served.seconds, status, left, place.pointer(), row_counts(place), served.said() or said
    )
    served.start()  # on the same ports: they must be free again
    served.first = first
    print(f"first start {first.seconds:.1f} s, second {served.seconds:.1f} s")
    yield served
    assert served.stop(signal.SIGTERM) == 0
    assert none_left(place.data), processes_of(place.data)
