"""One visit to a page: there, until it is ready, down to its end, and what it then holds."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from connectors.browser.base import PageRequest, PageVisit
from connectors.browser.gate import Gate
from connectors.browser.listening import MAX_DOCUMENT, Listening
from connectors.browser.outcome import broken, raise_for_sign_in, raise_for_status, too_large
from connectors.browser.traffic import Traffic
from connectors.errors import (
    ConnectorError,
    ForbiddenAddress,
    LoginWall,
    ProxyUnavailable,
    Refused,
    Unavailable,
)
from connectors.http.deadline import Deadline
from connectors.redaction import redact

if TYPE_CHECKING:
    from playwright.async_api import Error, Page

_HOPS = 5
_STEP = 0.05  # seconds between two looks
_REST = 0.5  # seconds without a request: the network rests
_LONG_REST = 2.0  # what was waited for does not come any more
_MORE = 1.0  # after the first captured answer, for others
_GROWTH = 2.0  # for a page to grow after a scroll
_PATIENCE = 0.7  # share of the time left that is spent on a page that never rests

# Scrolls the page, or the largest part of it that scrolls by itself; returns its height.
_SCROLL: Final = """(go) => {
  let target = document.scrollingElement || document.documentElement;
  if (target.scrollHeight <= innerHeight + 1) {
    let height = 0;
    for (const one of document.querySelectorAll("body *")) {
      if (one.scrollHeight > Math.max(one.clientHeight + 1, height)
          && /auto|scroll/.test(getComputedStyle(one).overflowY)) {
        target = one;
        height = one.scrollHeight;
      }
    }
  }
  if (go) target.scrollTo(0, target.scrollHeight);
  return target.scrollHeight;
}"""
_SIZE: Final = "document.documentElement ? document.documentElement.outerHTML.length : 0"


class Opening:
    """A page that is about to be opened, in a browser profile of its own."""

    def __init__(
        self,
        page: Page,
        request: PageRequest,
        *,
        source: str,
        deadline: Deadline,
        listening: Listening,
        traffic: Traffic,
        gate: Gate,
        now: Callable[[], datetime],
    ) -> None:
        self._page = page
        self._request = request
        self._source = source
        self._deadline = deadline
        self._listening = listening
        self._traffic = traffic
        self._gate = gate
        self._now = now
        self._loop = asyncio.get_running_loop()

    async def run(self) -> PageVisit:
        """The page as it stands at the end. Raises one of `connectors.errors`."""
        work = asyncio.ensure_future(self._work())
        failed = self._listening.failed
        either: list[asyncio.Future[PageVisit] | asyncio.Future[None]] = [work, failed]
        try:
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        finally:
            work.cancel()
        if failed.done():
            failed.result()
        return work.result()

    async def _work(self) -> PageVisit:
        from playwright.async_api import Error
        from playwright.async_api import TimeoutError as TooLate

        try:
            await self._arrive()
            for _ in range(self._request.scrolls):
                if not await self._scroll():
                    break
            return await self._result()
        except TooLate as error:
            raise self._deadline.exceeded(self._source) from error
        except Error as error:
            raise self._why(error) from error

    async def _arrive(self) -> None:
        from playwright.async_api import Error

        url = self._request.url
        for _ in range(_HOPS + 1):
            self._traffic.redirect = None
            self._gate.judge(url)
            try:
                await self._page.goto(url, wait_until="commit", timeout=self._milliseconds)
            except Error:
                if not self._traffic.redirect:
                    raise
            else:
                self._judge()
                await self._settle()
            if not self._traffic.redirect:
                return self._judge()
            url = self._traffic.redirect
        raise_for_sign_in(url, self._request.url, self._source)
        raise Refused(f"{self._source}: more than {_HOPS} redirects. Try again later.")

    def _judge(self) -> None:
        """Raise what the document's address and status say."""
        raise_for_sign_in(self._page.url, self._request.url, self._source)
        if self._traffic.failure:
            raise self._traffic.failure
        if self._listening.status is not None:
            raise_for_status(
                self._listening.status,
                self._source,
                retry_after=self._listening.retry_after,
                now=self._now(),
            )

    async def _settle(self) -> None:
        """Until the page is ready, or until it is not worth waiting for."""
        started = self._loop.time()
        patience = self._deadline.left * _PATIENCE
        captured: float | None = None
        while self._loop.time() - started < patience and not self._traffic.redirect:
            if self._listening.captured and captured is None:
                captured = self._loop.time()
            if await self._is_ready(captured) or await self._is_idle():
                return
            await asyncio.sleep(_STEP)

    async def _is_ready(self, captured: float | None) -> bool:
        if self._request.wait_for:
            return await self._page.query_selector(self._request.wait_for) is not None
        if captured is None:
            return False
        return self._listening.is_complete or self._loop.time() - captured >= _MORE

    async def _is_idle(self) -> bool:
        awaited = self._request.wait_for or self._request.capture
        if not self._listening.quiet_for(_LONG_REST if awaited else _REST):
            return False
        return bool(await self._page.evaluate("document.readyState === 'complete'"))

    async def _scroll(self) -> bool:
        """To the end of the page; whether it grew or brought an answer."""
        kept = len(self._listening.captured)
        before = await self._page.evaluate(_SCROLL, True)
        ends = self._loop.time() + min(_GROWTH, self._deadline.left * _PATIENCE)
        while self._loop.time() < ends:
            await asyncio.sleep(_STEP)
            if len(self._listening.captured) > kept:
                return True
            if await self._page.evaluate(_SCROLL, False) > before:
                return True
            if self._listening.quiet_for(_REST * 2):
                return False
        return False

    async def _result(self) -> PageVisit:
        answers = await self._listening.answers()
        self._judge()
        if await self._page.evaluate(_SIZE) > MAX_DOCUMENT:
            raise too_large("the page is", MAX_DOCUMENT, self._source)
        html = (await self._page.content()).encode()
        return PageVisit(
            url=redact(self._page.url),
            status=self._listening.status or 200,
            html=html,
            answers=answers,
            received_at=self._now(),
        )

    def _why(self, error: Error) -> ConnectorError:
        """What a failure of the browser's means."""
        if self._traffic.failure:
            return self._traffic.failure
        try:
            raise_for_sign_in(self._listening.lost, self._request.url, self._source)
        except LoginWall as meaning:
            return meaning
        said = self._gate.forbidden.get(urlsplit(self._listening.lost).hostname or "nowhere")
        if said:
            return ForbiddenAddress(f"{self._source}: {said}")
        if self._gate.is_proxy_down:
            return ProxyUnavailable(
                f"{self._source}: the proxy did not let the browser through. Check "
                "PODPUSHER_PROXIES, or leave it empty to ask directly."
            )
        browser = self._page.context.browser
        if self._page.is_closed() or browser is None or not browser.is_connected():
            return Unavailable(
                f"{self._source}: the browser ended before the page was read. It is started anew "
                "for the next page."
            )
        if self._listening.status is not None and self._listening.status != 200:
            try:
                self._judge()
            except ConnectorError as meaning:
                return meaning
        return broken(error.message, self._source)

    @property
    def _milliseconds(self) -> float:
        """The time left as playwright wants it; for it, 0 would mean no limit."""
        return max(1.0, self._deadline.left * 1000)
