"""`podpusher api`: the API alone, as it runs in production beside a dashboard of its own."""

from __future__ import annotations

from rich.console import Console

from api.main import MOUNT
from podpusher.processes import require_free_port
from podpusher.settings import serve_settings

SERVER = "uvicorn"  # measured: docs/decisions/0006-server-of-the-api.md
BACKLOG = 4096  # connections that wait to be taken; the kernel's own limit may be lower
GRACE_SECONDS = 5  # for answers under way when asked to stop


def serve_api(console: Console) -> None:
    """Serve until told to stop."""
    import uvicorn

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
    uvicorn.run(
        "api.main:standalone",
        factory=True,
        host=settings.api_host,
        port=settings.api_port,
        workers=settings.api_workers,
        backlog=BACKLOG,
        lifespan="off",
        ws="none",
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
