"""Where an answer sends the client on to, judged: the same host, still public, no sign-in."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import httpx2

from connectors.errors import ForbiddenAddress, LoginWall, Refused
from connectors.http.addresses import check_url
from connectors.http.rehearsal import redirected

MOST: Final = 3  # redirects followed
_SIGN_IN = ("login", "signin", "sign_in", "sign-in", "consent", "accounts.", "challenge")


def check_address(url: httpx2.URL, source: str, allow: Collection[str]) -> None:
    """Raise ForbiddenAddress, naming the source, unless the address may be asked."""
    try:
        check_url(url, allow)
    except ForbiddenAddress as error:
        raise ForbiddenAddress(f"{source}: {error.message}") from None


def next_address(
    url: httpx2.URL,
    location: str,
    source: str,
    *,
    allow: Collection[str] = (),
    rehearsal: str | None = None,
) -> httpx2.URL:
    """The address that a `Location` leads to from `url`; both are original ones in a rehearsal.

    Raises ForbiddenAddress, LoginWall, or Refused for another host, less security or nonsense.
    """
    try:
        if rehearsal:
            location = redirected(location, str(url), rehearsal)
        target = url.join(location)
    except (httpx2.InvalidURL, ValueError):
        raise Refused(f"{source}: the address sent on to is not valid. Report it.") from None
    check_address(target, source, allow)
    if any(word in f"{target.host}{target.path}".lower() for word in _SIGN_IN):
        raise LoginWall(
            f"{source}: sent to a sign-in or consent page at {target.host}. Nothing was read; "
            "import an export of your own instead."
        )
    if target.host != url.host or (url.scheme == "https" and target.scheme != "https"):
        raise Refused(
            f"{source}: sent on to another host ({target.host}), which is not followed. Report "
            "it, the source may have moved."
        )
    return target
