"""Work on the next items while one is in use."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

_T = TypeVar("_T")
_R = TypeVar("_R")
AHEAD = 2


def ahead(work: Callable[[_T], _R], items: Sequence[_T]) -> Iterator[Callable[[], _R]]:
    """For each item in order, a call that gives its result or raises its error.

    No more than AHEAD results wait beside the one in use: a batch may be large.
    """
    with ThreadPoolExecutor(max_workers=AHEAD) as workers:
        queued = deque(workers.submit(work, item) for item in items[:AHEAD])
        for place in range(len(items)):
            current = queued.popleft()
            yield current.result
            del current  # and its result
            if place + AHEAD < len(items):
                queued.append(workers.submit(work, items[place + AHEAD]))
