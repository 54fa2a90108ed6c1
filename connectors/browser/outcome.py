"""What the end of a page load means: the same names as for an answer without a browser."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from connectors.errors import (
    BadAnswer,
    Blocked,
    ConnectorError,
    LoginWall,
    NoData,
    RateLimited,
    Refused,
    Unavailable,
)
from connectors.http.retry import parse_retry_after

# Names of sign-in and consent pages: a label of a host or a part of a path is one of them.
_SIGN_IN: Final = frozenset(
    {"login", "signin", "sign_in", "sign-in", "servicelogin", "accounts"}
    | {"consent", "challenge", "checkpoint"}
)
_CHROMIUM_ERROR = re.compile(r"net::(ERR_[A-Z_]+)")
_ENDED_EARLY = ("ERR_CONTENT_LENGTH_MISMATCH", "ERR_INCOMPLETE_CHUNKED_ENCODING")
_ADDRESS = ("ERR_INVALID_URL", "ERR_TOO_MANY_REDIRECTS", "ERR_UNSAFE_REDIRECT", "ERR_UNSAFE_PORT")


def raise_for_sign_in(url: str, asked: str, source: str) -> None:
    """Raise LoginWall when the browser was led to a sign-in that was not asked for."""
    if _sign_in_names(url) - _sign_in_names(asked):
        raise LoginWall(
            f"{source}: sent to a sign-in or consent page at {urlsplit(url).hostname}. Nothing "
            "was read; import an export of your own instead."
        )


def raise_for_status(status: int, source: str, *, retry_after: str | None, now: datetime) -> None:
    """Raise what a status other than success means."""
    if status in (200, 203):
        return
    if status == 429:
        raise RateLimited(
            f"{source}: asked too often (429). It is asked again at the next run.",
            retry_after=parse_retry_after(retry_after, now),
        )
    if status in (204, 404, 410):
        raise NoData(f"{source}: nothing there for this question ({status}).")
    if status in (401, 407):
        raise LoginWall(f"{source}: wants a sign-in ({status}). Nothing was read.")
    if status in (403, 451):
        raise Blocked(
            f"{source}: refuses this machine ({status}). Wait a day, or import an export of your "
            "own."
        )
    if status >= 500 or status in (408, 425):
        raise Unavailable(f"{source}: server error {status}. Try again later.")
    raise Refused(f"{source}: unexpected status {status}. Report it with the log.")


def broken(reason: str, source: str) -> ConnectorError:
    """The error for a page that did not load; `reason` is the browser's own account."""
    found = _CHROMIUM_ERROR.search(reason)
    name = found[1] if found else ""
    if name == "ERR_ABORTED" or "Download is starting" in reason:  # answered, and not to be shown
        return BadAnswer(f"{source}: a file instead of a page. Report it, the source has changed.")
    if name in _ADDRESS:
        return Refused(f"{source}: the address leads nowhere ({name}). Report it.")
    if name in _ENDED_EARLY:
        return ended_early(source)
    if name == "ERR_CONTENT_DECODING_FAILED":
        return BadAnswer(f"{source}: damaged compression. Try again later.")
    return Unavailable(
        f"{source}: no connection ({name or 'no reason given'}). Check the network, or work with "
        "recorded signals."
    )


def ended_early(source: str) -> Unavailable:
    """The error for half a document."""
    return Unavailable(f"{source}: the page ended early. Try again later.")


def too_large(what: str, limit: int, source: str) -> BadAnswer:
    """The error for a document or answers beyond the limit in bytes."""
    return BadAnswer(
        f"{source}: {what} larger than {limit:,} bytes and was dropped. Report it, the source may "
        "have changed."
    )


def _sign_in_names(url: str) -> frozenset[str]:
    parts = urlsplit(url)
    words = [
        *(parts.hostname or "").split("."),
        *(part.partition(".")[0] for part in parts.path.lower().split("/")),
    ]
    return _SIGN_IN & set(words)
