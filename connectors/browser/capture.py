"""What is kept of a page that could not be read: a blurred picture and a cleaned piece of it.

The picture shows the layout (a wall, a puzzle, an empty list) and nobody: images are hidden, large
letters made small, and the whole picture is blurred after it was taken, so that no frame, shadow
or layer of the page escapes. The words that tell a wall from another page stand in the piece of
markup.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from connectors.browser.base import CapturedAnswer
from connectors.browser.snippet import LIMIT, masked, snippet

if TYPE_CHECKING:
    from playwright.async_api import Page

KEPT: Final = 10  # failures a source
# Avatars and pictures that came with the markup itself (all others are never loaded) are hidden,
# and large letters, which a blur leaves readable, made small.
HIDE: Final = (
    "img, picture, video, canvas, svg, iframe, object, embed { opacity: 0 !important } "
    "* { font-size: 16px !important }"
)
_SHRINK = 4  # so many times smaller …
_BLUR = 3.0  # … and then blurred by so many pixels: three quarters of the height of a letter
_ANSWERS = 5


@dataclass(frozen=True, slots=True)
class Evidence:
    """The last look of a page. The picture is as the page showed it, and is not to be stored so."""

    url: str
    html: str
    picture: bytes  # PNG; empty when none could be taken
    answers: tuple[CapturedAnswer, ...] = ()


class FailureFolder:
    """Files `<source>/<utc>-<code>.png` and `.html` below a folder."""

    def __init__(
        self, folder: Path, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._folder = folder
        self._now = now

    def keep(self, source: str, code: str, evidence: Evidence) -> None:
        """Keep it, remove the oldest beyond the limit. Never raises: it only tells of a failure."""
        with contextlib.suppress(Exception):
            folder = self._folder / _plain(source)
            folder.mkdir(parents=True, exist_ok=True)
            moment = self._now().astimezone(UTC).strftime("%Y%m%dT%H%M%S%fZ")
            name = f"{moment}-{_plain(code)}"
            (folder / f"{name}.html").write_bytes(_markup(evidence))
            _thin(folder)
            if evidence.picture:
                (folder / f"{name}.png").write_bytes(_blurred(evidence.picture))


async def picture(page: Page, milliseconds: float) -> bytes:
    """What the page shows, as PNG without its images. Empty when it cannot be taken."""
    from playwright.async_api import Error

    try:
        return await page.screenshot(
            type="png", timeout=milliseconds, animations="disabled", scale="css", style=HIDE
        )
    except Error:
        return b""


def _markup(evidence: Evidence) -> bytes:
    """Where it was, what its own requests brought, and the beginning of its markup."""
    lines = [f"<!-- {_place(evidence.url)} -->"]
    lines += [
        f"<!-- {one.status} {masked(one.content_type)} {len(one.body)} bytes {_place(one.url)} -->"
        for one in evidence.answers[:_ANSWERS]
    ]
    head = "".join(f"{line}\n" for line in lines).encode()[: LIMIT // 2]
    piece = snippet(evidence.html)[: LIMIT - len(head)]
    return head + piece.decode(errors="ignore").encode()


def _place(url: str) -> str:
    """Host and path, without the query and without persons."""
    parts = urlsplit(url)
    return masked(f"{parts.hostname or ''}{parts.path}").replace("--", "-")[:200]


def _blurred(png: bytes) -> bytes:
    import pyvips

    image = pyvips.Image.new_from_buffer(png, "").shrink(_SHRINK, _SHRINK).gaussblur(_BLUR)
    return bytes(image.write_to_buffer(".png", strip=True))


def _thin(folder: Path) -> None:
    names = sorted({path.stem for path in folder.iterdir() if path.suffix in (".png", ".html")})
    for name in names[:-KEPT]:
        for suffix in (".png", ".html"):
            (folder / f"{name}{suffix}").unlink(missing_ok=True)


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9_.-]", "_", name.lower()).strip(".")[:80] or "unknown"
