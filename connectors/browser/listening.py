"""What a page does on the network while it is open: its answers, its sizes, whether it rests."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Final

from connectors.browser.base import CapturedAnswer, PageRequest
from connectors.browser.outcome import ended_early, too_large
from connectors.browser.traffic import is_document
from connectors.errors import ConnectorError, Unavailable
from connectors.redaction import redact

if TYPE_CHECKING:
    from playwright.async_api import CDPSession, Dialog, Download, Page, Request, Response

MAX_DOCUMENT: Final = 20_000_000  # bytes after decompression
MAX_ANSWERS: Final = 20_000_000  # bytes of all captured answers together
_SUPERSEDED = "net::ERR_ABORTED"  # by another document, or by us


class Listening:
    """Follows one page from its first request on. `failed` ends when it must not go on."""

    def __init__(self, page: Page, request: PageRequest, source: str) -> None:
        self._request = request
        self._source = source
        self._loop = asyncio.get_running_loop()
        self._open: set[Request] = set()
        self._moved = self._loop.time()
        self._keeping: list[asyncio.Task[CapturedAnswer | None]] = []
        self._parts: set[str] = set()  # of addresses, that answers have been captured for
        self._broken = 0
        self._sizes: dict[str, str] = {}  # request to what it is for
        self._received = {"document": 0, "answers": 0}
        self.failed: asyncio.Future[None] = self._loop.create_future()
        self.status: int | None = None  # of the document; None before the first answer
        self.retry_after: str | None = None
        self.lost: str = ""  # address of the document that did not come
        page.on("request", self._started)
        page.on("response", self._answered)
        page.on("requestfinished", self._finished)
        page.on("requestfailed", self._failed_request)
        page.on("crash", self._crashed)
        page.on("dialog", _dismiss)
        page.on("download", _cancel)

    async def measure(self, session: CDPSession) -> None:
        """Count the bytes as they come in, of what is not yet complete too."""
        session.on("Network.requestWillBeSent", self._sent)
        session.on("Network.dataReceived", self._data)
        # Bodies are asked for elsewhere; this listener keeps none.
        none = {"maxTotalBufferSize": 0, "maxResourceBufferSize": 0}
        await session.send("Network.enable", none)

    def fail(self, error: ConnectorError) -> None:
        """The page must not go on."""
        if not self.failed.done():
            self.failed.set_exception(error)

    def flooded(self) -> None:
        """One connection of the page's brought more than a document may hold."""
        self.fail(too_large("the page is", MAX_DOCUMENT, self._source))

    def quiet_for(self, seconds: float) -> bool:
        """Whether nothing has been under way for so long."""
        return not self._open and self._loop.time() - self._moved >= seconds

    @property
    def captured(self) -> tuple[CapturedAnswer, ...]:
        """The captured answers so far, in order of arrival."""
        ended = [task.result() for task in self._keeping if task.done() and not task.cancelled()]
        return tuple(answer for answer in ended if answer is not None)

    @property
    def is_complete(self) -> bool:
        """Whether an answer of each wanted kind is there."""
        return set(self._request.capture) <= self._parts

    async def answers(self) -> tuple[CapturedAnswer, ...]:
        """The captured answers in order of arrival; those still being read are waited for.

        Raises Unavailable when the page asked and every such request broke.
        """
        if self._keeping:
            await asyncio.wait(self._keeping)
        captured = self.captured
        if self._broken and not captured:
            raise Unavailable(
                f"{self._source}: the page opened and its own request for the data broke. Try "
                "again later.",
                source=self._source,
            )
        return captured

    def _wanted(self, url: str) -> bool:
        return any(part in url for part in self._request.capture)

    def _started(self, request: Request) -> None:
        self._open.add(request)
        self._moved = self._loop.time()

    def _answered(self, response: Response) -> None:
        if is_document(response.request) and not 300 <= response.status < 400:
            self.status = response.status
            self.retry_after = response.headers.get("retry-after")
            promised = response.headers.get("content-length", "")
            if promised.isdigit() and int(promised) > MAX_DOCUMENT:
                self.fail(too_large("the page is", MAX_DOCUMENT, self._source))

    def _finished(self, request: Request) -> None:
        self._ended(request)
        if self._wanted(request.url) and not is_document(request) and request.method != "OPTIONS":
            self._keeping.append(asyncio.ensure_future(self._keep(request)))

    def _failed_request(self, request: Request) -> None:
        self._ended(request)
        if request.failure == _SUPERSEDED:
            return
        if is_document(request):
            self.lost = request.url
            if self.status is not None:
                self.fail(ended_early(self._source))
        elif self._wanted(request.url):
            self._broken += 1

    def _ended(self, request: Request) -> None:
        self._open.discard(request)
        self._moved = self._loop.time()

    async def _keep(self, request: Request) -> CapturedAnswer | None:
        from playwright.async_api import Error

        try:
            response = await request.response()
            if response is None or 300 <= response.status < 400:
                return None
            kind = response.headers.get("content-type", "")
            body = await response.body()  # text comes as UTF-8, whatever it was sent as
        except Error:  # the page went on before it was read
            self._broken += 1
            return None
        self._parts.update(part for part in self._request.capture if part in request.url)
        return CapturedAnswer(redact(request.url), response.status, kind, body)

    def _crashed(self, page: Page) -> None:
        self.fail(Unavailable(f"{self._source}: the page broke its tab. Try again later."))

    def _sent(self, event: dict[str, object]) -> None:
        number, kind = str(event["requestId"]), event.get("type")
        request = event.get("request")
        url = str(request.get("url", "")) if isinstance(request, dict) else ""
        if kind == "Document":
            self._sizes[number] = "document"
            self._received["document"] = 0
        elif self._wanted(url):
            self._sizes[number] = "answers"

    def _data(self, event: dict[str, object]) -> None:
        purpose = self._sizes.get(str(event["requestId"]))
        size = event["dataLength"]
        if purpose is None or not isinstance(size, int):
            return
        self._received[purpose] += size
        if purpose == "document" and self._received[purpose] > MAX_DOCUMENT:
            self.fail(too_large("the page is", MAX_DOCUMENT, self._source))
        if purpose == "answers" and self._received[purpose] > MAX_ANSWERS:
            self.fail(too_large("the page's answers are", MAX_ANSWERS, self._source))


async def _dismiss(dialog: Dialog) -> None:
    from playwright.async_api import Error

    with contextlib.suppress(Error):
        await dialog.dismiss()


async def _cancel(download: Download) -> None:
    from playwright.async_api import Error

    with contextlib.suppress(Error):
        await download.cancel()
