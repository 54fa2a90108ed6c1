"""Whatever ends a browser, nothing of it is left: no process, no file."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from connectors.browser.base import PageRequest
from connectors.browser.chromium import find_chromium
from connectors.browser.session import BrowserSession
from connectors.errors import NoData, NotConfigured, Unavailable
from connectors.http.deadline import Deadline
from tests.connectors.browser.conftest import SECONDS, opener
from tests.fakes.site import Behaviour, Site

pytestmark = pytest.mark.long
browser_test = pytest.mark.browser

PAGE = PageRequest("https://www.site.example/")
OWNER = """
import sys
from pathlib import Path
from connectors.browser.base import PageRequest
from connectors.browser.session import BrowserSession
from connectors.http.deadline import Deadline

address, failures = sys.argv[1:]
session = BrowserSession(executable=None, failures_folder=Path(failures), rehearsal=address)
page = PageRequest("https://www.site.example/")
session.open(page, source="pages", deadline=Deadline(60))
sys.stdout.write("open\\n")
sys.stdout.flush()
sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Temporary files of this test alone; none may be left."""
    with tempfile.TemporaryDirectory() as name:  # pytest's own is too long for a socket
        monkeypatch.setenv("TMPDIR", name)
        monkeypatch.setattr(tempfile, "tempdir", name)
        yield Path(name)
        assert list(Path(name).iterdir()) == []


@pytest.fixture
def session(chromium: Path, site: Site, tmp_path: Path) -> BrowserSession:
    site.serve("", "/", Behaviour.page("<h1>there</h1>"))
    return BrowserSession(
        executable=chromium, failures_folder=tmp_path / "failures", rehearsal=site.address
    )


@browser_test
def test_nothing_is_left_after_the_end(session: BrowserSession) -> None:
    before = family()
    with session:
        opener(session)()
        assert len(family()) > len(before)
    assert family() == before


@browser_test
def test_nothing_is_left_after_an_exception(session: BrowserSession, site: Site) -> None:
    site.serve("", "/", Behaviour.refusal(404))
    before = family()
    with pytest.raises(NoData), session:
        session.open(PAGE, source="pages", deadline=Deadline(SECONDS))
    assert family() == before


@browser_test
def test_nothing_is_left_of_a_session_that_nobody_closed(session: BrowserSession) -> None:
    before = family()
    forgotten = BrowserSession(
        executable=session._executable,
        failures_folder=Path(tempfile.gettempdir()),
        rehearsal=session._rehearsal,
    )
    opener(forgotten)()
    del forgotten
    gc.collect()
    assert family() == before


@browser_test
def test_a_browser_killed_between_pages_is_followed_by_another(session: BrowserSession) -> None:
    before = family()
    with session:
        opener(session)()
        first = family() - before
        chief(before).kill()
        assert opener(session)().status == 200
        assert not first & family()
    assert family() == before


@browser_test
def test_a_browser_killed_while_it_opens_a_page(session: BrowserSession, site: Site) -> None:
    before = family()
    site.serve("", "/slow", Behaviour.page("late").slow(60))
    with session:
        opener(session)()
        killer = threading.Timer(0.5, chief(before).kill)
        killer.start()
        started = time.monotonic()
        with pytest.raises(Unavailable, match="ended"):
            opener(session)("/slow")
        assert time.monotonic() - started < SECONDS / 2
        killer.join()
    assert family() == before


@browser_test
def test_a_driver_that_was_killed_takes_the_browser_with_it(session: BrowserSession) -> None:
    before = family()
    with session:
        opener(session)()
        first = family() - before
        psutil.Process(chief(before).ppid()).kill()
        assert opener(session)().status == 200
        assert not first & family()
    assert family() == before


@browser_test
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_nothing_outlives_a_process_that_was_killed(
    chromium: Path, site: Site, tmp_path: Path, repository: Path, own_folder: Path, number: int
) -> None:
    site.serve("", "/", Behaviour.page("<h1>there</h1>"))
    before = family()  # what earlier tests of this worker keep running
    owner = subprocess.Popen(
        [sys.executable, "-c", OWNER, site.address, str(tmp_path / "failures")],
        cwd=repository,
        env={**os.environ, "PYTHONPATH": str(repository)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with owner:
        assert owner.stdout is not None
        assert owner.stdout.readline() == b"open\n"
        begun = family() - before - {owner.pid}
        started = [psutil.Process(pid) for pid in begun if psutil.pid_exists(pid)]
        assert any("chrom" in one.name() for one in started)
        assert list(own_folder.iterdir())
        owner.send_signal(number)
        gone, alive = psutil.wait_procs(started, timeout=20)
    assert alive == []
    assert len(gone) == len(started)


@browser_test
def test_a_program_that_is_no_browser_is_the_operators_matter(tmp_path: Path) -> None:
    before = family()
    program = tmp_path / "program"
    program.write_text("#!/bin/sh\necho lacking a library >&2\nexit 1\n")
    program.chmod(0o755)
    with BrowserSession(executable=program, failures_folder=tmp_path / "failures") as session:
        for _ in range(2):
            with pytest.raises(NotConfigured, match="does not start"):
                opener(session)()
    assert family() == before


def test_without_a_browser_the_operator_is_told_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NotConfigured, match=r"apt install chromium.*PODPUSHER_BROWSER_PATH"):
        find_chromium()
    with pytest.raises(NotConfigured, match="PODPUSHER_BROWSER_PATH names"):
        find_chromium(tmp_path / "absent")
    for name in ("google-chrome", "chromium-browser", "chromium"):
        (tmp_path / name).touch(0o755)
        assert find_chromium() == tmp_path / name
    assert find_chromium(tmp_path / "google-chrome") == tmp_path / "google-chrome"


def family() -> set[int]:
    """Every living process below us, and any other that works in our temporary folder."""
    ours = {one.pid for one in psutil.Process().children(recursive=True)}
    found = set()
    for one in psutil.process_iter():
        try:
            is_alive = one.status() != psutil.STATUS_ZOMBIE
            if is_alive and (one.pid in ours or tempfile.gettempdir() in " ".join(one.cmdline())):
                found.add(one.pid)
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue
    return found


def chief(before: set[int]) -> psutil.Process:
    """The Chromium that started the others, of the processes that are new since `before`."""
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:  # a look at many processes can miss one that is just moving
        for pid in family() - before:
            try:
                words = psutil.Process(pid).cmdline()
            except psutil.Error:  # a helper of the browser's that has done its work
                continue
            if "--headless" in words and not any(word.startswith("--type=") for word in words):
                return psutil.Process(pid)
    raise AssertionError("no browser is running")
