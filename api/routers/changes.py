"""What changed since an earlier snapshot, for clients that ask again and again."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import BeforeValidator, Field
from starlette.responses import Response

from api.dependencies import SnapshotOf, services_of
from api.examples import conditional
from api.parameters import Cursor, Limit, number
from api.routing import SnapshotRoute
from api.schemas.changes import Change, ChangeKind, Changes, Standing
from api.snapshots import scored_day, snapshot_answer
from warehouse.cursors import decode_cursor, encode_cursor, query_key
from warehouse.errors import BadCursor
from warehouse.serving import queries
from warehouse.serving.reader import Snapshot

router = APIRouter(prefix="/v1", tags=["trends"], route_class=SnapshotRoute)
_MARK = "changes/1"
Row = dict[str, Any]


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
        payload = decode_cursor(cursor)
        if len(payload) != 4 or payload[0] != _MARK or payload[2] != key:
            raise BadCursor(
                "This page cursor belongs to another question. Start again without `cursor`."
            )
        snapshot, offset = reader.at(str(payload[1])), int(payload[3])
    earlier = reader.at(since)
    found = changes(_standings(earlier), _standings(snapshot), min_change)
    following = None
    if len(found) > offset + limit:
        following = encode_cursor([_MARK, snapshot.generation.id, key, offset + limit])
    answer = Changes(
        items=found[offset : offset + limit],
        since=earlier.generation.id,
        since_as_of=_day(earlier),
        generation=snapshot.generation.id,
        as_of=_day(snapshot),
        next_cursor=following,
    )
    return snapshot_answer(request, snapshot, answer.model_dump_json().encode())


def changes(before: dict[str, Row], now: dict[str, Row], least: float) -> list[Change]:
    """Terms whose standing differs; the score of a new or gone one counts as its change."""
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
        named = new or old or {}
        found.append(
            (
                -abs(gained),
                term_id,
                Change(
                    change=kind,
                    term_id=term_id,
                    display=named["display"],
                    now=_standing(new),
                    before=_standing(old),
                ),
            )
        )
    return [change for _size, _id, change in sorted(found, key=lambda one: one[:2])]


def _score(row: Row | None) -> float:
    return float(row["score"] or 0.0) if row else 0.0


def _standing(row: Row | None) -> Standing | None:
    return Standing.model_validate(row) if row else None


def _standings(snapshot: Snapshot) -> dict[str, Row]:
    day = _day(snapshot)
    if day is None:
        return {}
    asked = {"scored_on": day, "score_version": snapshot.generation.score_version}
    return {row["term_id"]: row for row in snapshot.query(queries.STANDINGS, asked)}


def _day(snapshot: Snapshot) -> date | None:
    return scored_day(snapshot, None)
