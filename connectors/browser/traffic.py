"""The page's own requests: which are let through, and where the rehearsal plays them."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import httpx2

from connectors.browser.gate import Gate
from connectors.browser.outcome import too_large
from connectors.errors import BadAnswer, ForbiddenAddress
from connectors.http.addresses import PORTS
from connectors.http.rehearsal import redirected, rehearsed

if TYPE_CHECKING:
    from playwright.async_api import Request, Route

# Never data. Style sheets are let through: whether a page grows and what it loads next depends on
# the sizes they give.
_UNWANTED: Final = frozenset(
    {"image", "media", "font", "texttrack", "manifest", "ping", "eventsource", "cspviolationreport"}
)
_HOPS = 5
_REDIRECTS = (301, 302, 303, 307, 308)
_OF_CONNECTION = frozenset(
    {"connection", "content-encoding", "content-length", "keep-alive", "transfer-encoding"}
)
_BY_CLIENT = frozenset({"accept-encoding", "connection", "content-length", "host"})


class Traffic:
    """Judges and answers the requests of one page.

    In a rehearsal every request is asked of the loopback server. `redirect` is then where the
    document was sent on to: the browser is to be led there, so that it knows its address.
    """

    def __init__(self, gate: Gate, *, rehearsal: str, max_body: int, source: str) -> None:
        self.redirect: str | None = None
        self.failure: BadAnswer | ForbiddenAddress | None = None  # of the document
        self._gate = gate
        self._rehearsal = rehearsal
        self._max_body = max_body
        self._source = source
        self._client = (
            httpx2.AsyncClient(trust_env=False, follow_redirects=False, timeout=None)
            if rehearsal
            else None
        )

    async def close(self) -> None:
        """Let go of the connections to the rehearsal."""
        if self._client:
            await self._client.aclose()

    async def handle(self, route: Route) -> None:
        """Let the request through, answer it, or end it."""
        from playwright.async_api import Error

        request = route.request
        with contextlib.suppress(Error):  # the page may be gone
            if request.resource_type in _UNWANTED or not self._may_go(request):
                await route.abort("blockedbyclient")
            elif self._client:
                await self._rehearse(self._client, route)
            else:
                await route.continue_()

    def _may_go(self, request: Request) -> bool:
        if urlsplit(request.url).scheme not in PORTS:
            return False  # the browser's own pages of failure, above all
        try:
            self._gate.judge(request.url)
        except ForbiddenAddress as error:
            self._fail(request, error)
            return False
        return True

    async def _rehearse(self, client: httpx2.AsyncClient, route: Route) -> None:
        request = route.request
        try:
            answer = await self._played(client, request)
        except BadAnswer as error:
            self._fail(request, error)
            await route.abort("failed")
        except (httpx2.TransportError, httpx2.InvalidURL, ValueError):
            await route.abort("connectionreset")
        else:
            if answer is None:
                await route.abort("aborted")
            else:
                await route.fulfill(
                    status=answer.status_code, headers=dict(answer.headers), body=answer.content
                )

    async def _played(self, client: httpx2.AsyncClient, request: Request) -> httpx2.Response | None:
        """The server's answer; None for a document that was sent on."""
        url = request.url
        for _ in range(_HOPS):
            answer = await self._ask(client, request, url)
            location = answer.headers.get("location")
            if answer.status_code not in _REDIRECTS or not location:
                break
            url = redirected(location, url, self._rehearsal)
            if is_document(request):
                self.redirect = url
                return None
        return answer

    async def _ask(self, client: httpx2.AsyncClient, request: Request, url: str) -> httpx2.Response:
        body = bytearray()
        async with client.stream(
            request.method,
            rehearsed(url, self._rehearsal),
            headers=_without(request.headers, _BY_CLIENT),
            content=request.post_data_buffer,
        ) as stream:
            async for chunk in stream.aiter_bytes():
                body += chunk
                if len(body) > self._max_body:
                    raise too_large("the page is", self._max_body, self._source)
            headers = _without(dict(stream.headers), _OF_CONNECTION)
            return httpx2.Response(stream.status_code, headers=headers, content=bytes(body))

    def _fail(self, request: Request, error: BadAnswer | ForbiddenAddress) -> None:
        if is_document(request):
            self.failure = error


def is_document(request: Request) -> bool:
    """Whether the request is for the page itself, not for a part of it."""
    return request.is_navigation_request() and request.frame.parent_frame is None


def _without(headers: Mapping[str, str], names: frozenset[str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name.lower() not in names}
