"""Validators of answers, so that what has not changed is not sent again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

import sqlalchemy as sa

from warehouse.settings import WarehouseSettings
from warehouse.state.base import now as present
from warehouse.state.models.shared import HttpValidator
from warehouse.state.session import read_scope, session_scope
from warehouse.state.upserts import insert

MAX_ROWS = 5_000


@dataclass(frozen=True, slots=True)
class ValidatorRow:
    """What makes the next request for an address conditional."""

    etag: str | None = None
    last_modified: str | None = None


class SharedValidators:
    """Validators in the state database, which must be migrated before a `put`.

    Addresses are kept as hashes. Beyond `max_rows` the oldest are forgotten.
    """

    def __init__(
        self,
        settings: WarehouseSettings,
        *,
        now: Callable[[], datetime] = present,
        max_rows: int = MAX_ROWS,
    ) -> None:
        self._settings = settings
        self._now = now
        self._max_rows = max_rows

    def get(self, url: str) -> ValidatorRow | None:
        """The validators of the last good answer, or None."""
        with read_scope(self._settings) as session:
            found = None if session is None else session.get(HttpValidator, _hash(url))
            return None if found is None else ValidatorRow(found.etag, found.last_modified)

    def put(self, url: str, etag: str | None, last_modified: str | None) -> None:
        """Remember them. An answer without either makes the address forgotten."""
        key = _hash(url)
        with session_scope(self._settings) as session:
            if etag is None and last_modified is None:
                session.execute(sa.delete(HttpValidator).where(HttpValidator.url_hash == key))
                return
            values = {"etag": etag, "last_modified": last_modified, "updated_at": self._now()}
            session.execute(
                insert(session, HttpValidator)
                .values(url_hash=key, **values)
                .on_conflict_do_update(index_elements=["url_hash"], set_=values)
            )
            beyond = (
                sa.select(HttpValidator.url_hash)
                .order_by(HttpValidator.updated_at.desc(), HttpValidator.url_hash)
                .offset(self._max_rows)
            )
            session.execute(sa.delete(HttpValidator).where(HttpValidator.url_hash.in_(beyond)))


def _hash(url: str) -> str:
    return sha256(url.encode()).hexdigest()
