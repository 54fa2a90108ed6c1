"""Every command works in a folder of its own, with none of this machine's settings."""

from __future__ import annotations

import os
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from api.settings import api_settings
from assets.settings import pipeline_settings
from connectors.settings import connector_settings, provider_keys
from podpusher.settings import serve_settings
from warehouse.settings import warehouse_settings
from warehouse.state.session import forget_engines

CACHES = (
    api_settings,
    provider_keys,
    pipeline_settings,
    connector_settings,
    serve_settings,
    warehouse_settings,
)


def forget() -> None:
    """Read settings anew."""
    for settings in CACHES:
        settings.cache_clear()
    forget_engines()


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The working folder; the environment afterwards is what it was."""
    before = dict(os.environ)
    for name in before:
        if name.startswith(("PODPUSHER", "DAGSTER")):
            del os.environ[name]
    monkeypatch.chdir(tmp_path)
    forget()
    yield tmp_path
    os.environ.clear()
    os.environ.update(before)
    forget()


@pytest.fixture
def console() -> Console:
    """A console that is no terminal; `said(console)` is what it printed."""
    return Console(file=StringIO(), width=300, force_terminal=False)


def said(console: Console) -> str:
    """What was printed so far."""
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()
