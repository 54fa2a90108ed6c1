"""A host that keeps failing is left alone for a while, by every process at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from connectors.errors import BreakerOpen
from connectors.http.shared import BreakerState, BreakerStore

FAILURES: Final = 5  # in a row open the breaker
OPEN: Final = timedelta(seconds=60)  # at first; doubled with each probe that fails
LONGEST: Final = timedelta(minutes=15)
LEASE: Final = timedelta(seconds=30)  # a probe that says nothing for so long is given up


@dataclass(frozen=True, slots=True)
class Permit:
    """Leave to ask a host once. `lease` is set when the question is the one probe."""

    host: str
    failures: int = 0
    lease: datetime | None = None


class Breaker:
    """Closed: all may ask. Open: nobody. Half open: one probe decides."""

    def __init__(
        self, store: BreakerStore, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._store = store
        self._now = now

    def permit(self, host: str, source: str) -> Permit:
        """Leave to ask, to be given back by `succeeded` or `failed`.

        Raises BreakerOpen, which says when the next try is allowed.
        """
        state = self._store.state(host)
        if state.phase == "closed":
            return Permit(host, state.failures)
        now = self._now()
        won = False

        def lease(current: BreakerState) -> BreakerState:
            nonlocal won
            won = current.phase != "closed" and _is_over(current, now)
            return replace(current, phase="half_open", until=now + LEASE) if won else current

        state = self._store.change(host, lease) if _is_over(state, now) else state
        if won:
            return Permit(host, state.failures, state.until)
        if state.phase == "closed":
            return Permit(host, state.failures)
        raise _still_open(host, state, source)

    def succeeded(self, permit: Permit) -> None:
        """The host answered: forget its failures."""

        def settle(current: BreakerState) -> BreakerState:
            return BreakerState() if _decides(permit, current) else current

        if permit.failures or permit.lease:
            self._store.change(permit.host, settle)

    def failed(self, permit: Permit) -> None:
        """The host failed: count it, and open after too many in a row or a failed probe."""
        now = self._now()

        def settle(current: BreakerState) -> BreakerState:
            if not _decides(permit, current):
                return current
            failures = current.failures + 1
            if failures < FAILURES:
                return BreakerState("closed", failures)
            return BreakerState("open", failures, now + _pause(failures))

        self._store.change(permit.host, settle)


def _decides(permit: Permit, current: BreakerState) -> bool:
    """Whether the answer to this question counts: a late one must not undo a newer state."""
    if current.phase == "half_open":
        return permit.lease is not None and permit.lease == current.until
    return current.phase == "closed"


def _is_over(state: BreakerState, now: datetime) -> bool:
    return state.until is None or state.until <= now


def _pause(failures: int) -> timedelta:
    doublings = min(max(failures - FAILURES, 0), 10)
    return min(OPEN * (1 << doublings), LONGEST)


def _still_open(host: str, state: BreakerState, source: str) -> BreakerOpen:
    when = f" before {state.until:%Y-%m-%d %H:%M:%S} UTC" if state.until else ""
    return BreakerOpen(
        f"{source}: {host} failed {state.failures} times in a row and is not asked again{when}. "
        "Nothing to do: it is tried by itself; work with what is there.",
        until=state.until,
        source=source,
    )
