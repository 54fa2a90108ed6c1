"""What a measurement and all it started weigh together, and whether anything outlives it."""

from __future__ import annotations

import contextlib
import threading
from types import TracebackType
from typing import Self

import psutil

INTERVAL = 0.4  # seconds between two looks; weighing a browser costs some of its own time
_MEGABYTE = 1_000_000


class ProcessWatch:
    """A context manager that looks at this process and its descendants until it ends.

    `peak_mb` is the largest sum seen, shared pages divided among those that hold them;
    `peak_of_browser_mb` the share of the descendants at that moment. Without `weigh` both stay 0.
    """

    def __init__(self, *, weigh: bool = True) -> None:
        self._weigh = weigh
        self.peak_mb = 0.0
        self.peak_of_browser_mb = 0.0
        self._me = psutil.Process()
        self._known: set[psutil.Process] = set(self._me.children(recursive=True))
        self._before = frozenset(self._known)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="process watch", daemon=True)

    def __enter__(self) -> Self:
        self._look()
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop.set()
        self._thread.join()
        self._look()

    @property
    def left(self) -> list[str]:
        """Names of the processes that were started since and live, wherever they belong now."""
        return [name for name in map(_living, self._known - self._before) if name]

    @property
    def started(self) -> int:
        """How many processes were seen that were not there before."""
        return len(self._known - self._before)

    def _watch(self) -> None:
        while not self._stop.wait(INTERVAL):
            self._look()

    def _look(self) -> None:
        descendants = self._me.children(recursive=True)
        self._known.update(descendants)
        if not self._weigh:
            return
        browser = sum(_share(process) for process in descendants if process not in self._before)
        together = browser + _share(self._me)
        if together > self.peak_mb:
            self.peak_mb, self.peak_of_browser_mb = together, browser


def _share(process: psutil.Process) -> float:
    with contextlib.suppress(psutil.Error):
        return float(process.memory_full_info().pss) / _MEGABYTE
    return 0.0


def _living(process: psutil.Process) -> str:
    with contextlib.suppress(psutil.Error):
        if process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
            # Python's own helper of `multiprocessing` ends with this process.
            is_helper = any(
                "multiprocessing.resource_tracker" in each for each in process.cmdline()
            )
            return "" if is_helper else str(process.name())
    return ""
