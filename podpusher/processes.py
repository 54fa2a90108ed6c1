"""Child processes that end with us: started in groups of their own, stopped as groups."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from podpusher.errors import CommandError

PR_SET_PDEATHSIG = 1
GRACE_SECONDS = 8.0


@dataclass
class Child:
    """A running server: its name, process and log file."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path

    def alive(self) -> bool:
        """Whether it still runs."""
        return self.process.poll() is None

    def last_words(self, lines: int = 12) -> str:
        """The end of its log."""
        if not self.log.is_file():
            return ""
        text = self.log.read_text(errors="replace").splitlines()
        return "\n".join(text[-lines:])


def start(
    name: str,
    arguments: Sequence[str],
    *,
    environment: Mapping[str, str],
    logs: Path,
    identity: Mapping[str, Any] | None = None,
) -> Child:
    """Start a server in a group of its own, its output in `logs/<name>.log`.

    `identity` is who it runs as and where, as `subprocess.Popen` takes it.
    """
    logs.mkdir(parents=True, exist_ok=True)
    log = logs / f"{name}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603  # our own command
            list(arguments),
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=die_with_parent() if sys.platform == "linux" else None,
            **(identity or {}),
        )
    return Child(name, process, log)


def die_with_parent() -> Callable[[], None]:
    """What a child calls so that the kernel ends it when its parent is gone (Linux)."""
    # Resolved before the fork: next to nothing happens in the child.
    library = ctypes.CDLL(None, use_errno=True)

    def ask() -> None:
        # What the starter ignores or blocks is inherited, and would keep the child alive.
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
        library.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)

    return ask


def stop(children: Sequence[Child]) -> None:
    """End every child and all that it started: politely first, then for good."""
    members = {member for child in children for member in _family(child.process.pid)}
    for child in children:
        _signal_group(child.process.pid, signal.SIGTERM)
    _, alive = psutil.wait_procs(list(members), timeout=GRACE_SECONDS)
    for child in children:
        _signal_group(child.process.pid, signal.SIGKILL)
    for member in alive:
        try:
            member.kill()
        except psutil.NoSuchProcess:
            continue
    psutil.wait_procs(alive, timeout=GRACE_SECONDS)
    for child in children:
        child.process.wait()


def _family(pid: int) -> list[psutil.Process]:
    try:
        parent = psutil.Process(pid)
        return [parent, *parent.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def _signal_group(pid: int, number: signal.Signals) -> None:
    try:
        os.killpg(pid, number)
    except ProcessLookupError:
        return


def require_free_port(
    port: int, setting: str, what: str, *, host: str = "127.0.0.1", command: str = "make run"
) -> None:
    """Refuse a port in use with the setting that changes it."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"Port {port} for {what} is in use. Stop what listens there, or choose another: "
                f"{setting}=<port> {command}",
                code="up.port_in_use",
            ) from error


def free_port() -> int:
    """A port that is free now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(
    ready: Callable[[], bool], child: Child, *, seconds: float, interval: float = 0.1
) -> None:
    """Wait for a server to answer; its end or the time-out is an error with its last words."""
    deadline = time.monotonic() + seconds
    while not ready():
        if not child.alive():
            raise CommandError(
                f"{child.name} stopped while starting. Its log ({child.log}) ends:\n"
                f"{child.last_words()}",
                code="up.server_stopped",
            )
        if time.monotonic() > deadline:
            raise CommandError(
                f"{child.name} did not answer within {seconds:.0f} s. Its log: {child.log}",
                code="up.server_silent",
            )
        time.sleep(interval)
