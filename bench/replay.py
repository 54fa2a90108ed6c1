"""The replay of recorded signals, from the start to a dashboard that answers with trends.

`python -m bench.replay [--signals FOLDER] [--as-of DAY]`: `podpusher up` in an empty data folder,
then once more in the same one. Time, processor time and memory are of the whole tree of processes.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from bench.report import Figure, emit

ROOT = Path(__file__).resolve().parent.parent
GOAL_SECONDS = 120.0
GOAL_MEGABYTES = 1500.0
GOAL_SECOND_START = 0.5
LIMIT_SECONDS = 540.0
SAMPLE_SECONDS = 0.1
ASK_SECONDS = 0.2
ENDED = ("Ready after", "The run ended as")


@dataclass
class Seen:
    """What was seen of one process: its name, peak resident bytes and processor seconds."""

    name: str
    peak_bytes: int = 0
    cpu_seconds: float = 0.0


class Watch:
    """Samples a process and everything below it until stopped."""

    def __init__(self, pid: int) -> None:
        self._root = psutil.Process(pid)
        self._known: dict[int, psutil.Process] = {}
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watch", daemon=True)
        self.seen: dict[int, Seen] = {}
        self.peak_sum_bytes = 0
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._thread.join()

    def cpu_seconds(self) -> float:
        return sum(seen.cpu_seconds for seen in list(self.seen.values()))

    def alive(self) -> list[str]:
        """Names of the processes that still live."""
        return [self.seen[pid].name for pid, process in self._known.items() if _lives(process)]

    def kill(self) -> None:
        """End every process that was seen and still lives."""
        for process in list(self._known.values()):
            if _lives(process):
                process.kill()

    def largest(self) -> Seen:
        return max(self.seen.values(), key=lambda seen: seen.peak_bytes)

    def _run(self) -> None:
        while not self._stop.wait(SAMPLE_SECONDS):
            self._sample()

    def _sample(self) -> None:
        try:
            tree = [self._root, *self._root.children(recursive=True)]
        except psutil.NoSuchProcess:
            return
        total = 0
        for process in tree:
            try:
                known = self._known.setdefault(process.pid, process)
                with known.oneshot():
                    resident = known.memory_info().rss
                    times = known.cpu_times()
                    seen = self.seen.get(known.pid)
                    # A fork bears its parent's name until it becomes a program of its own.
                    name = _name(known.cmdline()) or (seen.name if seen else known.name())
            except (psutil.NoSuchProcess, psutil.AccessDenied):
                continue
            seen = self.seen.setdefault(known.pid, Seen(name))
            seen.name = name
            seen.peak_bytes = max(seen.peak_bytes, resident, _high_water(known.pid))
            seen.cpu_seconds = times.user + times.system
            total += resident
        self.peak_sum_bytes = max(self.peak_sum_bytes, total)


def _lives(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _name(command: list[str]) -> str:
    """The telling part of a command line: the module or script, and its first words."""
    if any("spawn_main" in part for part in command):
        return "worker of a run"
    if "-m" in command:
        return " ".join(command[command.index("-m") + 1 :][:3])
    return " ".join([Path(part).name for part in command[1:3]] or command[:1])


def _high_water(pid: int) -> int:
    """The kernel's own peak of resident bytes; 0 where it does not tell."""
    try:
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    return 0


@dataclass
class Start:
    """One start: seconds until trends were answered and until the run ended, and its cost."""

    answered: float | None = None
    ended: float | None = None
    ok: bool = False
    cpu_seconds: float = 0.0
    largest: Seen = field(default_factory=lambda: Seen(""))
    peak_sum_bytes: int = 0
    left: list[str] = field(default_factory=list)


