"""Limits of the real Chromium: size, time, memory, and one browser for all pages of a run."""

from __future__ import annotations

import asyncio
import threading
import time

import psutil
import pytest

from connectors.browser import listening
from connectors.browser.base import PageRequest
from connectors.browser.session import BrowserSession
from connectors.errors import BadAnswer, DeadlineExceeded, Unavailable
from connectors.http.deadline import Deadline
from tests.connectors.browser.conftest import SECONDS, Visit
from tests.fakes.site import Behaviour, Site

pytestmark = [pytest.mark.browser, pytest.mark.long]

HOST = "site.example"


def test_a_huge_page_is_dropped(site: Site, visit: Visit) -> None:
    site.serve(HOST, "/", Behaviour.huge())
    with pytest.raises(BadAnswer, match="20,000,000 bytes"):
        visit()


def test_a_page_that_grows_huge_by_itself_is_dropped(site: Site, visit: Visit) -> None:
    grow = "document.body.append(document.createComment('x'.repeat(21e6)))"
    site.serve(HOST, "/", Behaviour.page(f"<body><script>{grow}</script>"))
    with pytest.raises(BadAnswer, match="20,000,000 bytes"):
        visit()


def test_huge_answers_together_are_dropped(
    site: Site, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listening, "MAX_ANSWERS", 1_000_000)
    script = "for (let n = 0; n < 3; n += 1) fetch('/api/' + n)"
    site.serve(HOST, "/", Behaviour.page(f"<script>{script}</script>"))
    site.serve(HOST, "/api/", Behaviour(b" " * 400_000, content_type="application/json"))
    with pytest.raises(BadAnswer, match="answers are larger than 1,000,000 bytes"):
        visit(capture=("/api/",), wait_for="never")


@pytest.mark.parametrize(
    "behaviour",
    [
        Behaviour.page("late").slow(60),
        Behaviour.page("<p>bit by bit</p>" * 20).trickled(10),
        Behaviour.page("<script>for (;;) {}</script>"),
    ],
    ids=["silent", "trickling", "busy"],
)
def test_time_is_up_when_it_is_up(site: Site, visit: Visit, behaviour: Behaviour) -> None:
    site.serve(HOST, "/", Behaviour.page("<h1>ready</h1>"), behaviour, Behaviour.page("ready"))
    visit(wait_for="h1")  # the browser is there
    started = time.monotonic()
    with pytest.raises(DeadlineExceeded):
        visit(seconds=1, wait_for="never")
    assert time.monotonic() - started < 1 + 2
    assert b"ready" in visit().html


def test_a_page_that_eats_memory_ends_the_browser(site: Site, visit: Visit) -> None:
    eat = (
        "const eaten = []; setInterval(() => {"
        "const bite = new Uint8Array(40e6); bite.fill(7); eaten.push(bite)}, 50)"
    )
    site.serve(HOST, "/eat", Behaviour.page(f"<script>{eat}</script>"))
    with pytest.raises(Unavailable, match=r"hold \d+ MB .* more than the 600 MB allowed"):
        visit("/eat", wait_for="never")
    site.serve(HOST, "/", Behaviour.page("<h1>anew</h1>"))
    assert b"anew" in visit().html


def test_many_pages_are_opened_by_one_browser(site: Site, visit: Visit) -> None:
    site.serve(HOST, "/", Behaviour.page("<h1>there</h1>"))
    visit(wait_for="h1")
    first = chromiums()
    for _ in range(20):
        visit(wait_for="h1")
    last = chromiums()
    assert roots(last) == roots(first)
    assert len(roots(last)) == 1
    assert len(last) <= len(first) + 1  # at most one renderer that is still going


def test_callers_with_a_loop_and_in_threads_take_turns(site: Site, browser: BrowserSession) -> None:
    site.serve(HOST, "/", Behaviour.page("<h1>there</h1>"))
    request = PageRequest("https://www.site.example/", wait_for="h1")
    seen: list[int] = []

    def ask() -> None:
        seen.append(browser.open(request, source="pages", deadline=Deadline(SECONDS)).status)

    async def inside_a_loop() -> None:
        ask()

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    asyncio.run(inside_a_loop())
    for thread in threads:
        thread.join(SECONDS)
    assert seen == [200] * 4


def chromiums() -> list[psutil.Process]:
    """Every process below us that belongs to a browser."""
    return [
        one for one in psutil.Process().children(recursive=True) if "user-data-dir" in told(one)
    ]


def roots(processes: list[psutil.Process]) -> set[int]:
    """Those that no other Chromium started."""
    return {one.pid for one in processes if "--type=" not in told(one)}


def told(process: psutil.Process) -> str:
    """What it was started with; nothing when it is gone."""
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""
