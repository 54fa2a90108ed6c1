"""An API over a filled data folder, and one over an empty one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.main import create_app
from api.settings import ApiSettings
from connectors.settings import ProviderKeys
from tests.factories.marts import AS_OF, build_marts
from tests.factories.state import fill_state
from warehouse.engine.base import closing
from warehouse.engine.open import open_engine
from warehouse.serving.publish import publish
from warehouse.settings import WarehouseSettings
from warehouse.state.session import forget_engines

NO_KEYS = ProviderKeys(_env_file=None)


def application(settings: WarehouseSettings, **changes: object) -> FastAPI:
    """The API over a data folder, looking for a new snapshot at every question."""
    return create_app(
        ApiSettings(_env_file=None, **{"snapshot_check_seconds": 0.0, **changes}),
        settings,
        NO_KEYS,
    )


def browser(app: FastAPI) -> TestClient:
    """A client that sees our own 500 answers instead of the exception."""
    return TestClient(app, base_url="http://localhost", raise_server_exceptions=False)


@pytest.fixture(scope="session")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WarehouseSettings]:
    """A data folder with a published snapshot and a filled state database. Read only."""
    settings = WarehouseSettings(data=tmp_path_factory.mktemp("full"), state_url=None)
    with closing(open_engine(settings)) as engine:
        build_marts(engine)
        publish(engine, settings, as_of=AS_OF, mode="replay")
    fill_state(settings)
    yield settings
    forget_engines()


@pytest.fixture
def client(full: WarehouseSettings) -> TestClient:
    """A client of the filled API."""
    return browser(application(full))


@pytest.fixture
def bare(tmp_path: Path) -> TestClient:
    """A client of an API over an empty data folder."""
    return browser(application(WarehouseSettings(data=tmp_path / "nothing")))
