"""Token buckets that every process of an installation draws from."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from warehouse.settings import WarehouseSettings
from warehouse.state.base import UtcDateTime
from warehouse.state.models.shared import TokenBucket
from warehouse.state.session import session_scope
from warehouse.state.upserts import insert

_Moment = sa.ColumnElement[datetime]
_Number = sa.ColumnElement[float]


class SharedBuckets:
    """Buckets in the state database, which must be migrated.

    Time is the database's own, so that clocks of machines do not matter; tests give `now`.
    """

    def __init__(
        self, settings: WarehouseSettings, now: Callable[[], datetime] | None = None
    ) -> None:
        self._settings = settings
        self._now = now

    def take(self, key: str, capacity: float, per_second: float, tokens: float = 1.0) -> float:
        """0 when the tokens were taken, else the seconds until they could be, up to 2 ms more.

        A bucket starts full, holds `capacity` at most and gains `per_second`. Never waits for
        tokens. `key` names provider and account, never a secret. Raises ValueError when more is
        asked for than the bucket can ever hold.
        """
        if tokens > capacity:
            raise ValueError(f"{tokens} tokens of a bucket that holds {capacity}")
        with session_scope(self._settings) as session:
            server = session.get_bind().dialect.name == "postgresql"
            at = self._moment(server)
            held = _held(server, at, capacity, per_second)
            # One statement refills, judges and takes: nobody comes between.
            taken = (
                insert(session, TokenBucket)
                .values(key=key, tokens=capacity - tokens, updated_at=at)
                .on_conflict_do_update(
                    index_elements=["key"],
                    set_={
                        "tokens": held - tokens,
                        "updated_at": _greatest(server, TokenBucket.updated_at, at),
                    },
                    where=held >= tokens,
                )
                .returning(TokenBucket.tokens)
            )
            if session.scalar(taken) is not None:
                return 0.0
            left = session.scalars(sa.select(held).where(TokenBucket.key == key)).one()
        if per_second <= 0:
            return math.inf
        # Databases count milliseconds: who waits as told shall not come one too early.
        return math.ceil(max(0.0, tokens - left) / per_second * 1000 + 1) / 1000

    def _moment(self, server: bool) -> _Moment:
        if self._now is not None:
            return sa.literal(self._now(), UtcDateTime())
        if server:
            return sa.func.timezone("UTC", sa.func.statement_timestamp(), type_=UtcDateTime())
        # As SQLAlchemy writes times: six digits behind the second.
        text = sa.func.strftime("%Y-%m-%d %H:%M:%f", "now").concat("000")
        return sa.type_coerce(text, UtcDateTime())


def _held(server: bool, at: _Moment, capacity: float, per_second: float) -> _Number:
    """Tokens in the bucket at a moment. A clock that went back has not refilled it."""
    since = TokenBucket.updated_at
    passed: _Number
    if server:
        passed = sa.cast(sa.extract("epoch", sa.cast(at, sa.DateTime()) - since), sa.Double())
    else:
        # Rounded to the milliseconds that it counts: a day as a fraction is less exact.
        days = sa.func.julianday(at) - sa.func.julianday(since)
        passed = sa.func.round(days * 86.4e6, type_=sa.Double()) * 0.001
    least = sa.func.least if server else sa.func.min
    full: _Number = least(
        capacity, TokenBucket.tokens + _greatest(server, 0.0, passed) * per_second
    )
    return full


def _greatest(server: bool, *values: object) -> sa.Function[Any]:
    """The greatest of the values."""
    return sa.func.greatest(*values) if server else sa.func.max(*values)
