"""Ways in which a host of the fake outside world answers."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

CHUNK = 65_536  # bytes written at once
_TYPES = {".html": "text/html", ".json": "application/json", ".xml": "application/xml"}

_LOGIN = b"<!doctype html><title>Log in</title><h1>Log in to continue</h1><form><input></form>"
_BLOCK = (
    b"<!doctype html><title>Pardon our interruption</title><h1>Are you a robot?</h1>"
    b"<script src='https://geo.captcha-delivery.com/captcha/'></script>"
)
_ENDLESS = """<!doctype html><title>Feed</title><body><div id="feed"></div><script>
const feed = document.getElementById("feed");
let batches = 0;
function more() {
  if (batches >= LIMIT) return;
  batches += 1;
  for (let n = 0; n < 20; n += 1) {
    const row = document.createElement("p");
    row.className = "entry";
    row.textContent = "entry " + (batches * 20 + n);
    row.style.height = "80px";
    feed.append(row);
  }
}
addEventListener("scroll", more);
more();
</script></body>"""


@dataclass(frozen=True)
class Behaviour:
    """One answer, or the lack of it. Times are seconds; the class methods name the usual ones."""

    body: bytes = b""
    status: int = 200
    content_type: str = "text/html; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0.0  # before anything is said
    pause: float = 0.0  # between the twentieths of the body, or between messages
    filler: int = 0  # bytes streamed after the body, without a length said before
    is_reset: bool = False  # the connection breaks instead
    is_truncated: bool = False  # a thousand bytes more are promised than sent
    messages: tuple[bytes, ...] | None = None  # a socket that says these
    hold: float = 0.0  # how long the socket then stays open

    @classmethod
    def page(cls, html: str, status: int = 200) -> Behaviour:
        """A web page."""
        return cls(html.encode(), status)

    @classmethod
    def json(cls, value: Any, status: int = 200) -> Behaviour:
        """A JSON answer."""
        return cls(json.dumps(value).encode(), status, "application/json")

    @classmethod
    def recording(cls, path: Path) -> Behaviour:
        """A recorded answer, by its suffix."""
        kind = _TYPES.get(path.suffix, "application/octet-stream")
        return cls(path.read_bytes(), content_type=f"{kind}; charset=utf-8")

    @classmethod
    def refusal(cls, status: int, *, retry_after: str | None = None) -> Behaviour:
        """A status that is no success, with a Retry-After or without."""
        headers = {} if retry_after is None else {"retry-after": retry_after}
        return cls(b"<h1>no</h1>", status, headers=headers)

    @classmethod
    def redirect(cls, location: str, status: int = 302) -> Behaviour:
        """Sent on to another address."""
        return cls(status=status, headers={"location": location})

    @classmethod
    def login(cls) -> Behaviour:
        """Sent on to a sign-in of the same host."""
        return cls.redirect("/login?next=%2F")

    @classmethod
    def login_page(cls) -> Behaviour:
        """The sign-in itself."""
        return cls(_LOGIN)

    @classmethod
    def block_page(cls, status: int = 403) -> Behaviour:
        """A page of a guard service instead of data."""
        return cls(_BLOCK, status)

    @classmethod
    def endless(cls, batches: int = 1_000_000) -> Behaviour:
        """A page that grows by 20 rows at each scroll, so often."""
        return cls(_ENDLESS.replace("LIMIT", str(batches)).encode())

    @classmethod
    def huge(cls, size: int = 50_000_000) -> Behaviour:
        """A page of this many bytes, streamed."""
        return cls(b"<!doctype html><title>Huge</title>", filler=size)

    @classmethod
    def reset(cls) -> Behaviour:
        """The connection breaks."""
        return cls(is_reset=True)

    @classmethod
    def garbage(cls, size: int = 4096) -> Behaviour:
        """Bytes that mean nothing, called JSON."""
        return cls(random.Random(7).randbytes(size), content_type="application/json")

    @classmethod
    def socket(cls, *messages: bytes, hold: float = 0.0, pause: float = 0.0) -> Behaviour:
        """A socket that says these texts, stays open and is closed in order."""
        return cls(messages=messages, hold=hold, pause=pause)

    def slow(self, seconds: float) -> Behaviour:
        """The same after a while."""
        return replace(self, delay=seconds)

    def trickled(self, pause: float) -> Behaviour:
        """The same in twenty parts with a pause after each."""
        return replace(self, pause=pause)

    def truncated(self) -> Behaviour:
        """The first half of it, and then the connection ends."""
        return replace(self, body=self.body[: len(self.body) // 2], is_truncated=True)

    def with_headers(self, **headers: str) -> Behaviour:
        """The same with more headers; underscores stand for dashes."""
        more = {name.replace("_", "-"): value for name, value in headers.items()}
        return replace(self, headers={**self.headers, **more})
