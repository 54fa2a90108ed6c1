"""The hour between two cycles, without waiting for it."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from warehouse.settings import WarehouseSettings
from warehouse.state.models.shared import Breaker, TokenBucket
from warehouse.state.session import session_scope

HOUR = timedelta(hours=1)  # the cadence of fast sources


def an_hour_later(settings: WarehouseSettings) -> None:
    """Move what the state database remembers about hosts and budgets an hour into the past.

    Nothing is reset: a bucket refills and a breaker comes to its probe by the product's own rules.
    """
    with session_scope(settings) as session:
        for bucket in session.scalars(sa.select(TokenBucket)):
            bucket.updated_at -= HOUR
        for breaker in session.scalars(sa.select(Breaker)):
            if breaker.until is not None:
                breaker.until -= HOUR
