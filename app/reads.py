"""The client of this process, with answers kept for a while."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from api.schemas.common import Page
from api.schemas.trends import Trend
from app.client import ApiClient
from app.config import app_settings

# A snapshot's answer never changes; the bound is for memory. Rows of the state database may change
# at any time: they are kept for one person's clicks through a page.
SNAPSHOT_PATH = "/v1/trends"
SNAPSHOT_PATHS = (SNAPSHOT_PATH, "/v1/regions")
SNAPSHOT_SECONDS = 900
STATE_SECONDS = 5
ENTRIES = 256

Asked = tuple[tuple[str, str], ...]
_connected: list[ApiClient] = []


class KeptClient(ApiClient):
    """Answers come from memory where they still hold: trends by generation, the rest by age."""

    def get(self, path: str, query: Mapping[str, str]) -> bytes:
        """The body of an answer; errors are never kept."""
        asked = tuple(sorted(query.items()))

        def fetch() -> bytes:
            return self.fresh(path, query)

        if path.startswith(SNAPSHOT_PATHS):
            generation = _generation(self._newest, self.base)
            return _of_snapshot(fetch, self.base, path, asked, generation)
        return _of_state(fetch, self.base, path, asked)

    def _newest(self) -> str:
        body = self.fresh(SNAPSHOT_PATH, {"limit": "1"})
        return Page[Trend].model_validate_json(body).generation or ""


@st.cache_data(ttl=2, max_entries=8, show_spinner=False)
def _generation(_ask: Callable[[], str], base: str) -> str:
    return _ask()


@st.cache_data(ttl=SNAPSHOT_SECONDS, max_entries=ENTRIES, show_spinner=False)
def _of_snapshot(
    _fetch: Callable[[], bytes], base: str, path: str, asked: Asked, generation: str
) -> bytes:
    return _fetch()


@st.cache_data(ttl=STATE_SECONDS, max_entries=ENTRIES, show_spinner=False)
def _of_state(_fetch: Callable[[], bytes], base: str, path: str, asked: Asked) -> bytes:
    return _fetch()


def forget() -> None:
    """Ask anew what may have changed since; a snapshot's answers still hold."""
    _generation.clear()
    _of_state.clear()


def reader() -> ApiClient:
    """The process's client."""
    if not _connected:
        _connected.append(KeptClient(app_settings().api))
    return _connected[0]


def connect(client: ApiClient | None) -> None:
    """Read through another client from now on; None: the one of the settings."""
    _connected[:] = [] if client is None else [client]