def measure(signals: Path, as_of: str, folder: Path) -> Start:
    """`podpusher up` on the folder until the run has ended, then stopped like by Ctrl-C."""
    port, dagster_port = free_ports(2)
    environment = {
        k: v for k, v in os.environ.items() if not k.startswith(("PODPUSHER_", "DAGSTER_"))
    }
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    environment |= {
        "PODPUSHER_DATA": str(folder),
        "PODPUSHER_PORT": str(port),
        "PODPUSHER_DAGSTER_PORT": str(dagster_port),
        "PYTHONUNBUFFERED": "1",
    }
    command = [sys.executable, "-m", "podpusher", "up", "--signals", str(signals), "--as-of", as_of]
    start, done = Start(), threading.Event()
    began = time.monotonic()
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    watch = Watch(process.pid)

    def read() -> None:
        assert process.stdout is not None
        for line in process.stdout:
            print("  | " + line, end="", flush=True)
            if line.startswith(ENDED) and start.ended is None:
                start.ended = time.monotonic() - began
                start.cpu_seconds = watch.cpu_seconds()
                start.ok = line.startswith("Ready")
                done.set()
        done.set()

    reader = threading.Thread(target=read, name="reader", daemon=True)
    reader.start()
    try:
        while time.monotonic() - began < LIMIT_SECONDS:
            if start.answered is None and trends(port):
                start.answered = time.monotonic() - began
            if done.is_set() and (start.answered is not None or process.poll() is not None):
                break
            done.wait(ASK_SECONDS) if start.answered else time.sleep(ASK_SECONDS)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            print("  did not stop within 60 s of Ctrl-C; killed")
            watch.kill()
            process.wait()
        watch.stop()
        reader.join(5)
    start.largest, start.peak_sum_bytes, start.left = (
        watch.largest(),
        watch.peak_sum_bytes,
        watch.alive(),
    )
    return start


def trends(port: int) -> bool:
    """Whether the dashboard's port answers with trends."""
    try:
        with urllib.request.urlopen(
            f"http://127.0.0.1:{port}/api/v1/trends?limit=1", timeout=2
        ) as answer:
            return bool(json.load(answer)["items"])
    except (OSError, ValueError, KeyError):
        return False


def free_ports(count: int) -> list[int]:
    """Ports that were free a moment ago."""
    probes = [socket.socket() for _ in range(count)]
    try:
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [int(probe.getsockname()[1]) for probe in probes]
    finally:
        for probe in probes:
            probe.close()


def say(title: str, start: Start) -> None:
    """The figures of one start, for people."""
    print(
        f"{title}: trends answered after {start.answered or float('nan'):.1f} s, run ended after "
        f"{start.ended or float('nan'):.1f} s; {start.cpu_seconds:.0f} s of processor time until "
        f"then ({start.cpu_seconds / (os.cpu_count() or 1):.0f} s if all cores were ours); largest "
        f"process {start.largest.peak_bytes / 1e6:,.0f} MB ({start.largest.name}), all together "
        f"{start.peak_sum_bytes / 1e6:,.0f} MB"
    )
    if start.left:
        print(f"  left running after the stop: {', '.join(start.left)}")


def figures(first: Start, second: Start) -> list[Figure]:
    """What counts of two complete starts."""
    assert first.answered
    assert first.ended
    assert second.answered
    assert second.ended
    both = max(first.largest.peak_bytes, second.largest.peak_bytes)
    return [
        Figure("start to trends answered", first.answered, "s", GOAL_SECONDS),
        Figure("start to run's end", first.ended, "s"),
        Figure("processor time of the first start", first.cpu_seconds, "s"),
        Figure("largest process", both / 1e6, "MB", GOAL_MEGABYTES),
        Figure("second start to trends answered", second.answered, "s"),
        Figure("second start to run's end", second.ended, "s"),
        Figure(
            "second start / first, run's end", second.ended / first.ended, "", GOAL_SECOND_START
        ),
        Figure("second start / first, processor time", second.cpu_seconds / first.cpu_seconds, ""),
        Figure("processes left after the stop", len(first.left) + len(second.left), "", 0.0),
    ]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--signals", type=Path, default=Path("../shared/data/signals"))
    parser.add_argument("--as-of", default="2024-12-31")
    parser.add_argument("--data", type=Path, help="keep the data folder here (it must be empty)")
    options = parser.parse_args(arguments)
    signals = (ROOT / options.signals).resolve()
    if not signals.exists():
        print(f"No recorded signals at {options.signals}: left out. Name them with --signals.")
        emit([])
        return 0
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that `up` is stopped too
    folder = options.data or Path(tempfile.mkdtemp(prefix="podpusher-bench-"))
    if folder.is_dir() and any(folder.iterdir()):
        parser.error(f"{folder} is not empty")
    try:
        first = measure(signals, options.as_of, folder.resolve())
        say("first start", first)
        if not first.ok:
            return 1
        second = measure(signals, options.as_of, folder.resolve())
        say("second start", second)
        if not second.ok:
            return 1
    finally:
        if options.data is None:
            shutil.rmtree(folder, ignore_errors=True)
    found = figures(first, second)
    emit(found)
    return 1 if any(figure.held is False for figure in found) else 0


if __name__ == "__main__":
    raise SystemExit(main())
