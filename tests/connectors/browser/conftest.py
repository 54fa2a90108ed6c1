"""The fake outside world and one real Chromium for the tests that need one."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from connectors.browser.base import PageRequest, PageVisit
from connectors.browser.chromium import NAMES
from connectors.browser.session import BrowserSession
from connectors.http.deadline import Deadline
from tests.fakes.site import Site

SECONDS = 30.0  # for a page that is there; the machine may be busy
HOST = "https://www.site.example"


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The real browser, or a skip that says what to install."""
    for name in NAMES:
        if found := shutil.which(name):
            return Path(found)
    pytest.skip("no Chromium on this machine: apt install chromium")


@pytest.fixture(scope="module")
def outside() -> Iterator[Site]:
    """One server for a file of tests."""
    with Site() as site:
        yield site


@pytest.fixture
def site(outside: Site) -> Site:
    """The server, with nothing on it yet."""
    outside.clear()
    return outside


@pytest.fixture(scope="module")
def failures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where failures are kept."""
    return tmp_path_factory.mktemp("failures")


@pytest.fixture(scope="module")
def browser(chromium: Path, outside: Site, failures: Path) -> Iterator[BrowserSession]:
    """One browser for a file of tests; every host is played by the server."""
    with BrowserSession(
        executable=chromium, failures_folder=failures, rehearsal=outside.address
    ) as session:
        yield session


Visit = Callable[..., PageVisit]


def opener(session: BrowserSession, host: str = HOST) -> Visit:
    """A short way to open a path of the host."""

    def visit(path: str = "/", *, seconds: float = SECONDS, **request: object) -> PageVisit:
        asked = PageRequest(f"{host}{path}", **request)  # type: ignore[arg-type]
        return session.open(asked, source="pages", deadline=Deadline(seconds))

    return visit


@pytest.fixture
def visit(browser: BrowserSession) -> Visit:
    """Open a path of the usual host."""
    return opener(browser)
