"""`podpusher up`: prepare, start the servers, run the pipeline, wait, stop everything."""

from __future__ import annotations

import os
import secrets
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from types import FrameType

import httpx2
from rich.console import Console
from rich.markup import escape

from api.settings import api_settings
from podpusher.dagster_client import DagsterClient
from podpusher.dagster_home import write_home
from podpusher.errors import CommandError, ExitStatus
from podpusher.folders import data_folder, only_one
from podpusher.local_postgres import check_engine, warehouse_on
from podpusher.prepare import run_prepare
from podpusher.processes import Child, free_port, require_free_port, start, stop, wait_until
from podpusher.progress import Outcome, follow
from podpusher.settings import serve_settings

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"


@dataclass
class Plan:
    """What this `up` works on and where it listens."""

    signals: Path | None
    as_of: date | None
    folder: Path
    port: int
    dagster_port: int
    code_port: int
    exit_after_run: bool = False
    engine: str | None = None
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def live(self) -> bool:
        """Whether live sources are asked."""
        return self.signals is None

    @property
    def job(self) -> str:
        """The pipeline job of this mode."""
        return "refresh" if self.live else "replay"

    def partition(self) -> dict[str, str]:
        """The tag of the day that live answers land in; a replay has none."""
        from assets.partitions import TAG, key_of

        key = key_of(self.as_of or datetime.now(UTC).date()) if self.live else None
        return {TAG: key} if key else {}


def plan(
    signals: Path | None,
    as_of: date | None,
    *,
    exit_after_run: bool = False,
    engine: str | None = None,
) -> Plan:
    """Settings and arguments into one plan; unusable ones are refused before anything starts."""
    check_engine(engine)
    if signals is not None and not signals.exists():
        raise CommandError(
            f"{signals} does not exist. Give a folder or file of signals: "
            "make run SIGNALS=<folder-or-file>",
            code="input.missing",
            status=ExitStatus.UNUSABLE_INPUT,
        )
    settings = serve_settings()
    made = Plan(
        signals=signals.resolve() if signals else None,
        as_of=as_of,
        folder=data_folder(signals),
        port=settings.port,
        dagster_port=settings.dagster_port,
        code_port=free_port(),
        exit_after_run=exit_after_run,
        engine=engine,
    )
    made.environment = environment(made)
    return made


def environment(made: Plan) -> dict[str, str]:
    """Environment of every child: the plan, and nothing phoning home."""
    env = dict(os.environ)
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    env.update(
        PODPUSHER_DATA=str(made.folder),
        PODPUSHER_PORT=str(made.port),
        PODPUSHER_DAGSTER_PORT=str(made.dagster_port),
        DAGSTER_HOME=str(made.folder / "dagster"),
        DAGSTER_DISABLE_TELEMETRY="yes",
        DO_NOT_TRACK="1",
        GX_ANALYTICS_ENABLED="false",
        STREAMLIT_BROWSER_GATHER_USAGE_STATS="false",
        PODPUSHER_ADMIN_TOKEN=admin_token(),
        PYTHONPATH=os.pathsep.join(part for part in (str(ROOT), env.get("PYTHONPATH", "")) if part),
    )
    for name, value in (("PODPUSHER_SIGNALS", made.signals), ("PODPUSHER_AS_OF", made.as_of)):
        if value is None:
            env.pop(name, None)
        else:
            env[name] = str(value)
    return env


def admin_token() -> str:
    """The operator's token, or one made up for this start."""
    chosen = api_settings().admin_token
    return chosen.get_secret_value() if chosen else secrets.token_urlsafe(24)


class Interrupted:
    """Remembers SIGINT and SIGTERM; the second one is no different from the first."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def __call__(self) -> bool:
        """Whether somebody asked to stop."""
        return self._event.is_set()

    def wait(self, seconds: float) -> bool:
        """Sleep, but wake at once when asked to stop."""
        return self._event.wait(seconds)

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Handle both signals inside the block."""

        def note(_number: int, _frame: FrameType | None) -> None:
            self._event.set()

        before = {
            number: signal.signal(number, note)
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        }
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def up(made: Plan, console: Console) -> ExitStatus:
    """Run everything until interrupted; returns the exit status. No process is left behind."""
    interrupted = Interrupted()
    children: list[Child] = []
    began = time.monotonic()
    with only_one(made.folder, "up"), interrupted.listening():
        require_free_port(made.port, "PODPUSHER_PORT", "the dashboard and API")
        require_free_port(made.dagster_port, "PODPUSHER_DAGSTER_PORT", "Dagster's UI")
        try:
            with warehouse_on(made.engine, made.folder, made.environment):
                try:
                    return _serve(made, console, children, interrupted, began)
                finally:
                    stop(children)
        finally:
            console.print("Stopped; nothing is left running.")


