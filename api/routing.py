"""Routes that take only the parameters they name, and routes answered from memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Coroutine
from typing import Any, cast
from urllib.parse import parse_qsl

from fastapi import Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from starlette.responses import Response

from api.cache import Answer, matches
from api.dependencies import Services
from api.errors import InvalidRequest
from api.media import JSON, preferred
from api.middleware.recall import answer_key

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class StrictRoute(APIRoute):
    """Refuses parameters the route does not name, and one given twice."""

    def get_route_handler(self) -> Handler:
        """The handler with the check before it."""
        handler = super().get_route_handler()
        allowed = _query_names(self.dependant)

        async def strict(request: Request) -> Response:
            _check_query(request.scope["query_string"], allowed)
            return await handler(request)

        return strict


class SnapshotRoute(StrictRoute):
    """Answers from memory what the same snapshot has answered before, and makes no answer twice.

    The endpoint returns an `Answer` for `request.state.snapshot`; equal queries of one generation
    give equal bytes, so the validator is made of generation and query.
    """

    def get_route_handler(self) -> Handler:
        """The handler behind the memory."""
        handler = super().get_route_handler()

        async def remembered(request: Request) -> Response:
            services = cast("Services", request.app.state.services)
            snapshot = services.reader.current()
            media = preferred(request.headers.get("accept"))
            key = answer_key(snapshot.generation.id, request.scope, media)

            async def compose() -> Answer | Response:
                answer = services.cache.get(key)
                if answer is not None:
                    services.metrics.cache_hits.inc()
                    return answer
                services.metrics.cache_misses.inc()
                request.state.snapshot = snapshot
                request.state.media = media
                response = await handler(request)
                if response.status_code != 200:
                    return response
                answer = _kept(response, request.scope.get("route"))
                services.cache.put(key, answer)
                return answer

            made = await services.flights.once(key, compose)
            return conditional(request, made) if isinstance(made, Answer) else made

        return remembered


def conditional(request: Request, answer: Answer) -> Response:
    """The answer, or 304 when the asker holds it already."""
    headers = answer.told()
    asked = request.headers.get("if-none-match")
    if asked is not None and matches(asked, answer.etag):
        return Response(status_code=304, headers=headers)
    return Response(answer.body, media_type=answer.media_type, headers=headers)


def _kept(response: Response, route: Any) -> Answer:
    """An endpoint's answer as it is kept."""
    own = {"etag", "content-length", "content-type"}
    return Answer(
        bytes(response.body),
        response.headers["etag"],
        response.media_type or JSON,
        headers={name: value for name, value in response.headers.items() if name not in own},
        route=route,
    )


def _query_names(dependant: Dependant) -> frozenset[str]:
    names = {field.alias for field in dependant.query_params}
    for inner in dependant.dependencies:
        names |= _query_names(inner)
    return frozenset(names)


def _check_query(raw: bytes, allowed: frozenset[str]) -> None:
    if not raw:
        return
    pairs = parse_qsl(raw.decode("latin-1"), keep_blank_values=True)
    names = Counter(name for name, _value in pairs)
    unknown = sorted(name for name in names if name not in allowed)
    repeated = sorted(name for name, times in names.items() if times > 1)
    if unknown or repeated:
        said = [f"unknown: {', '.join(unknown)}"] if unknown else []
        said += [f"given twice: {', '.join(repeated)}"] if repeated else []
        known = ", ".join(sorted(allowed)) or "none"
        raise InvalidRequest(
            f"Correct the parameters ({'; '.join(said)[:300]}). This address takes: {known}.",
            fields=[
                *({"in": "query", "field": name, "problem": "unknown"} for name in unknown[:20]),
                *({"in": "query", "field": name, "problem": "repeated"} for name in repeated[:20]),
            ],
        )
