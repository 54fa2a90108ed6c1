"""One seller's way in a real browser: from the table of trends to a print file and a draft."""

from __future__ import annotations

import os
import shutil
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PATIENCE = 30_000  # milliseconds for one page on a busy machine
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


def chromium() -> str:
    """The browser's executable, or a skip that says what is missing."""
    named = os.environ.get("PODPUSHER_CHROMIUM")
    found = named or shutil.which("chromium")
    if not found or not Path(found).is_file():
        pytest.skip("no chromium: apt install chromium, or set PODPUSHER_CHROMIUM to one")
    return found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, headless."""
    from playwright.sync_api import sync_playwright

    executable = chromium()
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=executable,
            args=["--no-sandbox", "--disable-dev-shm-usage"],
        )
        yield launched
        launched.close()


@pytest.fixture(params=[DESK, PHONE], ids=["desk", "phone"])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A fresh visit on a desk and on a phone."""
    context = browser.new_context(viewport=request.param, accept_downloads=True)
    context.set_default_timeout(PATIENCE)
    opened = context.new_page()
    yield opened
    context.close()


def a_sold_term(page: Page, base: str) -> dict[str, Any]:
    """A measured term that has a draft: what the journey looks for, asked of the API."""
    drafts = page.request.get(f"{base}/api/v1/drafts?limit=200").json()["items"]
    for draft in drafts:
        answer = page.request.get(f"{base}/api/v1/trends", params={"q": draft["term"]})
        for trend in answer.json()["items"]:
            if trend["display"] == draft["term"] and trend["sources"]:
                return {"trend": trend, "draft": draft}
    raise AssertionError("the replay gives no draft of a measured term")


def explained(page: Page, base: str, wanted: dict[str, Any]) -> list[dict[str, Any]]:
    """The parts of the term's score, as the API gives them."""
    answer = page.request.get(f"{base}/api/v1/trends/{quote(wanted['trend']['term'], safe='')}")
    parts: list[dict[str, Any]] = answer.json()["contributions"]
    return parts


def heading(page: Page, words: str, level: int = 1) -> None:
    """Wait for a heading."""
    page.get_by_role("heading", name=words, level=level).first.wait_for()


def fits(page: Page) -> None:
    """Nothing makes the page wider than the screen."""
    width = page.viewport_size["width"]  # type: ignore[index]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    main = page.get_by_test_id("stMain")
    assert main.evaluate("element => element.scrollWidth") <= width


def is_narrow(page: Page) -> bool:
    """Whether the page is as narrow as a phone."""
    return page.viewport_size["width"] < 700  # type: ignore[index]


def settled(page: Page) -> None:
    """Wait until the page has been written to its end."""
    page.wait_for_function(
        "() => document.querySelector('[data-testid=stApp]').dataset.testScriptState "
        "=== 'notRunning'"
    )


def go(page: Page, name: str) -> None:
    """Use the navigation: above on a desk, below on a phone."""
    place = (
        page.locator(".st-key-phone_nav") if is_narrow(page) else page.get_by_test_id("stHeader")
    )
    place.get_by_role("link", name=name, exact=True).click()
    heading(page, name)
    settled(page)


def search(page: Page, words: str) -> None:
    """Type into the page's search box and wait for the address to carry it."""
    box = page.get_by_label("Search").first
    box.fill(words)
    box.press("Enter")
    page.wait_for_url(lambda url: "q=" in url)
    settled(page)


def test_from_a_trend_to_a_print_file_and_a_draft(
    page: Page, served_replay: Any, tmp_path: Path
) -> None:
    base = served_replay.url.rstrip("/")
    wanted = a_sold_term(page, base)
    term = wanted["trend"]["display"]
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))

    page.goto(base)
    heading(page, "Trends")
    settled(page)
    page.get_by_text("As of").first.wait_for()
    page.get_by_text("more follow").wait_for()
    fits(page)

    search(page, term)
    if is_narrow(page):
        page.locator(".pp-trend", has=page.locator(f"b:text-is('{term}')")).first.click()
    else:
        table = page.get_by_test_id("stDataFrame")
        cells = table.locator("[role=gridcell]", has_text=term)
        cells.first.wait_for(state="attached")
        rows = [text.strip() for text in cells.all_text_contents()]
        box = table.bounding_box()
        assert box is not None
        # The table is drawn on a canvas: the first row lies under the head of its own height.
        place = 1 + rows.index(term)
        page.mouse.click(box["x"] + 150, box["y"] + 40 * place + 18)
    heading(page, term)

    heading(page, "What makes the score", 2)
    waterfall = page.locator(
        "[data-testid=stVegaLiteChart][aria-label^='From 100 down to the score']"
    )
    waterfall.scroll_into_view_if_needed()
    known = [
        part
        for part in explained(page, base, wanted)
        if part["is_known"] and (part["component"] != "crowding" or part["contribution"])
    ]
    # A bar for each known part, none for crowding where nothing is crowded, and one for either end.
    waterfall.locator(".mark-rect path").nth(len(known) + 1).wait_for(state="attached")
    assert waterfall.locator(".mark-rect path").count() == len(known) + 2
    page.get_by_text("Competition", exact=True).first.wait_for()
    heading(page, "What was seen", 2)
    fits(page)

    go(page, "Designs")
    search(page, term)
    page.get_by_role("link", name="Look closer").first.click()
    heading(page, "Print check", 2)
    picture = page.locator("img.pp-shirt").first
    picture.wait_for()
    page.wait_for_function(
        "() => { const i = document.querySelector('img.pp-shirt'); return i && i.naturalWidth > 0 }"
    )
    fits(page)
    with page.expect_download() as started:
        page.get_by_role("link", name="Print file").click()
    saved = tmp_path / started.value.suggested_filename
    started.value.save_as(saved)
    assert saved.suffix == ".png"
    assert png_facts(saved) == (4500, 5400, 300)

    page.get_by_role("link", name="Draft", exact=True).click()
    page.locator(".pp-tags .pp-chip").first.wait_for()
    tags = [tag.strip() for tag in page.locator(".pp-tags .pp-chip").all_text_contents()]
    assert len(tags) == len(set(tags)) == 13
    assert all(0 < len(tag) <= 20 for tag in tags)
    heading(page, "Before you publish", 2)
    fits(page)
    assert errors == []


def png_facts(path: Path) -> tuple[int, int, int]:
    """Width, height and dots per inch that a PNG states."""
    body = path.read_bytes()
    assert body[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", body[16:24])
    place, dpi = 8, 0
    while place < len(body):
        size, kind = struct.unpack(">I4s", body[place : place + 8])
        if kind == b"pHYs":
            across, _down, unit = struct.unpack(">IIB", body[place + 8 : place + 17])
            dpi = round(across * 0.0254) if unit == 1 else 0
        if kind == b"IEND":
            break
        place += size + 12
    return width, height, dpi
