"""Threads that start at once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

ResultT = TypeVar("ResultT")


def together(count: int, work: Callable[[int], ResultT], seconds: float = 120) -> list[ResultT]:
    """What `work` returns in each of so many threads, in no order. An error of one is raised."""
    ready = threading.Barrier(count)
    results: list[ResultT] = []
    errors: list[BaseException] = []

    def run(number: int) -> None:
        try:
            ready.wait(20)
            results.append(work(number))
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(seconds)
    if errors:
        raise errors[0]
    assert len(results) == count, "a thread did not end"
    return results
