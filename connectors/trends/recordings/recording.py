"""One recorded answer: its body and what the recording says about it."""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from connectors.errors import (
    Blocked,
    ConnectorError,
    LoginWall,
    NoData,
    RateLimited,
    Refused,
    Unavailable,
    UnusableInput,
)
from connectors.redaction import redact

MAX_BYTES = 200_000_000  # all bodies of one file, unpacked
_SIGN_IN = re.compile(r"log-?in|sign[-_]?in|consent|accounts\.|challenge", re.IGNORECASE)
_NO_TEXT = re.compile(r"^(?:image|font|audio|video)/|/css|javascript|wasm", re.IGNORECASE)
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)


@dataclass(frozen=True, slots=True)
class Recording:
    """A body as the platform sent it, without compression and byte order mark.

    `url` has its secrets removed. What the recording does not say is None. `location` is where a
    redirect leads.
    """

    body: bytes
    url: str | None = None
    captured_at: datetime | None = None  # aware UTC
    content_type: str | None = None
    status: int | None = None
    location: str | None = None

    @property
    def is_text(self) -> bool:
        """Whether the body may hold trends: pictures, fonts, styles and scripts do not."""
        return not _NO_TEXT.search(self.content_type or "")

    def refusal(self, source: str) -> ConnectorError | None:
        """What the status of the answer means, when it is no answer to the question."""
        status = self.status or 200
        if 300 <= status < 400:
            if _SIGN_IN.search(self.location or ""):
                return LoginWall(
                    f"{source}: sent to a sign-in or consent page. Import an export of your own."
                )
            return Refused(f"{source}: a redirect and no answer. Record the page it leads to.")
        if status in (401, 407):
            return LoginWall(f"{source}: wants a sign-in ({status}). Import an export of your own.")
        if status in (403, 451):
            return Blocked(
                f"{source}: refused ({status}). Wait a day, or import an export of your own."
            )
        if status == 429:
            return RateLimited(f"{source}: asked too often (429). Ask again later.")
        if status in (204, 404, 410):
            return NoData(f"{source}: nothing there for this question ({status}).")
        if status >= 500:
            return Unavailable(f"{source}: server error {status}. Ask again later.")
        return Refused(f"{source}: unexpected status {status}.") if status >= 400 else None


@dataclass(frozen=True, slots=True)
class Unwrapped:
    """The answers that a file holds. `wrapper` is plain, http, saved, har, cassette or mhtml."""

    wrapper: str
    recordings: tuple[Recording, ...]


@dataclass(slots=True)
class Budget:
    """Bytes that may still be unpacked; a file that unpacks to more is refused."""

    left: int = MAX_BYTES
    whole: int = field(init=False)

    def __post_init__(self) -> None:
        self.whole = self.left

    def take(self, body: bytes) -> bytes:
        """The body, charged to the budget."""
        self.left -= len(body)
        if self.left < 0:
            raise self.too_large()
        return body

    def inflate(self, body: bytes) -> bytes:
        """A gzip or deflate body unpacked and charged; other bodies as they are.

        A damaged body is an unreadable input.
        """
        if body[:2] != b"\x1f\x8b" and not _is_zlib(body):
            return self.take(body)
        parts, rest = bytearray(), body
        try:
            while rest[:2] == b"\x1f\x8b" or _is_zlib(rest):  # members may follow one another
                stream = zlib.decompressobj(wbits=47)
                parts += stream.decompress(rest, self.left - len(parts) + 1)
                if len(parts) > self.left:
                    raise self.too_large()
                if not stream.eof:
                    raise UnusableInput(
                        "a compressed body that ends too early. Record or copy it again.",
                        reason="truncated",
                    )
                rest = stream.unused_data
        except zlib.error as error:
            raise UnusableInput(
                "a compressed body that is damaged. Record or copy it again.", reason="unreadable"
            ) from error
        return self.take(bytes(parts))

    def too_large(self) -> UnusableInput:
        """The error of a file that is too large."""
        return UnusableInput(
            f"more than {self.whole:,} bytes once unpacked. Keep only the answers that matter.",
            reason="too_large",
        )


def _is_zlib(body: bytes) -> bool:
    """Whether a deflate stream begins; `x^` is text as well, so the stream must begin to unpack."""
    if len(body) < 6 or body[0] != 0x78 or int.from_bytes(body[:2], "big") % 31:
        return False
    try:
        return bool(zlib.decompressobj().decompress(body[:4096], 64))
    except zlib.error:
        return False


def as_utf8(body: bytes) -> bytes:
    """The body without its byte order mark, in UTF-8 when the mark names another encoding."""
    for mark, name in _MARKS:
        if body.startswith(mark):
            rest = body[len(mark) :]
            return rest if name == "utf-8" else rest.decode(name, "replace").encode()
    return body


def make(
    body: bytes,
    budget: Budget,
    *,
    url: Any = None,
    captured: datetime | None = None,
    content_type: Any = None,
    status: Any = None,
    location: Any = None,
) -> Recording:
    """A recording whose fields are of the right type, whatever the file wrote there."""
    return Recording(
        as_utf8(budget.inflate(body)),
        redact(url) if isinstance(url, str) and url else None,
        captured,
        content_type if isinstance(content_type, str) and content_type else None,
        status if isinstance(status, int) and 100 <= status < 600 else None,
        location if isinstance(location, str) and location else None,
    )


def moment(value: Any) -> datetime | None:
    """An aware UTC moment from ISO 8601, a mail date or seconds (or milliseconds) since 1970.

    A time without a zone is UTC. Anything else is None.
    """
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return datetime.fromtimestamp(value / 1000 if value > 10**11 else value, UTC)
        if isinstance(value, datetime):
            found = value
        elif not isinstance(value, str):
            return None
        elif re.match(r"\d{4}-\d{2}-\d{2}", value):
            found = datetime.fromisoformat(value.strip())
        else:
            found = parsedate_to_datetime(value)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, OverflowError, OSError):
        return None


def header(headers: Any, name: str) -> str | None:
    """The first value of a header, in the ways that tools write headers."""
    if isinstance(headers, list):  # HAR: [{"name": …, "value": …}]
        pairs = [(item.get("name"), item.get("value")) for item in headers if _is_map(item)]
    else:
        pairs = list(headers.items()) if _is_map(headers) else []
    for key, value in pairs:
        if isinstance(key, str) and key.lower() == name:
            first = value[0] if isinstance(value, list) and value else value
            return first if isinstance(first, str) else None
    return None


def _is_map(value: Any) -> bool:
    return isinstance(value, Mapping)
