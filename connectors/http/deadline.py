"""A span of time that several calls share."""

from __future__ import annotations

import time
from collections.abc import Callable

from connectors.errors import DeadlineExceeded

Clock = Callable[[], float]


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
            raise DeadlineExceeded(
                f"{what}: no answer within {self.seconds:g} seconds. Check the network, or try "
                "again later; the other sources go on."
            )
