"""The outermost layer: request id, HEAD, security headers, timing, and the last catch."""

from __future__ import annotations

import os
import re
import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import response_for
from api.metrics import Metrics

_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
_HEADERS = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"content-language", b"en"),
]
_CSP = (
    b"content-security-policy",
    b"default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
)
_WITH_CSP = [*_HEADERS, _CSP]


class Edge:
    """Pure ASGI, because a layer of tasks and streams would cost more than the answer itself."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        request_id = _request_id(scope)
        scope["podpusher.request_id"] = request_id
        method = scope["method"]
        head = method == "HEAD"
        if head:
            scope["method"] = "GET"
        status = 0

        async def edged(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = message.setdefault("headers", [])
                own_policy = False
                for name, _value in headers:
                    if name == b"content-security-policy":
                        own_policy = True
                headers.extend(_HEADERS if own_policy else _WITH_CSP)
                headers.append((b"x-request-id", request_id.encode()))
            elif head and message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        try:
            await self._app(scope, receive, edged)
        except Exception as error:
            if status:  # the answer had begun; nothing sound can follow
                raise
            await response_for(error, request_id)(scope, receive, edged)
        finally:
            self._metrics.observe(scope, method, status, time.perf_counter() - started)


def _request_id(scope: Scope) -> str:
    for name, value in scope["headers"]:
        if name == b"x-request-id":
            text = value.decode("latin-1")
            if _ID.fullmatch(text):
                return str(text)
            break
    return os.urandom(16).hex()
