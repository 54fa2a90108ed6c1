"""What processes share about the outside world: budgets, broken hosts, validators of answers.

The protocols are implemented here in memory, for one process, and in `warehouse.state` for all
processes of an installation. All times are aware UTC; all waits are seconds.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal, Protocol

BreakerPhase = Literal["closed", "open", "half_open"]


@dataclass(frozen=True, slots=True)
class Bucket:
    """A token bucket: `capacity` tokens at most, refilled by `per_second`."""

    key: str  # provider and account, never a secret
    capacity: float
    per_second: float


class BucketStore(Protocol):
    """Token buckets shared by every process that uses the account."""

    def take(self, bucket: Bucket, tokens: float = 1.0) -> float:
        """0 when the tokens were taken, else the seconds until they could be. Never blocks.

        Raises ValueError when more is asked for than the bucket can ever hold.
        """
        ...


@dataclass(frozen=True, slots=True)
class BreakerState:
    """How a host stands. `until`: when the next try is allowed, or when a probe's lease ends."""

    phase: BreakerPhase = "closed"
    failures: int = 0  # in a row
    until: datetime | None = None


class BreakerStore(Protocol):
    """States of hosts, shared. `change` is atomic: two processes never both win the one probe."""

    def state(self, host: str) -> BreakerState:
        """The state of a host; closed when nothing is known."""
        ...

    def change(self, host: str, step: Callable[[BreakerState], BreakerState]) -> BreakerState:
        """Replace the state by what `step` makes of it; returns the new state."""
        ...


@dataclass(frozen=True, slots=True)
class Validators:
    """What makes the next request for an address conditional."""

    etag: str | None = None
    last_modified: str | None = None


class ValidatorStore(Protocol):
    """Validators of the last good answer of an address (without secrets)."""

    def get(self, url: str) -> Validators | None:
        """The validators, or None."""
        ...

    def put(self, url: str, validators: Validators) -> None:
        """Remember them."""
        ...


class MemoryBuckets:
    """Buckets of this process alone."""

    def __init__(self, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._held: dict[str, tuple[float, datetime]] = {}

    def take(self, bucket: Bucket, tokens: float = 1.0) -> float:
        """See BucketStore."""
        if tokens > bucket.capacity:
            raise ValueError(f"{tokens} tokens of a bucket that holds {bucket.capacity}")
        with self._lock:
            now = self._now()
            held, since = self._held.get(bucket.key, (bucket.capacity, now))
            passed = max(0.0, (now - since) / timedelta(seconds=1))
            held = min(bucket.capacity, held + passed * bucket.per_second)
            if held >= tokens:
                self._held[bucket.key] = (held - tokens, now)
                return 0.0
            self._held[bucket.key] = (held, now)
            if bucket.per_second <= 0:
                return float("inf")
            return (tokens - held) / bucket.per_second


class MemoryBreakers:
    """Breakers of this process alone."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._states: dict[str, BreakerState] = {}

    def state(self, host: str) -> BreakerState:
        """See BreakerStore."""
        with self._lock:
            return self._states.get(host, BreakerState())

    def change(self, host: str, step: Callable[[BreakerState], BreakerState]) -> BreakerState:
        """See BreakerStore."""
        with self._lock:
            changed = step(self._states.get(host, BreakerState()))
            self._states[host] = changed
            return changed


class MemoryValidators:
    """Validators of this process alone."""

    def __init__(self) -> None:
        self._known: dict[str, Validators] = {}

    def get(self, url: str) -> Validators | None:
        """See ValidatorStore."""
        return self._known.get(url)

    def put(self, url: str, validators: Validators) -> None:
        """See ValidatorStore."""
        self._known[url] = validators
