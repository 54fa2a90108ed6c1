"""Error answers as the OpenAPI document shows them, each with an example of its code."""

from __future__ import annotations

from typing import Any, Final

from api.schemas.common import Error

_REQUEST_ID: Final = "5f1c6f0c2b7e4d0d9d2f7c1a3b4e5f60"
_EXAMPLES: Final[dict[int, tuple[str, str, str, dict[str, Any]]]] = {
    400: (
        "The question cannot be answered as asked.",
        "serving.before_history",
        "Scores begin on 2024-12-04. Ask for that day or a later one.",
        {},
    ),
    401: (
        "A token is needed.",
        "auth.token_required",
        "This needs the admin's token: send it as `Authorization: Bearer <token>`. `make run` "
        "prints it.",
        {},
    ),
    409: (
        "It contradicts what is there.",
        "refresh.replay",
        "This is a replay of recorded signals; its past does not change. Start without SIGNALS to "
        "ask live sources.",
        {},
    ),
    429: (
        "Asked too often.",
        "request.rate_limited",
        "At most 12 an hour are taken. Try again in 240 seconds.",
        {"retry_after": 240},
    ),
    403: (
        "The host or origin is not this installation's.",
        "request.host_not_allowed",
        "This installation does not answer to that host name. Use localhost, or add the name to "
        "PODPUSHER_ALLOWED_HOSTS.",
        {},
    ),
    404: (
        "No such thing.",
        "trends.unknown_term",
        "The term 'book clb' is not among the scored ones. Did you mean 'book club'?",
        {"suggestions": ["book club"]},
    ),
    406: (
        "None of the media types in Accept is there.",
        "request.not_acceptable",
        "This list is given as application/json, text/csv, application/vnd.apache.parquet. Ask "
        "for one of them.",
        {},
    ),
    410: (
        "The snapshot behind a page cursor is no longer kept.",
        "serving.snapshot_gone",
        "The list has been replaced by newer ones since this page cursor was made. "
        "Start again without `cursor`.",
        {},
    ),
    413: (
        "The body is too large.",
        "request.too_large",
        "The body is larger than 1048576 bytes. Send less.",
        {"limit": 1048576},
    ),
    422: (
        "A parameter is unknown, repeated or out of range.",
        "request.invalid",
        "Correct limit and try again.",
        {
            "fields": [
                {
                    "in": "query",
                    "field": "limit",
                    "problem": "Input should be less than or equal to 200",
                }
            ]
        },
    ),
    500: (
        "A fault of ours.",
        "internal.error",
        "Something went wrong on our side. Try again; if it stays, give the request id to whoever "
        "runs this installation.",
        {},
    ),
    503: (
        "Not ready yet; ask again after Retry-After seconds.",
        "serving.not_published",
        "Nothing has been published yet. Run `make run` (or `podpusher run`) and wait for the "
        "pipeline to end, then try again.",
        {},
    ),
}


def errors(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Documented error answers of a route; 403, 413 and 500 belong to every one."""
    return {status: _answer(status) for status in sorted({*statuses, 403, 413, 500})}


def conditional(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """`errors`, of a route that also answers 304 to a validator that still holds."""
    return {304: {"description": "The asker's copy is still right."}, **errors(*statuses)}


def _answer(status: int) -> dict[str, Any]:
    description, code, message, details = _EXAMPLES[status]
    example = {"code": code, "message": message, "details": details, "request_id": _REQUEST_ID}
    return {
        "model": Error,
        "description": description,
        "content": {"application/json": {"example": example}},
    }
