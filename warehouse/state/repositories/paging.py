"""Keyset paging by (position descending, id ascending)."""

from __future__ import annotations

from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from warehouse.cursors import decode_cursor, encode_cursor, query_key
from warehouse.errors import BadCursor

RowT = TypeVar("RowT")
_MARK = "state/1"


def page(
    session: Session,
    query: sa.Select[RowT],
    position: sa.ColumnElement[float],
    identity: sa.ColumnElement[str],
    *,
    limit: int,
    cursor: str | None,
    key: tuple[object, ...],
) -> tuple[list[RowT], str | None]:
    """Up to `limit` rows and the cursor of the next page, None at the end.

    `key` names the query; a cursor of another one raises BadCursor.
    """
    digest = query_key(*key)
    if cursor is not None:
        after, last = _open(cursor, digest)
        query = query.where(sa.or_(position < after, sa.and_(position == after, identity > last)))
    ordered = query.add_columns(
        position.label("page_position"), identity.label("page_identity")
    ).order_by(position.desc(), identity)
    rows = session.execute(ordered.limit(limit + 1)).all()
    more = len(rows) > limit
    kept = rows[:limit]
    following = encode_cursor([_MARK, digest, kept[-1][1], kept[-1][2]]) if more else None
    return [row[0] for row in kept], following


def _open(cursor: str, digest: str) -> tuple[float, str]:
    payload: list[Any] = decode_cursor(cursor)
    if len(payload) != 4 or payload[:2] != [_MARK, digest]:
        raise BadCursor(
            "This page cursor belongs to another query. Start again without `cursor`, "
            "or repeat the filters it was made with."
        )
    return float(payload[2]), str(payload[3])
