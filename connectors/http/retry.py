"""The only retry layer: few tries, full jitter, Retry-After honoured within bounds."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TypeVar

from connectors.errors import BreakerOpen, DeadlineExceeded, RetryLater
from connectors.http.deadline import Deadline

Result = TypeVar("Result")
MAX_RETRY_AFTER = 60.0  # a platform that asks for more is left alone until the next run


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """Bounds of the retries, in seconds. Sleep and chance are injected by tests."""

    tries: int = 4
    base: float = 0.5
    cap: float = 8.0
    sleep: Callable[[float], None] = time.sleep
    uniform: Callable[[float, float], float] = random.uniform

    def pause(self, attempt: int, retry_after: float | None) -> float:
        """Seconds to wait after failed attempt 1, 2, …: full jitter, or Retry-After plus jitter.

        The jitter on Retry-After is half of it: workers told "10 s" do not all return at once.
        """
        if retry_after is not None and retry_after >= 0:
            wait = min(retry_after, MAX_RETRY_AFTER)
            return wait + self.uniform(0.0, max(self.base, wait / 2))
        return self.uniform(0.0, min(self.cap, self.base * 2.0**attempt))

    def call(
        self, ask: Callable[[], Result], *, deadline: Deadline, idempotent: bool = True
    ) -> Result:
        """The answer of `ask`, tried again while it raises RetryLater and time allows.

        When the host's breaker opens in between, the failure that opened it is raised.
        """
        attempt = 0
        failure: RetryLater | None = None
        while True:
            attempt += 1
            try:
                return ask()
            except DeadlineExceeded:
                raise
            except BreakerOpen as error:
                raise (failure or error) from None
            except RetryLater as error:
                failure = error
                if not idempotent or attempt >= self.tries:
                    raise
                if error.retry_after is not None and error.retry_after > MAX_RETRY_AFTER:
                    raise
                pause = self.pause(attempt, error.retry_after)
                if pause >= deadline.left:
                    raise
                self.sleep(pause)


def parse_retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds that a Retry-After header asks for; None when absent, negative or unreadable."""
    if value is None or not value.strip():
        return None
    text = value.strip()
    try:
        seconds = float(text)
    except ValueError:
        try:
            moment = parsedate_to_datetime(text)
        except (TypeError, ValueError, IndexError):
            return None
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        seconds = (moment - now).total_seconds()
    return seconds if 0 <= seconds < 10**7 else None
