"""What is kept of a page that could not be read: enough to understand it, nothing of a person."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pyvips
from hypothesis import given
from hypothesis import strategies as st

from connectors.browser.base import CapturedAnswer
from connectors.browser.capture import KEPT, Evidence, FailureFolder
from connectors.browser.session import BrowserSession
from connectors.browser.snippet import LIMIT, snippet
from connectors.errors import Blocked, LoginWall
from tests.connectors.browser.conftest import Visit
from tests.fakes.site import Behaviour, Site

START = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
PERSONS = ("Jane", "jane", "Roe", "555", "12345678", "avatar", "Elm Street", "secret")

PAGE = """<!doctype html><html lang="en"><head><title>Log in @jane.roe</title>
<meta property="og:title" content="Jane Roe"><script>window.viewer = {"name": "Jane Roe"}</script>
<script src="https://geo.captcha-delivery.com/captcha/?id=jane"></script></head>
<body class="wall" data-user="jane"><h1>Log in to see jane@roe.example</h1>
<form action="https://site.example/login?user=jane"><label>Password</label>
<input name="password" type="password" value="secret"><button>Log in</button></form>
<a href="/jane" title="Jane Roe"><img src="https://cdn.example/jane/avatar.png" alt="Jane"></a>
<p id="post-12345678">Jane lives at 7 Elm Street, call +1 (555) 010-9999</p><!-- Jane -->
<svg><text>Jane Roe</text></svg><button>Call 0155 501 0999</button></body></html>"""


@pytest.fixture
def clock() -> list[datetime]:
    """The next moments, one a call."""
    return [START + timedelta(seconds=n) for n in range(100)]


@pytest.fixture
def folder(tmp_path: Path, clock: list[datetime]) -> FailureFolder:
    return FailureFolder(tmp_path, now=lambda: clock.pop(0))


def picture(mark: int = 255) -> bytes:
    """A page of thin vertical lines, as letters are."""
    lines = pyvips.Image.new_from_list([[0, mark] * 200] * 200).cast("uchar")
    return lines.write_to_buffer(".png")


def test_the_snippet_tells_a_wall_and_no_person() -> None:
    kept = snippet(PAGE).decode()
    for word in PERSONS:
        assert word not in kept, word
    for told in (
        "<title>Log in …</title>",
        "Log in to see …",
        "<label>Password</label>",
        "<button>Log in</button>",
        'src="geo.captcha-delivery.com"',
        'action="site.example"',
        'class="wall"',
        'type="password"',
        'property="og:title"',
    ):
        assert told in kept, told


def test_a_snippet_is_short_whatever_it_is_of() -> None:
    assert len(snippet("<p class='" + "ü" * 9000 + "'>" + PAGE * 1000)) <= LIMIT
    assert snippet("<div>" * 100_000).decode().startswith("<div><div>")
    assert b"<h1>" in snippet("<script>" + "x" * 500_000 + "</script><h1>there</h1>")


@given(st.text())
def test_any_text_gives_a_snippet(text: str) -> None:
    assert len(snippet(text)) <= LIMIT


@given(st.from_regex(r"[a-z]{3,9}@[a-z]{3,9}\.com|@[a-z_]{3,15}|[0-9]{6,12}", fullmatch=True))
def test_no_spelling_of_a_person_gets_through(person: str) -> None:
    page = f"<title>{person}</title><div class='x {person} y' {person}='1' alt='{person}'>{person}"
    assert person not in snippet(page).decode()


def test_both_files_are_named_by_moment_and_code(folder: FailureFolder, tmp_path: Path) -> None:
    answer = CapturedAnswer("https://api.example/u/12345678?n=jane", 403, "text/html", b"x" * 7)
    evidence = Evidence("https://site.example/hub?user=jane", PAGE, picture(), (answer,))
    folder.keep("tiktok", "connector.unknown_markup", evidence)
    names = sorted(path.name for path in (tmp_path / "tiktok").iterdir())
    stem = "20260302T093000000000Z-connector.unknown_markup"
    assert names == [f"{stem}.html", f"{stem}.png"]
    kept = (tmp_path / "tiktok" / names[0]).read_text()
    head = "<!-- site.example/hub -->\n<!-- 403 text/html 7 bytes api.example/u/… -->\n<html"
    assert kept.startswith(head)
    assert len(kept.encode()) <= LIMIT


def test_the_picture_is_blurred_beyond_reading(folder: FailureFolder, tmp_path: Path) -> None:
    folder.keep("pages", "connector.blocked", Evidence("", "", picture()))
    (kept,) = (tmp_path / "pages").glob("*.png")
    image = pyvips.Image.new_from_file(str(kept))
    assert image.width == 100
    assert image.deviate() < 2  # black and white lines have become an even grey
    assert 100 < image.avg() < 156


def test_the_oldest_go(folder: FailureFolder, tmp_path: Path) -> None:
    for number in range(KEPT + 3):
        png = picture() if number % 2 else b""
        folder.keep("pages", f"code{number}", Evidence("", PAGE, png))
    codes = {path.stem.partition("-")[2] for path in (tmp_path / "pages").iterdir()}
    assert codes == {f"code{number}" for number in range(3, KEPT + 3)}
    folder.keep("others", "code", Evidence("", PAGE, b""))
    assert len(list((tmp_path / "pages").glob("*.html"))) == KEPT


def test_names_lead_nowhere_else(folder: FailureFolder, tmp_path: Path) -> None:
    folder.keep("../../outside", "../x/y", Evidence("", PAGE, b""))
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) == 1
    assert not (tmp_path.parent / "outside").exists()


def test_keeping_never_fails(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    in_the_way = FailureFolder(tmp_path / "file")
    in_the_way.keep("pages", "code", Evidence("https://[", "", b"no picture"))
    FailureFolder(tmp_path).keep("pages", "code", Evidence("https://[", PAGE, b"no picture"))


@pytest.mark.browser
def test_a_page_that_failed_is_kept_once(
    browser: BrowserSession, site: Site, visit: Visit, failures: Path
) -> None:
    site.serve("site.example", "/", Behaviour.page(PAGE), Behaviour.block_page(), Behaviour.login())
    site.serve("site.example", "/login", Behaviour.login_page())
    visit()
    assert not (failures / "pages").exists()
    browser.failed("pages", "connector.unknown_markup")
    browser.failed("pages", "connector.unknown_markup")
    browser.failed("never_opened", "connector.unknown_markup")
    with pytest.raises(Blocked):
        visit()
    with pytest.raises(LoginWall):
        visit()
    browser.failed("pages", "connector.login_wall")
    codes = sorted(path.name.partition("-")[2] for path in (failures / "pages").iterdir())
    assert codes == [
        f"connector.{code}.{suffix}"
        for code in ("blocked", "login_wall", "unknown_markup")
        for suffix in ("html", "png")
    ]
    for path in (failures / "pages").glob("*.html"):
        kept = path.read_text()
        assert not any(word in kept for word in PERSONS)
        assert kept.startswith("<!-- www.site.example/")
    (blocked,) = (failures / "pages").glob("*blocked.html")
    assert "Are you a robot?" in blocked.read_text()
    assert "geo.captcha-delivery.com" in blocked.read_text()