def _serve(
    made: Plan,
    console: Console,
    children: list[Child],
    interrupted: Interrupted,
    began: float,
) -> ExitStatus:
    what = f"replaying {made.signals}" if made.signals else "asking the live keyless sources"
    console.print(f"[bold]PODPusher[/bold]: {escape(f'{what}; data in {made.folder}')}")
    workspace = write_home(made.folder / "dagster", made.code_port)
    with console.status("Preparing: migrations, models, what an earlier run left ..."):
        run_prepare(made.environment)
    if interrupted():
        return ExitStatus.OK
    with console.status("Starting Dagster and the dashboard ..."):
        client = _start_servers(made, workspace, children, interrupted)
    if interrupted() or client is None:
        return ExitStatus.OK
    run_id = client.launch(made.job, {"podpusher/started_by": "up"} | made.partition())
    console.print(f"Pipeline run {run_id[:8]} ({made.job}):")
    outcome = follow(
        client,
        run_id,
        console,
        # A run waits for ever when the daemon or the code server is gone.
        interrupted=lambda: interrupted() or not all(child.alive() for child in children),
    )
    if interrupted():
        return ExitStatus.OK
    if not outcome.finished:
        return _watch(children, interrupted, console)
    _tell(made, console, outcome, time.monotonic() - began)
    if made.exit_after_run:
        return outcome.exit_status
    return _watch(children, interrupted, console)


def _start_servers(
    made: Plan, workspace: Path, children: list[Child], interrupted: Interrupted
) -> DagsterClient | None:
    logs = made.folder / "logs"
    python = sys.executable

    def launch(name: str, *arguments: str) -> Child:
        child = start(name, [python, *arguments], environment=made.environment, logs=logs)
        children.append(child)
        return child

    code = launch(
        "code-location",
        *("-m", "dagster", "api", "grpc", "-m", "orchestration.definitions"),
        *("--host", HOST, "--port", str(made.code_port), "-d", str(ROOT)),
        *("--location-name", "podpusher"),
    )
    ui = launch(
        "dagster-ui",
        *("-m", "dagster_webserver", "--host", HOST, "--port", str(made.dagster_port)),
        *("-w", str(workspace)),
    )
    screen = launch("dashboard", "-m", "podpusher.serve")
    # The daemon loads the workspace once at its start: it must find the code location there.
    wait_until(lambda: interrupted() or _port_open(made.code_port), code, seconds=90)
    launch("dagster-daemon", "-m", "dagster._daemon", "run", "-w", str(workspace))
    client = DagsterClient(made.dagster_port)
    wait_until(lambda: interrupted() or client.answers(), ui, seconds=90)
    wait_until(lambda: interrupted() or _answers(made.port), screen, seconds=90)
    return None if interrupted() else client


def _port_open(port: int) -> bool:
    import socket

    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.settimeout(0.5)
        return probe.connect_ex((HOST, port)) == 0


def _answers(port: int) -> bool:
    try:
        return httpx2.get(f"http://{HOST}:{port}/api/health", timeout=2.0).status_code == 200
    except httpx2.HTTPError:
        return False


def _tell(made: Plan, console: Console, outcome: Outcome, seconds: float) -> None:
    for warning in dict.fromkeys(outcome.warnings):
        console.print(f"  [yellow]note[/yellow] {escape(warning)}", highlight=False)
    for problem in dict.fromkeys(outcome.problems):
        console.print(f"  [red]problem[/red] {escape(problem)}", highlight=False)
    if outcome.silent:
        console.print(
            "No live source answered within 20 seconds. Working with the curated terms alone; they "
            "are marked as curated wherever they appear."
        )
    if outcome.ok:
        console.print(f"Ready after {seconds:.0f} s.")
    else:
        console.print(
            f"The run ended as {outcome.status.lower()} after {seconds:.0f} s; what was published "
            "before is still served. Its log is in Dagster's UI."
        )
    console.print(f"  Dashboard     http://localhost:{made.port}", highlight=False)
    console.print(f"  API           http://localhost:{made.port}/api/docs", highlight=False)
    console.print(f"  Dagster's UI  http://localhost:{made.dagster_port}", highlight=False)
    # A made-up token is worth nothing after this start; the operator's own is not shown.
    token = made.environment.get("PODPUSHER_ADMIN_TOKEN")
    if token and api_settings().admin_token is None:
        console.print(f"  Admin token   {token}", highlight=False)
    if made.live:
        console.print("Next: open the dashboard; schedules keep the signals fresh.")
    else:
        console.print(
            "Next: open the dashboard. Your own signals: make run SIGNALS=<folder-or-file>"
        )
    console.print("Ctrl-C stops everything.")


def _watch(children: list[Child], interrupted: Interrupted, console: Console) -> ExitStatus:
    while not interrupted.wait(1.0):
        for child in children:
            if not child.alive():
                console.print(
                    f"[red]{child.name} stopped by itself.[/red] "
                    + escape(f"Its log ({child.log}) ends:\n{child.last_words()}"),
                    highlight=False,
                )
                return ExitStatus.FAILED
    return ExitStatus.OK
