"""The dashboard and the API as one ASGI application on one port."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.routing import Mount, Route

from api.main import create_app
from api.settings import api_settings
from podpusher.doorkeeper import Doorkeeper
from podpusher.settings import serve_settings

SCRIPT = Path(__file__).resolve().parent.parent / "app" / "streamlit_app.py"


def application() -> st.App:
    """Streamlit with the API mounted at /api; every host name is checked before either."""
    api = create_app()

    @asynccontextmanager
    async def lifespan(_: st.App) -> AsyncIterator[dict[str, Any] | None]:
        # A mounted application's own lifespan never runs: it is entered here.
        async with api.router.lifespan_context(api):
            yield None

    return st.App(
        SCRIPT,
        lifespan=lifespan,
        # The ranking is the front page; its own name leads there instead of to "not found".
        routes=[Mount("/api", app=api), Route("/trends", to_the_front)],
        middleware=[
            Middleware(
                Doorkeeper,
                allowed_hosts=api_settings().allowed_hosts,
                upload_bytes=api_settings().import_bytes,
            )
        ],
    )


def to_the_front(request: Request) -> RedirectResponse:
    """The front page with the same question."""
    query = request.url.query
    return RedirectResponse(f"/?{query}" if query else "/", status_code=308)


def main() -> None:
    """Serve until told to stop. One worker: session state lives in the process."""
    import uvicorn

    settings = serve_settings()
    os.environ.setdefault("STREAMLIT_BROWSER_GATHER_USAGE_STATS", "false")
    os.environ["PODPUSHER_API"] = f"http://127.0.0.1:{settings.port}/api"
    uvicorn.run(
        application(),
        host="127.0.0.1",
        port=settings.port,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=3,
        server_header=False,
    )


if __name__ == "__main__":
    main()
