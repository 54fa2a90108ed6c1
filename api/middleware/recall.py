"""What the present snapshot has answered before is answered again before any routing."""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send

from api.cache import AnswerCache, Flights, matches
from api.media import preferred
from api.metrics import Metrics
from warehouse.errors import NotPublished
from warehouse.serving.reader import SnapshotReader


class Recall:
    """Pure ASGI behind the guard: a kept answer needs no route, no parsing and no validation.

    Only what a route has checked and answered with 200 is kept, by generation, path, query and
    media type, so an equal request of the same generation has been checked already.
    """

    def __init__(
        self,
        app: ASGIApp,
        reader: SnapshotReader,
        cache: AnswerCache,
        flights: Flights,
        metrics: Metrics,
    ) -> None:
        self._app = app
        self._reader = reader
        self._cache = cache
        self._flights = flights
        self._hits = metrics.cache_hits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from memory, or pass the request on."""
        if scope["type"] == "http" and scope["method"] == "GET":
            key, held = self._asked(scope)
            answer = self._cache.get(key)
            # Thousands may want what is being made: they wait here, not behind all of the routing.
            if answer is None and await self._flights.landed(key):
                answer = self._cache.get(key)
            if answer is not None:
                self._hits.inc()
                scope["route"] = answer.route  # the metrics' label
                status, headers, body = 200, answer.raw_headers, answer.body
                if held is not None and matches(held.decode("latin-1"), answer.etag):
                    status, headers, body = 304, answer.raw_validators, b""
                await send(
                    {"type": "http.response.start", "status": status, "headers": list(headers)}
                )
                await send({"type": "http.response.body", "body": body})
                return
        await self._app(scope, receive, send)

    def _asked(self, scope: Scope) -> tuple[object, bytes | None]:
        """The key of the answer, and the validator that the asker holds."""
        try:
            generation = self._reader.current().generation.id
        except NotPublished:
            return None, None  # nothing is kept under this key
        accept = held = None
        for name, value in scope["headers"]:
            if name == b"accept" and accept is None:
                accept = value.decode("latin-1")
            elif name == b"if-none-match" and held is None:
                held = value
        return answer_key(generation, scope, preferred(accept)), held


def answer_key(generation: str, scope: Scope, media: str | None) -> tuple[object, ...]:
    """What tells one answer from another; the order of parameters does not."""
    raw: bytes = scope["query_string"]
    query = b"&".join(sorted(raw.split(b"&"))) if b"&" in raw else raw
    return (generation, scope["path"], query, media)
