"""How hosts stand, shared by every process of an installation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from warehouse.settings import WarehouseSettings
from warehouse.state.models.shared import Breaker
from warehouse.state.session import read_scope, session_scope
from warehouse.state.upserts import insert_unless_there


@dataclass(frozen=True, slots=True)
class BreakerRow:
    """How a host stands. `until`: when the next try is allowed, or when a probe's lease ends."""

    phase: str = "closed"  # closed, open, half_open
    failures: int = 0  # in a row
    until: datetime | None = None  # aware UTC


class SharedBreakers:
    """Breakers in the state database, which must be migrated before a change."""

    def __init__(self, settings: WarehouseSettings) -> None:
        self._settings = settings

    def state(self, host: str) -> BreakerRow:
        """The state of a host; closed when nothing is known."""
        with read_scope(self._settings) as session:
            found = None if session is None else session.get(Breaker, host)
            return BreakerRow() if found is None else _row(found)

    def change(self, host: str, step: Callable[[BreakerRow], BreakerRow]) -> BreakerRow:
        """Replace the state by what `step` makes of it; returns the new state.

        Others wait until it is written, so of two that want the one probe the second sees that
        it is taken. `step` must be quick, and must not touch the state database.
        """
        with session_scope(self._settings) as session:
            insert_unless_there(session, Breaker, {"host": host, "phase": "closed", "failures": 0})
            locked = sa.select(Breaker).where(Breaker.host == host).with_for_update()
            breaker = session.scalars(locked).one()
            changed = step(_row(breaker))
            breaker.phase, breaker.failures = changed.phase, changed.failures
            breaker.until = changed.until
        return changed

    def all(self) -> dict[str, BreakerRow]:
        """Every host that ever failed or was tried, by name."""
        with read_scope(self._settings) as session:
            if session is None:
                return {}
            found = session.scalars(sa.select(Breaker).order_by(Breaker.host))
            return {breaker.host: _row(breaker) for breaker in found}


def _row(breaker: Breaker) -> BreakerRow:
    return BreakerRow(breaker.phase, breaker.failures, breaker.until)
