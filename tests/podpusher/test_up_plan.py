"""What `up` decides before it starts anything, and what it says at the end."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from rich.console import Console

from podpusher import up as module
from podpusher.errors import CommandError, ExitStatus
from podpusher.folders import only_one
from podpusher.processes import Child, free_port, start, stop
from podpusher.progress import STAGES, Outcome, Stage
from podpusher.up import Interrupted, Plan, plan, up
from tests.podpusher.conftest import forget, said


@pytest.fixture
def signals(place: Path) -> Path:
    folder = place / "signals"
    folder.mkdir()
    return folder


@pytest.fixture
def child(place: Path) -> Iterator[Child]:
    one = start(
        "dashboard",
        [sys.executable, "-c", "import time; print('my last words', flush=True); time.sleep(60)"],
        environment=os.environ,
        logs=place / "logs",
    )
    yield one
    stop([one])


def outcome(status: str = "SUCCESS", **more: Any) -> Outcome:
    stages = {name: Stage(title) for name, title in STAGES}
    return Outcome(status, stages, **{"problems": [], "warnings": [], **more})


def live(place: Path, **changes: Any) -> Plan:
    return Plan(
        **{
            "signals": None,
            "as_of": None,
            "folder": place / "data",
            "port": 8000,
            "dagster_port": 3000,
            "code_port": 4000,
            **changes,
        }
    )


class TestPlan:
    def test_missing_signals_are_unusable_input(self, place: Path) -> None:
        with pytest.raises(CommandError, match=r"does not exist.*SIGNALS=") as caught:
            plan(place / "nowhere", None)
        assert caught.value.code == "input.missing"
        assert caught.value.status is ExitStatus.UNUSABLE_INPUT
        assert not list(place.iterdir())

    def test_a_replay(self, signals: Path, place: Path) -> None:
        made = plan(Path("signals"), date(2024, 12, 31), exit_after_run=True)
        assert (made.job, made.live, made.exit_after_run) == ("replay", False, True)
        assert made.signals == signals
        env = made.environment
        assert env["PODPUSHER_SIGNALS"] == str(signals)
        assert env["PODPUSHER_AS_OF"] == "2024-12-31"
        assert env["PODPUSHER_DATA"] == str(made.folder)
        assert made.folder.parent == place
        assert env["DAGSTER_HOME"] == str(made.folder / "dagster")
        assert made.code_port not in (made.port, made.dagster_port)
        assert made.partition() == {}  # what was recorded is no answer of today

    def test_live_forgets_the_signals_of_the_shell(
        self, monkeypatch: pytest.MonkeyPatch, place: Path
    ) -> None:
        monkeypatch.setenv("PODPUSHER_SIGNALS", "elsewhere")
        monkeypatch.setenv("PODPUSHER_AS_OF", "2001-01-01")
        monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
        made = plan(None, None)
        assert (made.job, made.live) == ("refresh", True)
        assert made.folder == place / ".podpusher"
        assert not {"PODPUSHER_SIGNALS", "PODPUSHER_AS_OF"} & made.environment.keys()
        assert "PYTHONDONTWRITEBYTECODE" not in made.environment

    def test_nothing_phones_home(self) -> None:
        env = plan(None, None).environment
        assert env["DAGSTER_DISABLE_TELEMETRY"] == "yes"
        assert env["DO_NOT_TRACK"] == "1"
        assert env["GX_ANALYTICS_ENABLED"] == "false"
        assert env["STREAMLIT_BROWSER_GATHER_USAGE_STATS"] == "false"

    def test_ports_and_path_reach_the_children(
        self, monkeypatch: pytest.MonkeyPatch, repository: Path
    ) -> None:
        monkeypatch.setenv("PODPUSHER_PORT", "8123")
        monkeypatch.setenv("PODPUSHER_DAGSTER_PORT", "3123")
        monkeypatch.setenv("PYTHONPATH", "mine")
        forget()
        env = plan(None, None).environment
        assert (env["PODPUSHER_PORT"], env["PODPUSHER_DAGSTER_PORT"]) == ("8123", "3123")
        assert env["PYTHONPATH"].split(os.pathsep) == [str(repository), "mine"]


class TestInterrupted:
    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
    def test_signals_are_remembered_and_handlers_put_back(self, number: signal.Signals) -> None:
        before = signal.getsignal(number)
        interrupted = Interrupted()
        with interrupted.listening():
            assert not interrupted()
            assert not interrupted.wait(0)
            os.kill(os.getpid(), number)
            os.kill(os.getpid(), number)
            assert interrupted.wait(5)
            assert interrupted()
        assert signal.getsignal(number) is before

    def test_waiting_wakes_at_once(self) -> None:
        interrupted = Interrupted()
        with interrupted.listening():
            timer = threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGTERM))
            timer.start()
            assert interrupted.wait(30)
            timer.join()


class TestTell:
    def test_ready(self, place: Path, console: Console) -> None:
        module._tell(live(place), console, outcome(warnings=["slow", "slow"]), 12.4)
        text = said(console)
        assert text.count("note slow") == 1
        assert "Ready after 12 s." in text
        assert "http://localhost:8000/api/docs" in text
        assert "http://localhost:3000" in text
        assert "schedules keep the signals fresh" in text
        assert "problem" not in text
        assert "curated terms alone" not in text

    def test_silent_sources_are_said(self, place: Path, console: Console) -> None:
        module._tell(live(place), console, outcome(answered=[False, False]), 20)
        assert "No live source answered" in said(console)
        assert "curated terms alone" in said(console)

    def test_failed(self, place: Path, console: Console) -> None:
        made = live(place, signals=place / "signals")
        told = outcome("FAILURE", problems=["read_terms: broke"], codes=[""])
        module._tell(made, console, told, 3)
        text = said(console)
        assert "problem read_terms: broke" in text
        assert "ended as failure after 3 s" in text
        assert "Ready" not in text
        assert "make run SIGNALS=" in text


class TestWatch:
    def test_a_server_that_stops_by_itself_is_quoted(self, child: Child, console: Console) -> None:
        while "my last words" not in child.last_words():
            assert child.alive()
        child.process.kill()
        child.process.wait()
        status = module._watch([child], Interrupted(), console)
        assert status is ExitStatus.FAILED
        assert "dashboard stopped by itself" in said(console)
        assert "my last words" in said(console)

    def test_it_watches_until_interrupted(self, child: Child, console: Console) -> None:
        waits = iter([False, True])
        interrupted = SimpleNamespace(wait=lambda _seconds: next(waits))
        status = module._watch([child], interrupted, console)  # type: ignore[arg-type]
        assert status is ExitStatus.OK
        assert said(console) == ""


class Client:
    """Stands for Dagster: launches, and hands out what the run said."""

    def __init__(self) -> None:
        self.launched: list[tuple[str, dict[str, str]]] = []

    def launch(self, job: str, tags: dict[str, str]) -> str:
        self.launched.append((job, tags))
        return "0123456789abcdef"


class TestUp:
    """The order of things; the servers themselves are started by the tests from end to end."""

    @pytest.fixture
    def made(self, place: Path) -> Plan:
        made = live(place, port=free_port(), dagster_port=free_port(), exit_after_run=True)
        made.environment = dict(os.environ)
        return made

    @pytest.fixture
    def client(self, monkeypatch: pytest.MonkeyPatch, child: Child) -> Client:
        client = Client()

        def started(_made: Plan, workspace: Path, children: list[Child], _i: Any) -> Client:
            assert workspace.is_file()
            children.append(child)
            return client

        monkeypatch.setattr(module, "run_prepare", lambda _environment: None)
        monkeypatch.setattr(module, "_start_servers", started)
        return client

    @pytest.mark.parametrize(
        ("told", "status"),
        [
            (outcome(), ExitStatus.OK),
            (outcome("FAILURE", codes=[""]), ExitStatus.FAILED),
            (outcome("FAILURE", codes=["input.empty"]), ExitStatus.UNUSABLE_INPUT),
        ],
    )
    def test_it_ends_as_the_run_did_and_leaves_nothing(
        self,
        made: Plan,
        client: Client,
        child: Child,
        console: Console,
        monkeypatch: pytest.MonkeyPatch,
        told: Outcome,
        status: ExitStatus,
    ) -> None:
        monkeypatch.setattr(module, "follow", lambda *_args, **_more: told)
        assert up(made, console) is status
        today = {"dagster/partition": datetime.now(UTC).date().isoformat()}
        assert client.launched == [("refresh", {"podpusher/started_by": "up"} | today)]
        assert not child.alive()
        assert said(console).rstrip().endswith("nothing is left running.")
        with only_one(made.folder, "up"):  # the folder is free again
            pass

    def test_it_serves_on_until_a_server_stops(
        self,
        made: Plan,
        client: Client,
        child: Child,
        console: Console,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        def ended(*_: Any, interrupted: Any) -> Outcome:
            assert not interrupted()
            child.process.kill()
            child.process.wait()
            assert interrupted()  # nobody follows a run whose server is gone
            return outcome("STARTED")

        monkeypatch.setattr(module, "follow", ended)
        assert up(made, console) is ExitStatus.FAILED
        assert "dashboard stopped by itself" in said(console)

    def test_interrupted_while_the_run_goes_on(
        self,
        made: Plan,
        client: Client,
        child: Child,
        console: Console,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        def ended(*_: Any, interrupted: Any) -> Outcome:
            os.kill(os.getpid(), signal.SIGINT)
            assert interrupted()
            return outcome("STARTED")

        monkeypatch.setattr(module, "follow", ended)
        assert up(made, console) is ExitStatus.OK
        assert not child.alive()

    def test_interrupted_while_preparing(
        self, made: Plan, client: Client, console: Console, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(
            module, "run_prepare", lambda _environment: os.kill(os.getpid(), signal.SIGTERM)
        )
        assert up(made, console) is ExitStatus.OK
        assert client.launched == []

    def test_a_port_in_use_starts_nothing(
        self, made: Plan, client: Client, console: Console
    ) -> None:
        import socket

        with socket.socket() as taken:
            taken.bind(("127.0.0.1", made.dagster_port))
            taken.listen()
            with pytest.raises(CommandError, match="PODPUSHER_DAGSTER_PORT") as caught:
                up(made, console)
        assert caught.value.code == "up.port_in_use"
        assert client.launched == []


def test_the_probes_of_the_servers() -> None:
    from http.server import BaseHTTPRequestHandler, HTTPServer

    class Health(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/api/health" else 404)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Health) as server:
        port = server.server_port
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        assert module._port_open(port)
        assert module._answers(port)
        server.shutdown()
        thread.join()
    assert not module._port_open(port)
    assert not module._answers(port)


def test_the_servers_and_their_order(
    place: Path, monkeypatch: pytest.MonkeyPatch, child: Child
) -> None:
    started: list[list[str]] = []
    waited: list[str] = []

    def begin(name: str, arguments: list[str], **_: Any) -> Child:
        started.append([name, *arguments[1:]])
        return Child(name, child.process, child.log)

    def ready(_ready: Any, server: Child, *, seconds: float) -> None:
        waited.append(f"{server.name} after {len(started)}")
        assert seconds > 0

    monkeypatch.setattr(module, "start", begin)
    monkeypatch.setattr(module, "wait_until", ready)
    children: list[Child] = []
    client = module._start_servers(live(place), place / "workspace.yaml", children, Interrupted())
    assert client is not None
    assert [line[0] for line in started] == [
        "code-location",
        "dagster-ui",
        "dashboard",
        "dagster-daemon",
    ]
    assert [one.name for one in children] == [line[0] for line in started]
    # The daemon reads the workspace once: the code server must answer before it starts.
    assert waited == ["code-location after 3", "dagster-ui after 4", "dashboard after 4"]
    for line in started:
        if "--host" in line:
            assert line[line.index("--host") + 1] == "127.0.0.1"
    assert str(place / "workspace.yaml") in started[1]
    assert str(place / "workspace.yaml") in started[3]


class TestAdminToken:
    def test_one_is_made_up_for_each_start_and_told(self, place: Path, console: Console) -> None:
        first, second = (plan(None, None) for _ in range(2))
        tokens = [made.environment["PODPUSHER_ADMIN_TOKEN"] for made in (first, second)]
        assert tokens[0] != tokens[1]
        assert len(tokens[0]) >= 24
        module._tell(first, console, outcome(), 1.0)
        assert tokens[0] in said(console)

    def test_the_operators_own_is_used_and_not_shown(
        self, place: Path, console: Console, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("PODPUSHER_ADMIN_TOKEN", "chosen-by-the-operator")
        forget()
        made = plan(None, None)
        assert made.environment["PODPUSHER_ADMIN_TOKEN"] == "chosen-by-the-operator"
        module._tell(made, console, outcome(), 1.0)
        assert "chosen-by-the-operator" not in said(console)
