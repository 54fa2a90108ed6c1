"""Debian's Chromium: found, started by playwright, bounded in memory, ended for certain."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from connectors.browser.heir import Heir
from connectors.browser.processes import MemoryWatch, ProcessTree, lives
from connectors.errors import NotConfigured

if TYPE_CHECKING:
    import psutil
    from playwright.async_api import Browser, Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
_FOLDER = "podpusher-browser-"
_LONGEST = 35  # characters: Chromium puts sockets below, whose names the system keeps to 107
_LAUNCH_SECONDS = 30.0
_CLOSE_SECONDS = 3.0
_ENVIRONMENT = threading.Lock()
# The browser's own errands (its maker's services) go nowhere; each page's profile has the gate.
_DEAD_END = "http://127.0.0.1:9"

_SWITCHES = (
    "--disable-quic",
    # The gate resolves names; the browser itself knows none, whatever part of it asks.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    # One process a site is dear, and a page that is thrown away has no secrets of another's.
    "--disable-site-isolation-trials",
    "--disable-gpu",
    "--disable-domain-reliability",
    "--no-pings",
    "--disable-client-side-phishing-detection",
)


def find_chromium(path: Path | None = None) -> Path:
    """The browser to start. Raises NotConfigured when there is none."""
    if path is not None:
        if path.is_file() and os.access(path, os.X_OK):
            return path
        raise NotConfigured(
            f"PODPUSHER_BROWSER_PATH names {path}, which is no program. Correct it, or leave it "
            "empty and `apt install chromium`."
        )
    for name in NAMES:
        if found := shutil.which(name):
            return Path(found)
    raise NotConfigured(
        "Page sources need a browser and none was found: `apt install chromium`, or set "
        "PODPUSHER_BROWSER_PATH to one that is there."
    )


@dataclass
class Chromium:
    """A running browser with all that belongs to it."""

    browser: Browser
    tree: ProcessTree
    driver: psutil.Process
    folder: Path
    _playwright: Playwright
    _watch: MemoryWatch | None = None
    overweight_mb: float | None = None  # what it weighed when it was killed for it

    @classmethod
    async def launch(
        cls, executable: Path, *, memory_mb: int, folder: Path, heir: Heir
    ) -> Chromium:
        """Start it, with all its files in the folder. Raises NotConfigured when it does not.

        Whatever was started when this fails or is cancelled is ended by `clear(folder)`.
        """
        from playwright.async_api import Error

        playwright: Playwright | None = None
        try:
            playwright = await _driver(folder)
            driver = _drivers(folder)[0]
            browser = await playwright.chromium.launch(
                executable_path=executable,
                args=_SWITCHES,
                chromium_sandbox=os.geteuid() != 0,  # it refuses to sandbox for root
                env=_environment(folder),
                proxy={"server": _DEAD_END, "bypass": "<-loopback>"},
                timeout=_LAUNCH_SECONDS * 1000,
            )
            tree = ProcessTree(driver.children()[0])
            heir.inherit(tree.root.pid)  # playwright makes it the leader of a group of its own
        except (Error, OSError, IndexError, asyncio.CancelledError) as error:
            if playwright:
                await _let_go(playwright)
            if isinstance(error, asyncio.CancelledError):
                raise
            raise NotConfigured(
                f"{executable} does not start ({_reason(error)}). Start it by hand to see why, "
                "`apt install chromium`, or set PODPUSHER_BROWSER_PATH."
            ) from error
        started = cls(browser, tree, driver, folder, playwright)
        started._watch = MemoryWatch(tree, memory_mb, started._too_heavy)
        return started

    @property
    def is_alive(self) -> bool:
        """Whether it can open another page."""
        is_wanted = self.overweight_mb is None and self.browser.is_connected()
        return is_wanted and lives(self.tree.root) and lives(self.driver)

    async def close(self) -> None:
        """Ask it to end; `kill` must follow, for what did not heed."""
        from playwright.async_api import Error

        with contextlib.suppress(Error, TimeoutError):
            await asyncio.wait_for(self.browser.close(), _CLOSE_SECONDS)
        await self.let_go()

    async def let_go(self) -> None:
        """End the talk with the driver, which may be dead by now."""
        await _let_go(self._playwright)

    def kill(self) -> None:
        """End every process and remove every file; from any thread, as often as wanted."""
        if self._watch:
            self._watch.stop()
        self.tree.kill()
        ProcessTree(self.driver).kill()
        clear(self.folder)

    def _too_heavy(self, weight: float) -> None:
        self.overweight_mb = weight


def new_folder() -> Path:
    """A folder for all files of a browser."""
    where = tempfile.gettempdir()
    if len(where) > _LONGEST:
        where = "/tmp"  # noqa: S108
    return Path(tempfile.mkdtemp(prefix=_FOLDER, dir=where))


def clear(folder: Path) -> None:
    """End all that was started in the folder, and remove it."""
    for process in (*_drivers(folder), *_strays(folder)):
        ProcessTree(process).kill()
    shutil.rmtree(folder, ignore_errors=True)


def _drivers(folder: Path) -> list[psutil.Process]:
    """Our playwright drivers that were given the folder for their temporary files."""
    import psutil

    found = []
    for process in psutil.Process().children():
        with contextlib.suppress(psutil.Error):
            told = process.environ()
            if told.get("TMPDIR") == str(folder) and "PW_LANG_NAME" in told:
                found.append(process)
    return found


def _strays(folder: Path) -> list[psutil.Process]:
    """Parts of the browser that left its tree, as its crash handlers do."""
    import psutil

    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if any(word.startswith("--") and str(folder) in word for word in process.cmdline()):
                found.append(process)
    return found


async def _driver(folder: Path) -> Playwright:
    """Playwright's driver, with the folder for all its temporary files.

    It takes the folder from the environment only. What another thread starts meanwhile may see it
    too; nothing but the driver is ended for that.
    """
    from playwright.async_api import async_playwright

    with _ENVIRONMENT:
        before = os.environ.get("TMPDIR")
        os.environ["TMPDIR"] = str(folder)
        try:
            return await asyncio.wait_for(async_playwright().start(), _LAUNCH_SECONDS)
        finally:
            if before is None:
                del os.environ["TMPDIR"]
            else:
                os.environ["TMPDIR"] = before


def _environment(folder: Path) -> dict[str, str | float | bool]:
    """What the browser learns of its surroundings: no keys of ours, no home of the user's."""
    kept = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "FONTCONFIG_PATH", "FONTCONFIG_FILE")
    mine: dict[str, str | float | bool] = {
        name: os.environ[name] for name in kept if name in os.environ
    }
    return {**mine, "HOME": str(folder), "TMPDIR": str(folder)}


async def _let_go(playwright: Playwright) -> None:
    from playwright.async_api import Error

    with contextlib.suppress(Error, TimeoutError):
        await asyncio.wait_for(playwright.stop(), _CLOSE_SECONDS)
    for _ in range(5):  # for the loop to let go of the driver's pipes
        await asyncio.sleep(0)


def _reason(error: BaseException) -> str:
    """The last thing the browser complained about, else the first line of the failure."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    complaints = [line.partition("[err]")[2].strip() for line in lines if "[err]" in line]
    return (complaints or lines[:1] or ["no reason given"])[-1][:200]
