"""A span of time that several calls share."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TypeVar

from connectors.errors import DeadlineExceeded

Clock = Callable[[], float]
Result = TypeVar("Result")


class Deadline:
    """Runs out `seconds` after it was made, by a monotonic clock."""

    def __init__(self, seconds: float, *, clock: Clock = time.monotonic) -> None:
        self.seconds = seconds
        self._clock = clock
        self._end = clock() + seconds

    @property
    def left(self) -> float:
        """Seconds left, never below zero."""
        return max(0.0, self._end - self._clock())

    def check(self, what: str) -> None:
        """Raise DeadlineExceeded when no time is left."""
        if not self.left:
            raise self.exceeded(what)

    def exceeded(self, what: str) -> DeadlineExceeded:
        """The error that says so."""
        return DeadlineExceeded(
            f"{what}: no answer within {self.seconds:g} seconds. Check the network, or try "
            "again later; the other sources go on."
        )


def within(deadline: Deadline, what: str, ask: Callable[[], Result]) -> Result:
    """The answer of `ask`, or DeadlineExceeded when time runs out, whatever it hangs on.

    Time-outs of a client do not cover a resolver that never answers. The question is asked in a
    thread of its own, which is left behind when it does not come back.
    """
    answers: list[Result] = []
    failures: list[BaseException] = []

    def run() -> None:
        try:
            answers.append(ask())
        except BaseException as error:  # handed over to the caller below
            failures.append(error)

    thread = threading.Thread(target=run, name=f"ask {what}", daemon=True)
    thread.start()
    thread.join(deadline.left)
    if failures:
        raise failures[0]
    if not answers:
        raise deadline.exceeded(what)
    return answers[0]
