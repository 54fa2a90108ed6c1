"""The one wire schema of errors and the only translation of errors to HTTP."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

import orjson
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from connectors import errors as outside
from warehouse.errors import (
    BadCursor,
    BeforeHistory,
    Conflict,
    NotFound,
    NotPublished,
    QuotaExceeded,
    SnapshotGone,
    StateUnavailable,
    UnusableInput,
    WarehouseBusy,
    WarehouseError,
)

_LOGGER = logging.getLogger("podpusher.api")


class ApiError(Exception):
    """Base of what the API itself refuses. `details` are the parameters of the code."""

    code = "internal.error"
    status = 500
    headers: Mapping[str, str] = MappingProxyType({})

    def __init__(self, message: str, **details: Any) -> None:
        super().__init__(message)
        self.details = details


class InvalidRequest(ApiError):
    """A parameter is unknown, repeated or out of range."""

    code = "request.invalid"
    status = 422


class HostNotAllowed(ApiError):
    """The Host header names a host that this installation does not answer to."""

    code = "request.host_not_allowed"
    status = 403


class OriginNotAllowed(ApiError):
    """A write comes from a page of another origin."""

    code = "request.origin_not_allowed"
    status = 403


class NotAcceptable(ApiError):
    """The Accept header takes none of the media types there are."""

    code = "request.not_acceptable"
    status = 406


class UnknownTerm(ApiError):
    """No such scored term; `suggestions` are terms written much alike."""

    code = "trends.unknown_term"
    status = 404


class NoScoreCard(ApiError):
    """No score card has been made yet, or the newest is damaged."""

    code = "score_card.none"
    status = 404


class TooLarge(ApiError):
    """The request's body is larger than any we take."""

    code = "request.too_large"
    status = 413


class TokenRequired(ApiError):
    """The address needs a token and none was sent."""

    code = "auth.token_required"
    status = 401
    headers = MappingProxyType({"WWW-Authenticate": "Bearer"})


class NotAdmin(ApiError):
    """The token is not the admin's, or the caller is not on this machine."""

    code = "auth.not_admin"
    status = 403


class RateLimited(ApiError):
    """Asked too often; `retry_after` in seconds."""

    code = "request.rate_limited"
    status = 429

    def __init__(self, message: str, *, retry_after: int = 60) -> None:
        super().__init__(message, retry_after=retry_after)
        self.headers = {"Retry-After": str(retry_after)}


class NothingToRefresh(ApiError):
    """A replay has no live sources to ask."""

    code = "refresh.replay"
    status = 409


class RouteNotFound(ApiError):
    """No such path."""

    code = "route.not_found"
    status = 404


class MethodNotAllowed(ApiError):
    """The path does not take this method."""

    code = "route.method_not_allowed"
    status = 405


# Status of the other rooms' errors. A class without a line of its own takes its ancestor's.
STATUS: Final[dict[type[WarehouseError] | type[outside.ConnectorError], int]] = {
    WarehouseError: 500,
    WarehouseBusy: 503,
    NotPublished: 503,
    StateUnavailable: 503,
    BeforeHistory: 400,
    BadCursor: 400,
    SnapshotGone: 410,
    NotFound: 404,
    Conflict: 409,
    QuotaExceeded: 402,
    UnusableInput: 422,
    outside.ConnectorError: 502,
    outside.RetryLater: 503,
    outside.Skip: 404,
    outside.AskOperator: 409,
    outside.UnusableInput: 422,
}
# Seconds after which asking again may help.
RETRY_AFTER: Final = {503: "5"}
# What the framework raises without a class of ours.
_PLAIN: Final = {
    400: "request.malformed",
    404: RouteNotFound.code,
    405: MethodNotAllowed.code,
    413: TooLarge.code,
    422: InvalidRequest.code,
}
CODES: Final = frozenset(
    {*_PLAIN.values(), *(error.code for error in STATUS), ApiError.code}
    | {
        NotAcceptable.code,
        UnknownTerm.code,
        NoScoreCard.code,
        HostNotAllowed.code,
        OriginNotAllowed.code,
    }
    | {TokenRequired.code, NotAdmin.code, RateLimited.code, NothingToRefresh.code}
)


def status_of(error: Exception) -> int:
    """HTTP status of an error; 500 for what is none of ours."""
    if isinstance(error, ApiError):
        return error.status
    return next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 500)


def error_response(
    status: int,
    code: str,
    message: str,
    request_id: str,
    details: dict[str, Any] | None = None,
    headers: dict[str, str] | None = None,
) -> Response:
    """An answer in the one schema."""
    body = {"code": code, "message": message, "details": details or {}, "request_id": request_id}
    extra = {"Cache-Control": "no-store", **(headers or {})}
    if status in RETRY_AFTER:
        extra["Retry-After"] = RETRY_AFTER[status]
    return Response(orjson.dumps(body, default=str), status, extra, "application/json")


def response_for(error: Exception, request_id: str) -> Response:
    """The answer for any error. What is none of ours says nothing of its cause."""
    status = status_of(error)
    if isinstance(error, ApiError):
        return error_response(
            status, error.code, str(error), request_id, error.details, dict(error.headers)
        )
    if isinstance(error, WarehouseError | outside.ConnectorError) and status != 500:
        return error_response(status, error.code, str(error), request_id)
    _LOGGER.error("request %s failed", request_id, exc_info=error)
    return error_response(
        500,
        ApiError.code,
        "Something went wrong on our side. Try again; if it stays, give the request id "
        "to whoever runs this installation.",
        request_id,
    )


def request_id_of(request: Request) -> str:
    """The id that the outermost middleware gave to the request."""
    return str(request.scope.get("podpusher.request_id", ""))


async def _on_own(request: Request, error: Exception) -> Response:
    return response_for(error, request_id_of(request))


async def _on_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    status = error.status_code
    headers = dict(error.headers or {})
    messages = {
        404: "There is nothing at this address. /docs lists what there is.",
        405: "This address does not take that method.",
        413: "The body of the request is too large.",
    }
    details: dict[str, Any] = {}
    if status == 405:
        allowed = {
            part.strip() for part in headers.get("Allow", headers.get("allow", "")).split(",")
        }
        allowed = {part for part in allowed if part} | ({"HEAD"} if "GET" in allowed else set())
        headers = {"Allow": ", ".join(sorted(allowed))}
        details = {"allow": sorted(allowed)}
    return error_response(
        status,
        _PLAIN.get(status, f"http.{status}"),
        messages.get(status, "The request was refused."),
        request_id_of(request),
        details,
        headers,
    )


async def _on_invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    fields = [
        {
            "in": str(problem["loc"][0]),
            "field": ".".join(str(part) for part in problem["loc"][1:]),
            "problem": str(problem["msg"]),
        }
        for problem in error.errors()
    ]
    named = ", ".join(sorted({field["field"] for field in fields if field["field"]}))
    return error_response(
        422,
        InvalidRequest.code,
        f"Correct {named or 'the request'} and try again.",
        request_id_of(request),
        {"fields": fields},
    )


def install_error_handlers(app: FastAPI) -> None:
    """Every error below the app answers in the one schema."""
    app.add_exception_handler(ApiError, _on_own)
    app.add_exception_handler(WarehouseError, _on_own)
    app.add_exception_handler(outside.ConnectorError, _on_own)
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(RequestValidationError, _on_invalid)
