"""Children end with us, in every way that we can end."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from podpusher import processes
from podpusher.errors import CommandError
from podpusher.processes import Child, free_port, require_free_port, start, stop, wait_until
from tests.factories.pipeline import ROOT

SLEEP = "import time; time.sleep(120)"
# A child that starts a grandchild in a group of its own, and both ignore polite requests.
STUBBORN = (
    "import signal, subprocess, sys, time\n"
    "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
    "child = subprocess.Popen([sys.executable, '-c', 'import signal, time; "
    "signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); time.sleep(120)'],"
    " start_new_session=True, stdout=subprocess.PIPE)\n"
    "child.stdout.readline(); print(child.pid, flush=True)\n"
    "time.sleep(120)\n"
)


def launch(code: str, folder: Path, name: str = "server") -> Child:
    return start(
        name, [sys.executable, "-u", "-c", code], environment=os.environ, logs=folder / "logs"
    )


def gone(pid: int, seconds: float = 20.0) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
                return True
        except psutil.NoSuchProcess:
            return True
        time.sleep(0.02)
    return False


def first_line(child: Child) -> str:
    wait_until(lambda: child.log.read_text().endswith("\n"), child, seconds=30)
    return child.log.read_text().splitlines()[0]


def test_a_child_has_a_group_and_a_log_of_its_own(tmp_path: Path) -> None:
    child = launch("print('hello'); " + SLEEP, tmp_path)
    try:
        assert first_line(child) == "hello"
        assert child.alive()
        assert os.getpgid(child.process.pid) == child.process.pid != os.getpgid(0)
        assert child.log == tmp_path / "logs" / "server.log"
    finally:
        stop([child])
    assert not child.alive()


def test_stop_is_polite_first(tmp_path: Path) -> None:
    polite = (
        "import signal, sys, time\n"
        "signal.signal(signal.SIGTERM, lambda *_: (print('bye'), sys.exit(0)))\n"
        "print('up'); time.sleep(120)"
    )
    child = launch(polite, tmp_path)
    first_line(child)
    began = time.monotonic()
    stop([child])
    assert time.monotonic() - began < processes.GRACE_SECONDS
    assert child.process.returncode == 0
    assert child.last_words(1) == "bye"


def test_stop_ends_what_does_not_listen_and_all_that_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "GRACE_SECONDS", 0.3)
    child = launch(STUBBORN, tmp_path)
    grandchild = int(first_line(child))
    assert psutil.pid_exists(grandchild)
    stop([child])
    assert gone(child.process.pid)
    assert gone(grandchild)


def test_stop_takes_what_has_ended_already(tmp_path: Path) -> None:
    child = launch("pass", tmp_path)
    child.process.wait()
    stop([child])
    stop([])
    assert child.process.returncode == 0


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children of a death")
def test_a_killed_parent_takes_its_children_along(tmp_path: Path) -> None:
    script = (
        "import os, signal, sys, time; from pathlib import Path\n"
        "from podpusher.processes import start\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"  # what the starter ignores is inherited
        "child = start('c', [sys.executable, '-c', 'import time; time.sleep(120)'],"
        " environment=os.environ, logs=Path(sys.argv[1]))\n"
        "print(child.process.pid, flush=True); time.sleep(120)"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    try:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert psutil.pid_exists(child)
        parent.kill()
        assert gone(child)
    finally:
        parent.kill()
        parent.communicate()


def test_the_last_words_are_the_end_of_the_log(tmp_path: Path) -> None:
    child = launch("for n in range(50): print(n)", tmp_path)
    child.process.wait()
    assert child.last_words(2) == "48\n49"
    child.log.unlink()
    assert child.last_words() == ""


class TestPorts:
    def test_a_free_port_can_be_taken(self) -> None:
        require_free_port(free_port(), "PODPUSHER_PORT", "the dashboard")

    def test_a_port_in_use_names_the_setting(self) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            with pytest.raises(CommandError) as caught:
                require_free_port(port, "PODPUSHER_PORT", "the dashboard")
        assert caught.value.code == "up.port_in_use"
        assert f"Port {port}" in str(caught.value)
        assert "PODPUSHER_PORT=<port>" in str(caught.value)

    def test_a_port_that_was_just_left_is_free(self) -> None:
        """Connections in their last wait state do not hold a restart up."""
        with socket.socket() as server:
            server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as servers do
            server.bind(("127.0.0.1", 0))
            server.listen()
            port = server.getsockname()[1]
            with socket.create_connection(("127.0.0.1", port)):
                accepted, _ = server.accept()
                accepted.close()
        require_free_port(port, "PODPUSHER_PORT", "the dashboard")


class TestWaiting:
    def test_it_ends_when_ready(self, tmp_path: Path) -> None:
        child = launch(SLEEP, tmp_path)
        asked: list[int] = []
        try:
            wait_until(lambda: len(asked) == 3 or asked.append(1), child, seconds=20, interval=0.01)
        finally:
            stop([child])
        assert len(asked) == 3

    def test_a_server_that_stops_is_quoted(self, tmp_path: Path) -> None:
        child = launch("raise SystemExit('no such module')", tmp_path)
        with pytest.raises(CommandError) as caught:
            wait_until(lambda: False, child, seconds=30)
        assert caught.value.code == "up.server_stopped"
        assert "no such module" in str(caught.value)

    def test_a_silent_server_is_named(self, tmp_path: Path) -> None:
        child = launch(SLEEP, tmp_path)
        try:
            with pytest.raises(CommandError) as caught:
                wait_until(lambda: False, child, seconds=0.05, interval=0.01)
        finally:
            stop([child])
        assert caught.value.code == "up.server_silent"
        assert str(child.log) in str(caught.value)
