"""The screen over an API without a socket."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from app import reads
from app.config import app_settings
from domain.i18n.catalogue import available
from tests.factories.wire_goods import capabilities, full_stock
from tests.fakes.api import BASE, TOKEN, FakeApi, Stock

SCRIPT = Path(__file__).resolve().parents[2] / "app" / "streamlit_app.py"
Open = Callable[..., AppTest]


@pytest.fixture(autouse=True)
def no_token(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A screen that was given no admin token."""
    monkeypatch.delenv("PODPUSHER_ADMIN_TOKEN", raising=False)
    app_settings.cache_clear()
    yield
    app_settings.cache_clear()


@pytest.fixture
def admin(no_token: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A screen that has the API's admin token."""
    monkeypatch.setenv("PODPUSHER_ADMIN_TOKEN", TOKEN)
    app_settings.cache_clear()


@pytest.fixture
def live() -> FakeApi:
    """An API with everything, of an installation that asks live sources."""
    stock = full_stock()
    stock.capabilities = capabilities("live")
    return FakeApi(stock)


@pytest.fixture
def full() -> FakeApi:
    """An API with everything."""
    return FakeApi(full_stock())


@pytest.fixture
def bare() -> FakeApi:
    """An API that has published nothing."""
    return FakeApi(Stock(generation=None))


@pytest.fixture(params=available())
def language(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Every language that has a catalogue."""
    monkeypatch.setenv("PODPUSHER_LOCALE", request.param)
    app_settings.cache_clear()
    yield request.param
    app_settings.cache_clear()


@pytest.fixture
def visit() -> Iterator[Open]:
    """Open a page of the dashboard over an API: `visit(api, "ideas", q="book")`."""

    def go(api: FakeApi, page: str = "trends", **query: str) -> AppTest:
        st.cache_data.clear()
        reads.connect(reads.KeptClient(BASE, transport=api))
        screen = AppTest.from_file(str(SCRIPT), default_timeout=30).run()
        assert not screen.exception
        if page != "trends":
            screen.switch_page(f"views/{page}.py")
        for name, value in query.items():
            screen.query_params[name] = value
        if page != "trends" or query:
            screen.run()
        return screen

    yield go
    reads.connect(None)
    st.cache_data.clear()
