"""A started browser in a thread of its own, and the way a page is opened in it.

Playwright lives in that thread with an event loop of its own, so that a caller may have a loop or
none, and so that whatever hangs in there never holds a caller up: it is killed from outside.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable
from concurrent.futures import wait
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from connectors.browser.base import PageRequest, PageVisit
from connectors.browser.capture import Evidence, picture
from connectors.browser.chromium import Chromium, clear, new_folder
from connectors.browser.gate import Gate
from connectors.browser.heir import Heir
from connectors.browser.listening import MAX_DOCUMENT, Listening
from connectors.browser.opening import Opening
from connectors.browser.profile import introduce, new_context
from connectors.browser.traffic import Traffic
from connectors.browser.worker import Worker
from connectors.errors import Unavailable
from connectors.http.addresses import Resolve
from connectors.http.deadline import Deadline

if TYPE_CHECKING:
    from playwright.async_api import BrowserContext, Page

_GRACE: Final = 1.5  # seconds beyond a deadline for what follows
_LOOK: Final = 0.7  # to take a picture when time is up; with time left, longer
_LONG_LOOK: Final = 2.0
_AWAY: Final = 0.6  # to put the page away
_CLOSE_SECONDS: Final = 7.0
_STEP: Final = 0.25  # seconds between two looks whether the browser lives
_STOP_SECONDS: Final = 0.3  # a thread that takes longer ends by itself

_ENDED: Final = (
    "{}: the browser ended before the page was read. It is started anew for the next page."
)
Seen = Callable[[str, Evidence], None]


@dataclass(slots=True)
class _Tab:
    page: Page
    listening: Listening
    traffic: Traffic
    is_stuck: bool = False  # its script never ends


class Gone(Unavailable):
    """The browser ended before it was asked for the page: another one may be."""


class Running:
    """One browser from its start, which begins at once, to its end: `kill`, whatever happens."""

    def __init__(
        self,
        executable: Path,
        *,
        memory_mb: int,
        rehearsal: str,
        proxy: str | None,
        resolve: Resolve | None,
        now: Callable[[], datetime],
    ) -> None:
        self._rehearsal = rehearsal
        self._now = now
        # A rehearsal is played by the routes of each page: nothing goes out.
        self._gate = Gate(resolve=_nowhere) if rehearsal else Gate(proxy=proxy, resolve=resolve)
        self._folder = new_folder()
        self._heir = Heir(self._folder)
        self._worker = Worker("browser", self._finish)
        self._launch = self._worker.begin(
            Chromium.launch(executable, memory_mb=memory_mb, folder=self._folder, heir=self._heir)
        )

    @property
    def is_usable(self) -> bool:
        """Whether it can open another page, or will when it is started."""
        return not self._launch.done() or (self._chromium is not None and self._chromium.is_alive)

    @property
    def overweight_mb(self) -> float | None:
        """What it weighed when it was killed for it, in megabytes."""
        return self._chromium.overweight_mb if self._chromium else None

    def await_start(self, seconds: float) -> None:
        """Until it is started; it goes on starting after a TimeoutError. Raises NotConfigured."""
        self._launch.result(seconds)

    def open(
        self, request: PageRequest, *, source: str, deadline: Deadline, seen: Seen
    ) -> PageVisit:
        """The page. `seen` is told its last look, also when it fails.

        Raises one of `connectors.errors`, or TimeoutError when the browser no longer obeys.
        """
        asked = self._worker.begin(self._open(request, source, deadline, seen))
        ends = time.monotonic() + deadline.left + _GRACE
        while not asked.done():
            left = ends - time.monotonic()
            is_alive = self.is_usable
            wait([asked], timeout=min(max(left, 0.0), _STEP if is_alive else _GRACE))
            if not asked.done() and (left <= 0 or not is_alive):
                asked.cancel()
                if is_alive:
                    raise TimeoutError
                raise _ended(source)
        return asked.result()

    def close(self) -> None:
        """Ask it to end; `kill` must follow."""
        if self._chromium:
            with contextlib.suppress(TimeoutError):
                self._worker.call(self._chromium.close(), _CLOSE_SECONDS)

    def kill(self) -> None:
        """End every process and thread, remove every file."""
        if self._chromium:
            self._chromium.kill()
        clear(self._folder)
        self._heir.dismiss()
        self._worker.stop(_STOP_SECONDS)

    async def _finish(self) -> None:
        await self._gate.close()
        if self._chromium:
            await self._chromium.let_go()

    @property
    def _chromium(self) -> Chromium | None:
        is_there = self._launch.done() and not self._launch.cancelled()
        return self._launch.result() if is_there and not self._launch.exception() else None

    async def _open(
        self, request: PageRequest, source: str, deadline: Deadline, seen: Seen
    ) -> PageVisit:
        from playwright.async_api import Error

        is_there = False
        try:
            async with self._tab(request, source) as tab:
                is_there = True
                opening = Opening(
                    tab.page,
                    request,
                    source=source,
                    deadline=deadline,
                    listening=tab.listening,
                    traffic=tab.traffic,
                    gate=self._gate,
                    now=self._now,
                )
                try:
                    return await asyncio.wait_for(opening.run(), deadline.left)
                except TimeoutError as error:
                    raise deadline.exceeded(source) from error
                finally:
                    look = _LONG_LOOK if deadline.left > _LONG_LOOK else _LOOK
                    seen(source, await _look(tab, look))
        except Error as error:
            raise (_ended(source) if is_there else Gone(_ENDED.format(source))) from error

    @contextlib.asynccontextmanager
    async def _tab(self, request: PageRequest, source: str) -> AsyncIterator[_Tab]:
        """A page in a profile of its own, which is thrown away."""
        assert self._chromium is not None
        browser = self._chromium.browser
        seed = f"{source}|{self._now():%Y-%m-%d}"
        self._gate.forbidden.clear()
        traffic = Traffic(
            self._gate, rehearsal=self._rehearsal, max_body=MAX_DOCUMENT, source=source
        )
        context, profile = await new_context(browser, request, seed, await self._gate.address())
        tab: _Tab | None = None
        try:
            await context.route("**/*", traffic.handle)
            page = await context.new_page()
            context.on("page", _close)  # popups
            session = await context.new_cdp_session(page)
            await introduce(session, profile)
            listening = Listening(page, request, source)
            await listening.measure(session)
            self._gate.flooded = listening.flooded
            tab = _Tab(page, listening, traffic)
            yield tab
        finally:
            await traffic.close()
            if not (await _throw_away(context) and tab and not tab.is_stuck):
                self._chromium.tree.kill()  # what does not obey is not used again


async def _throw_away(context: BrowserContext) -> bool:
    """Close the profile; whether it obeyed."""
    from playwright.async_api import Error

    try:
        await asyncio.wait_for(context.close(), _AWAY)
    except (Error, TimeoutError):
        return False
    return True


async def _look(tab: _Tab, seconds: float) -> Evidence:
    """The last look of the page, as much of it as there is time for."""
    from playwright.async_api import Error

    html, png = "", b""

    async def look() -> None:
        nonlocal html, png
        if tab.listening.status is None:  # there is nothing to see yet
            return
        with contextlib.suppress(Error):  # half a page is looked at too
            await tab.page.wait_for_load_state("domcontentloaded", timeout=seconds * 300)
        html = await tab.page.content()
        png = await picture(tab.page, seconds * 1000)

    with contextlib.suppress(Error, TimeoutError):
        await asyncio.wait_for(look(), seconds)
    tab.is_stuck = tab.listening.status is not None and not html
    return Evidence(tab.page.url, html, png, tab.listening.captured)


def _ended(source: str) -> Unavailable:
    return Unavailable(_ENDED.format(source))


async def _close(page: Page) -> None:
    from playwright.async_api import Error

    with contextlib.suppress(Error):
        await page.close()


def _nowhere(host: str, port: int) -> tuple[str, ...]:
    return ()
