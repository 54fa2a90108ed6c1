"""`podpusher api`: the API alone, as it runs in production beside a dashboard of its own."""

from __future__ import annotations

import sys

from rich.console import Console

from api.main import MOUNT, Standalone, standalone
from podpusher.processes import die_with_parent, require_free_port
from podpusher.settings import serve_settings

SERVER = "granian"  # measured: docs/decisions/0006-server-of-the-api.md
BACKLOG = 4096  # connections that wait to be taken; the kernel's own limit may be lower
GRACE_SECONDS = 5  # for answers under way when asked to stop
THREADS = 2  # of the server's own loop, beside the one that runs Python


def worker() -> Standalone:
    """What each worker serves. It ends when its manager is killed."""
    if sys.platform == "linux":
        die_with_parent()()
    return standalone()


def serve_api(console: Console) -> None:
    """Serve until told to stop."""
    from granian.constants import HTTPModes, Interfaces, Loops, RuntimeModes
    from granian.log import LogLevels
    from granian.server import Server

    settings = serve_settings()
    require_free_port(
        settings.api_port,
        "PODPUSHER_API_PORT",
        "the API",
        host=settings.api_host,
        command="podpusher api",
    )
    console.print(
        f"API on http://{settings.api_host}:{settings.api_port}{MOUNT}, "
        f"{settings.api_workers} worker(s). Ctrl-C stops it.",
        highlight=False,
    )
    Server(
        "podpusher.api:worker",
        factory=True,
        address=settings.api_host,
        port=settings.api_port,
        interface=Interfaces.ASGINL,  # there is no lifespan
        workers=settings.api_workers,
        runtime_mode=RuntimeModes.mt,
        runtime_threads=THREADS,
        loop=Loops.uvloop,
        http=HTTPModes.http1,
        websockets=False,
        backlog=BACKLOG,
        backpressure=BACKLOG,
        workers_kill_timeout=GRACE_SECONDS,
        log_level=LogLevels.warning,
    ).serve()
