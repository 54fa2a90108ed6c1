"""The application: mounted at /api beside the dashboard, or alone under any ASGI server."""

from __future__ import annotations

from typing import Final

from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Receive, Scope, Send

from api.cache import AnswerCache, Flights
from api.dependencies import Services
from api.errors import install_error_handlers
from api.metrics import Metrics
from api.middleware.edge import Edge
from api.middleware.guard import Guard
from api.middleware.recall import Recall
from api.routers import (
    changes,
    designs,
    drafts,
    ideas,
    imports,
    lookup,
    regions,
    requests,
    score_card,
    sources,
    system,
    terms,
    trends,
)
from api.settings import ApiSettings, api_settings, product_version
from connectors.settings import (
    ConnectorSettings,
    ProviderKeys,
    connector_settings,
    provider_keys,
)
from warehouse.serving.reader import SnapshotReader
from warehouse.settings import WarehouseSettings, warehouse_settings
from warehouse.store import ContentStore

MOUNT: Final = "/api"
_DESCRIPTION: Final = """\
Trends with their score explained, the ideas, designs and listing drafts made from them, and where
each figure comes from.

Every list is a page: `items`, `next_cursor`, `as_of`, `generation` and `locale`. Every error has
one shape: `code`, `message`, `details`, `request_id`. Every answer carries `X-Request-Id`, most
carry an `ETag`: send it back as `If-None-Match` and get 304 while nothing changed. Reading changes
nothing. Parameters are strict: an unknown or repeated one is refused with 422.
"""
# In the order in which addresses are matched: that of one term takes whatever is left.
ROOMS: Final = (
    requests,
    imports,
    trends,
    lookup,
    changes,
    regions,
    terms,
    ideas,
    designs,
    drafts,
    sources,
    score_card,
    system,
)
_TAGS: Final = [
    {"name": "trends", "description": "Scored terms and what stands behind each score."},
    {"name": "ideas", "description": "Product ideas, and the terms that did not become one."},
    {"name": "designs", "description": "Print-ready artwork, its print check and its pictures."},
    {"name": "drafts", "description": "Listing drafts with price, findings and quality."},
    {"name": "sources", "description": "Where signals come from: rights and health."},
    {"name": "requests", "description": "Work asked for: a fresh look, an import, its progress."},
    {"name": "capabilities", "description": "What works here and what a key would add."},
    {"name": "system", "description": "Health, readiness and metrics."},
]


def create_app(
    settings: ApiSettings | None = None,
    warehouse: WarehouseSettings | None = None,
    keys: ProviderKeys | None = None,
    sources_settings: ConnectorSettings | None = None,
) -> FastAPI:
    """An application over one data folder. Nothing is opened before the first question.

    It has no lifespan, because that of a mounted application never runs; what it opens is
    read-only and goes with the process.
    """
    chosen = settings or api_settings()
    store = warehouse or warehouse_settings()
    metrics = Metrics()
    reader = SnapshotReader(store.serving, check_every=chosen.snapshot_check_seconds)
    cache = AnswerCache(chosen.answer_cache_bytes)
    flights = Flights()
    app = FastAPI(
        title="PODPusher API",
        description=_DESCRIPTION,
        version=product_version(),
        openapi_tags=_TAGS,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,  # a redirect would be an answer outside the one error schema
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        generate_unique_id_function=lambda route: route.name,
        middleware=[
            Middleware(Edge, metrics=metrics),
            Middleware(
                Guard,
                allowed_hosts=chosen.allowed_hosts,
                larger={imports.ADDRESS: chosen.import_bytes},
            ),
            Middleware(Recall, reader=reader, cache=cache, flights=flights, metrics=metrics),
        ],
    )
    app.state.services = Services(
        settings=chosen,
        keys=keys or provider_keys(),
        sources=sources_settings or connector_settings(),
        warehouse=store,
        reader=reader,
        cache=cache,
        flights=flights,
        metrics=metrics,
        store=ContentStore(store.designs),
        version=product_version(),
    )
    install_error_handlers(app)
    for room in ROOMS:
        app.include_router(room.router)
    return app


class Standalone:
    """The API below /api, as it lies beside the dashboard, with nothing around it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        path = scope.get("path", "")
        if not path.startswith(f"{MOUNT}/"):
            path = f"{MOUNT}/-"  # no route's: the one 404 with all its headers
        await self._app({**scope, "root_path": MOUNT, "path": path}, receive, send)


def standalone() -> Standalone:
    """Factory for a server of its own."""
    return Standalone(create_app())
