"""How often a provider is asked: token buckets that all processes of an account share."""

from __future__ import annotations

import time
from collections.abc import Callable
from math import ceil, isfinite
from typing import Final

from connectors.errors import RateLimited
from connectors.http.deadline import Deadline
from connectors.http.shared import Bucket, BucketStore

PER_SECOND: Final = 1.0  # of a host that has no bucket of its own
BURST: Final = 5.0
_SHORTEST: Final = 0.01  # seconds: another process may have taken the token waited for


def host_bucket(host: str) -> Bucket:
    """The bucket of a host that nobody described."""
    return Bucket(f"host:{host}", BURST, PER_SECOND)


class Limiter:
    """Waits for a turn, or says how long the wait would have been."""

    def __init__(self, store: BucketStore, sleep: Callable[[float], None] = time.sleep) -> None:
        self._store = store
        self._sleep = sleep

    def wait(self, bucket: Bucket, deadline: Deadline, source: str) -> None:
        """Return when a token was taken.

        Raises RateLimited, with the seconds to wait, when the deadline comes first.
        """
        while seconds := self._store.take(bucket):
            if seconds >= deadline.left:
                raise RateLimited(
                    f"{source}: our own limit for {bucket.key} is used up{_for(seconds)}. "
                    "It is asked again at the next run.",
                    retry_after=seconds,
                    source=source,
                )
            self._sleep(max(seconds, _SHORTEST))


def _for(seconds: float) -> str:
    return f" for {ceil(seconds):,} seconds" if isfinite(seconds) else ""
