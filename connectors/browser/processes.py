"""The processes of a browser: what they weigh together, and how they end together."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import psutil

INTERVAL = 0.25  # seconds between two looks at the memory
_EXACT_EACH = 8  # looks
_MEGABYTE = 1_000_000


class ProcessTree:
    """A process and all it started, also those that lost their parent since."""

    def __init__(self, root: psutil.Process) -> None:
        self.root = root
        self._known: dict[int, psutil.Process] = {root.pid: root}
        self._lock = threading.Lock()

    def members(self) -> list[psutil.Process]:
        """Those that live."""
        import psutil

        with self._lock, contextlib.suppress(psutil.Error):
            for child in self.root.children(recursive=True):
                self._known.setdefault(child.pid, child)
        return [process for process in list(self._known.values()) if lives(process)]

    def resident_mb(self) -> float:
        """A cheap figure that is never too low: megabytes with shared pages counted each time."""
        import psutil

        held = 0
        for process in self.members():
            with contextlib.suppress(psutil.Error):
                held += process.memory_info().rss
        return held / _MEGABYTE

    def memory_mb(self) -> float:
        """What they hold together, in megabytes, shared pages counted once."""
        import psutil

        held = 0
        for process in self.members():
            with contextlib.suppress(psutil.Error):
                held += _share(process)
        return held / _MEGABYTE

    def kill(self, seconds: float = 2.0) -> None:
        """End all of them, and wait until they are gone."""
        import psutil

        members = self.members()
        groups = set()
        for process in members:
            with contextlib.suppress(ProcessLookupError):
                if os.getpgid(process.pid) == self.root.pid:
                    groups.add(self.root.pid)
        for group in groups:  # also takes those born since the look above
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(group, signal.SIGKILL)
        for process in members:
            with contextlib.suppress(psutil.Error):
                process.kill()
        # Not waited for by their ids: who started them does, and would miss their end.
        ends = time.monotonic() + seconds
        while any(lives(process) for process in members) and time.monotonic() < ends:
            time.sleep(0.02)


class MemoryWatch:
    """Looks at a tree of processes and kills it when it grows beyond the limit."""

    def __init__(
        self, tree: ProcessTree, limit_mb: float, exceeded: Callable[[float], None]
    ) -> None:
        self._tree = tree
        self._limit = limit_mb
        self._exceeded = exceeded
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="browser memory", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Look no longer."""
        self._stop.set()
        if threading.current_thread() is not self._thread:
            self._thread.join(2.0)

    def _watch(self) -> None:
        # The exact figure costs ten times the cheap one, and cannot grow faster: it is asked for
        # when the cheap one has grown by as much as was left, and now and then.
        harmless, looks = self._limit, 0
        while not self._stop.wait(INTERVAL):
            looks += 1
            cheap = self._tree.resident_mb()
            if cheap <= harmless and looks % _EXACT_EACH:
                continue
            weight = self._tree.memory_mb()
            if weight > self._limit:
                self._exceeded(weight)
                self._tree.kill()
                return
            harmless = cheap + self._limit - weight


def _share(process: psutil.Process) -> int:
    """Bytes with shared pages divided among their holders; where that is not told, all of them."""
    import psutil

    try:
        return int(process.memory_full_info().pss)
    except (psutil.AccessDenied, AttributeError):
        return int(process.memory_info().rss)


def lives(process: psutil.Process) -> bool:
    """Whether a process is there and not merely unburied."""
    import psutil

    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.Error:
        return False
