"""The browser of a run: started at the first page, bounded in time and memory, gone at the end."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from connectors.browser.base import PageRequest, PageVisit
from connectors.browser.capture import Evidence, FailureFolder
from connectors.browser.chromium import find_chromium
from connectors.browser.running import Gone, Running
from connectors.errors import ConnectorError, Unavailable
from connectors.http.addresses import Resolve, check_url
from connectors.http.deadline import Deadline
from connectors.http.rehearsal import rehearsal_server


class BrowserSession:
    """A `connectors.browser.base.Browser` on Debian's Chromium; a context manager.

    `executable`: the browser, or None to look for it. `memory_mb`: all its processes together.
    `rehearsal`: address of a loopback server that plays all hosts, or "". `proxy`: the operator's
    own, `http://user:secret@host:port`. Pages are opened one at a time; threads wait their turn.
    """

    def __init__(
        self,
        *,
        executable: Path | None,
        memory_mb: int = 600,
        failures_folder: Path,
        rehearsal: str = "",
        proxy: str | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        resolve: Resolve | None = None,
    ) -> None:
        self._executable = executable
        self._memory_mb = memory_mb
        self._failures = FailureFolder(failures_folder, now)
        self._rehearsal = rehearsal_server(rehearsal) if rehearsal else ""
        self._proxy = proxy
        self._now = now
        self._resolve = resolve
        self._turn = threading.Lock()
        self._last: dict[str, Evidence] = {}  # of each source
        self._slot = _Slot()
        weakref.finalize(self, self._slot.clear)  # also when the interpreter ends

    def __enter__(self) -> BrowserSession:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def open(self, request: PageRequest, *, source: str, deadline: Deadline) -> PageVisit:
        """See Browser. Also NotConfigured without a browser, ForbiddenAddress, RateLimited, NoData.

        Returns or raises within the deadline and two seconds. What fails is kept as by `failed`.
        """
        try:
            check_url(request.url)
            if not self._turn.acquire(timeout=deadline.left):
                raise deadline.exceeded(source)
            try:
                self._last.pop(source, None)
                return self._open(request, source, deadline)
            finally:
                self._turn.release()
        except ConnectorError as error:
            error.source = source
            self.failed(source, error.code)
            raise

    def failed(self, source: str, code: str) -> None:
        """See Browser. Once a page: a second call finds nothing left to keep."""
        evidence = self._last.pop(source, None)
        if evidence:
            self._failures.keep(source, code, evidence)

    def close(self) -> None:
        """End the browser; the next page would start a new one."""
        with self._turn:
            if self._slot.running:
                self._slot.running.close()
            self._slot.clear()
            self._last.clear()

    def _open(self, request: PageRequest, source: str, deadline: Deadline) -> PageVisit:
        try:
            return self._ask(request, source, deadline)
        except Gone:  # it died between two pages, and had not been asked for this one
            self._slot.clear()
            return self._ask(request, source, deadline)

    def _ask(self, request: PageRequest, source: str, deadline: Deadline) -> PageVisit:
        running = self._ready(deadline, source)
        try:
            return running.open(
                request, source=source, deadline=deadline, seen=self._last.__setitem__
            )
        except TimeoutError as error:
            self._slot.clear()
            raise deadline.exceeded(source) from error
        except ConnectorError as error:
            weight = running.overweight_mb
            if weight is None:
                raise
            self._slot.clear()
            raise Unavailable(
                f"{source}: the page made the browser hold {weight:,.0f} MB of memory, more than "
                f"the {self._memory_mb:,} MB allowed, and it was ended. Raise "
                "PODPUSHER_BROWSER_MEMORY_MB if the page is worth it."
            ) from error

    def _ready(self, deadline: Deadline, source: str) -> Running:
        """The running browser; a new one when there is none, or the last one died."""
        running = self._slot.running
        if running is None or not running.is_usable:
            self._slot.clear()
            self._slot.running = running = Running(
                find_chromium(self._executable),
                memory_mb=self._memory_mb,
                rehearsal=self._rehearsal,
                proxy=self._proxy,
                resolve=self._resolve,
                now=self._now,
            )
        try:
            running.await_start(deadline.left)
        except TimeoutError as error:  # it goes on starting, for the next page
            raise deadline.exceeded(source) from error
        return running


class _Slot:
    """Holds the running browser, apart from the session so that it can be ended after it."""

    def __init__(self) -> None:
        self.running: Running | None = None

    def clear(self) -> None:
        running, self.running = self.running, None
        if running:
            running.kill()
