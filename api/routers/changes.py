"""What changed since an earlier snapshot, for clients that ask again and again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import BeforeValidator, Field
from starlette.responses import Response

from api.dependencies import SnapshotOf, services_of
from api.examples import conditional
from api.parameters import Cursor, Limit, number
from api.routing import SnapshotRoute
from api.schemas.changes import Change, ChangeKind, Changes, Standing
from api.snapshots import resume, scored_day, snapshot_answer
from warehouse.cursors import encode_cursor, query_key
from warehouse.engine.base import Row

router = APIRouter(prefix="/v1", tags=["trends"], route_class=SnapshotRoute)
_MARK = "changes/1"


@router.get(
    "/changes",
    summary="What changed since a snapshot",
    response_model=Changes,
    responses=conditional(400, 410, 422, 503),
)
def list_changes(
    request: Request,
    snapshot: SnapshotOf,
    since: Annotated[
        str,
        Query(
            min_length=1,
            max_length=100,
            pattern=r"^[A-Za-z0-9_.-]+$",
            description="`generation` of the answer you have.",
        ),
    ],
    min_change: Annotated[
        float,
        Field(ge=0, le=100),
        BeforeValidator(number),
        Query(description="Points of score that a risen or fallen term differs by at least."),
    ] = 1.0,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """Terms that are new, risen, fallen or gone, the greatest change of score first.

    Compared are the last scored days of the two snapshots. The last three snapshots are kept; an
    older `since` is a 410: read the list anew and go on from its `generation`. A page cursor
    compares the two snapshots it was made from.
    """
    reader = services_of(request).reader
    key = query_key(since, None, {"min_change": min_change})
    offset = 0
    if cursor is not None:
        snapshot, offset = resume(reader, cursor, _MARK, key)
    earlier = reader.at(since)
    found = changes(earlier.standings, snapshot.standings, min_change)
    following = None
    if len(found) > offset + limit:
        following = encode_cursor([_MARK, snapshot.generation.id, key, offset + limit])
    answer = Changes(
        items=[
            _change(kind, earlier.standings.get(term_id), snapshot.standings.get(term_id))
            for term_id, kind in found[offset : offset + limit]
        ],
        since=earlier.generation.id,
        since_as_of=scored_day(earlier, None),
        generation=snapshot.generation.id,
        as_of=scored_day(snapshot, None),
        next_cursor=following,
    )
    return snapshot_answer(request, snapshot, answer.model_dump_json().encode())


def changes(
    before: Mapping[str, Row], now: Mapping[str, Row], least: float
) -> list[tuple[str, ChangeKind]]:
    """Ids of the terms whose standing differs, the greatest change of score first.

    The score of a new or gone term counts as its change.
    """
    found = []
    for term_id in before.keys() | now.keys():
        old, new = before.get(term_id), now.get(term_id)
        gained = _score(new) - _score(old)
        if old is None:
            kind = ChangeKind.NEW
        elif new is None:
            kind = ChangeKind.GONE
        elif gained and abs(gained) >= least:
            kind = ChangeKind.RISEN if gained > 0 else ChangeKind.FALLEN
        else:
            continue
        found.append((-abs(gained), term_id, kind))
    return [(term_id, kind) for _size, term_id, kind in sorted(found)]


def _change(kind: ChangeKind, old: Row | None, new: Row | None) -> Change:
    named = new or old or {}
    return Change(
        change=kind,
        term_id=named["term_id"],
        display=named["display"],
        now=Standing.model_validate(new) if new else None,
        before=Standing.model_validate(old) if old else None,
    )


def _score(row: Row | None) -> float:
    return float(row["score"] or 0.0) if row else 0.0
