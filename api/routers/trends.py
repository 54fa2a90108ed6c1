"""The ranked list of trends, as JSON pages or as a table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any
from urllib.parse import parse_qsl, urlencode

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from api.dependencies import SnapshotOf, services_of
from api.errors import NotAcceptable
from api.examples import conditional
from api.media import CSV, JSON, OFFERED, PARQUET, as_csv, as_parquet
from api.parameters import Cursor, Day, Flag, OptionalLimit, Share, Text
from api.routing import SnapshotRoute
from api.schemas.common import Page
from api.schemas.trends import Trend, TrendFields, TrendSort
from api.selection import COLUMNS, ROWS_OF_A_TABLE, chosen_fields, columns_of, flat
from api.snapshots import fold, known_region, lines, resume, scored_day, snapshot_answer, trend_of
from domain.sources.registry import SOURCES
from domain.vocabulary import ProductType
from warehouse.cursors import encode_cursor, query_key
from warehouse.serving import queries
from warehouse.serving.reader import Snapshot

router = APIRouter(prefix="/v1/trends", tags=["trends"], route_class=SnapshotRoute)
ROWS_OF_A_PAGE = 50
_MARK = "trends/1"
_VARY = {"vary": "Accept"}
_TABLES: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {
            media: {"schema": {"type": "string", "format": "binary"}} for media in (CSV, PARQUET)
        }
    }
}


@router.get(
    "",
    summary="Ranked trends",
    response_model=Page[Trend] | Page[TrendFields],
    responses=_TABLES | conditional(400, 406, 410, 422, 503),
)
def list_trends(
    request: Request,
    snapshot: SnapshotOf,
    limit: OptionalLimit = None,
    cursor: Cursor = None,
    sort: TrendSort = TrendSort.RANK,
    as_of: Day = None,
    fields: Annotated[
        Text,
        Query(
            description="Fields of an item, with commas. Default: all.",
            examples=["term,score,rank"],
        ),
    ] = None,
    q: Annotated[Text, Query(description="Words in the term, as written or as matched.")] = None,
    stage: Annotated[
        Text,
        Query(description="emerging, rising, peak, fading, seasonal, steady …"),
    ] = None,
    origin: Annotated[Text, Query(description="live, replay, import or curated.")] = None,
    source: Annotated[Text, Query(description="Id of a source that measured the term.")] = None,
    platform: Annotated[
        Text,
        Query(description="Platform one of whose sources measured the term.", examples=["tiktok"]),
    ] = None,
    region: Annotated[
        Text,
        Query(
            description="Region in which a source measured the term in the last 35 days: a country "
            "(ISO 3166 alpha-2), or WW for the world as a whole. `/v1/regions` lists them.",
            examples=["US"],
        ),
    ] = None,
    risk: Annotated[Text, Query(description="clear, review or block.")] = None,
    category: Annotated[Text, Query(description="Niche category of a curated term.")] = None,
    product: Annotated[
        ProductType | None, Query(description="Product that suits the term.", examples=["mug"])
    ] = None,
    language: Annotated[Text, Query(description="ISO 639-1, or und.")] = None,
    occasion: Annotated[Text, Query(description="English name of the occasion.")] = None,
    min_confidence: Share = None,
    is_curated: Flag = None,
    in_time: Annotated[
        Flag, Query(description="Whether there is time for a listing before it is over.")
    ] = None,
) -> Response:
    """The terms scored on one day, best first. Filters narrow the list and never change a rank.

    `as_of` gives the latest daily scores on or before that day. A page cursor goes on in the
    snapshot it was made from, also when a newer one has been published meanwhile. With
    `Accept: text/csv` or `application/vnd.apache.parquet` the answer is a table of all rows, or of
    `limit`; the header `Link` leads to what is left over.
    """
    media = request.state.media
    if media is None:
        raise NotAcceptable(f"This list is given as {', '.join(OFFERED)}. Ask for one of them.")
    wanted = chosen_fields(fields, table=media != JSON)
    filters: dict[str, Any] = {
        "stage": stage,
        "origin": origin,
        "source": source,
        "of_platform": None if platform is None else _sources_of(platform),
        "region": region,
        "risk": risk,
        "category": category,
        "product": None if product is None else product.value,
        "language": language,
        "occasion": occasion,
        "min_confidence": min_confidence,
        "is_curated": is_curated,
        "in_time": in_time,
        "text": None if q is None else fold(q),
    }
    key = query_key(sort.value, as_of, filters)
    offset = 0
    if cursor is not None:
        snapshot, offset = resume(services_of(request).reader, cursor, _MARK, key)
    if region is not None:
        known_region(snapshot, region)
    day = scored_day(snapshot, as_of)
    most = limit or (ROWS_OF_A_PAGE if media == JSON else ROWS_OF_A_TABLE)
    rows: list[dict[str, Any]] = []
    if day is not None:
        rows = snapshot.query(
            queries.TREND_LIST[sort.value],
            {
                **filters,
                "scored_on": day,
                "score_version": snapshot.version_on(day),
                "limit": most + 1,
                "offset": offset,
            },
        )
    following = None
    if len(rows) > most:
        following = encode_cursor([_MARK, snapshot.generation.id, key, offset + most])
    if media != JSON:
        return _table(request, snapshot, rows[:most], day, wanted, following)
    body = _page(snapshot, rows[:most], day, wanted, following)
    return snapshot_answer(request, snapshot, body, headers=_VARY)


def _sources_of(platform: str) -> list[str]:
    return [name for name, source in SOURCES.items() if source.platform == platform]


def _page(
    snapshot: Snapshot,
    rows: list[dict[str, Any]],
    day: date | None,
    wanted: Sequence[str],
    following: str | None,
) -> bytes:
    drawn = {}
    if "sparkline" in wanted or "sparkline_source" in wanted:
        drawn = lines(snapshot, [row["term_id"] for row in rows], day)
    page = Page[Trend](
        items=[trend_of(row, drawn) for row in rows],
        next_cursor=following,
        as_of=day or snapshot.generation.as_of,
        generation=snapshot.generation.id,
    )
    part = dict.fromkeys(type(page).model_fields, True) | {"items": {"__all__": set(wanted)}}
    whole = len(wanted) == len(Trend.model_fields)
    return page.model_dump_json(include=None if whole else part).encode()


def _table(
    request: Request,
    snapshot: Snapshot,
    rows: list[dict[str, Any]],
    day: date | None,
    wanted: Sequence[str],
    following: str | None,
) -> Response:
    told = {
        "as_of": str(day or snapshot.generation.as_of),
        "generation": snapshot.generation.id,
        "score_version": snapshot.version_on(day),
    }
    columns = columns_of(wanted)
    flattened = [flat(row) for row in rows]
    media, suffix = request.state.media, "csv"
    if media == CSV:
        body = as_csv(columns, flattened)
    else:
        suffix = "parquet"
        body = as_parquet({name: COLUMNS[name] for name in columns}, flattened, told)
    headers = {
        **_VARY,
        "content-disposition": f'attachment; filename="trends-{told["as_of"]}.{suffix}"',
        "x-as-of": told["as_of"],
        "x-generation": told["generation"],
    }
    if following:
        query = [pair for pair in parse_qsl(request.url.query) if pair[0] != "cursor"]
        address = f"{request.url.path}?{urlencode([*query, ('cursor', following)])}"
        headers["link"] = f'<{address}>; rel="next"'
    return snapshot_answer(request, snapshot, body, media=media, headers=headers)
