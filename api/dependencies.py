"""What routes lean on: made on first use, because a mounted app's lifespan never runs."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy.orm import Session

from api.cache import AnswerCache, Flights
from api.metrics import Metrics
from api.settings import ApiSettings, product_version
from connectors.settings import ConnectorSettings, ProviderKeys
from warehouse.serving.reader import Snapshot, SnapshotReader
from warehouse.settings import WarehouseSettings
from warehouse.state.session import read_scope
from warehouse.store import ContentStore


@dataclass(frozen=True)
class Services:
    """The parts of one application. They hold no file open before the first question."""

    settings: ApiSettings
    keys: ProviderKeys
    sources: ConnectorSettings
    warehouse: WarehouseSettings
    reader: SnapshotReader
    cache: AnswerCache
    flights: Flights
    metrics: Metrics
    store: ContentStore
    version: str


def services_of(request: Request) -> Services:
    """The parts of the application that answers."""
    services: Services = request.app.state.services
    return services


def snapshot_of(request: Request) -> Snapshot:
    """The snapshot the route looked up; raises NotPublished before the first."""
    snapshot: Snapshot | None = getattr(request.state, "snapshot", None)
    return snapshot or services_of(request).reader.current()


def state_of(request: Request) -> Iterator[Session | None]:
    """A reading session on the state database; None while there is none."""
    with read_scope(services_of(request).warehouse) as session:
        yield session


def base_path(request: Request) -> str:
    """Where the application is mounted, without a slash at the end."""
    return str(request.scope.get("root_path", "")).rstrip("/")


@lru_cache
def product_tag() -> str:
    """What makes answers of two versions of the product differ."""
    return product_version()


def digest(*parts: str | bytes) -> str:
    """A short digest for validators."""
    total = hashlib.blake2b(digest_size=12)
    for part in parts:
        total.update(part if isinstance(part, bytes) else part.encode())
        total.update(b"\0")
    return total.hexdigest()


ServicesOf = Annotated[Services, Depends(services_of)]
SnapshotOf = Annotated[Snapshot, Depends(snapshot_of)]
StateOf = Annotated[Session | None, Depends(state_of)]
BasePath = Annotated[str, Depends(base_path)]
