"""Ask only for what is new: validators of the last good answer go with the next question."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Final

from connectors.errors import NotModified
from connectors.http.shared import Validators, ValidatorStore
from connectors.redaction import redact

_LONGEST: Final = 1000  # characters of a validator worth keeping


def validator_key(url: str) -> str:
    """Name of an address in the store, without secrets.

    Where a secret was taken out, a short hash of the whole keeps different addresses apart.
    """
    shown = redact(url)
    return shown if shown == url else f"{shown}#{sha256(url.encode()).hexdigest()[:16]}"


def conditions(store: ValidatorStore, url: str) -> dict[str, str]:
    """Headers that make the question conditional; none when nothing is known."""
    known = store.get(validator_key(url))
    if known is None:
        return {}
    headers = {"if-none-match": known.etag, "if-modified-since": known.last_modified}
    return {name: value for name, value in headers.items() if value}


def remember(store: ValidatorStore, url: str, headers: Mapping[str, str]) -> None:
    """Keep the validators of a complete answer, given its headers.

    Those of a web page are not kept: block and sign-in pages are pages, and one that is answered
    "not modified" would pass for good data.
    """
    if "html" in headers.get("content-type", "").lower():
        return
    validators = Validators(_value(headers, "etag"), _value(headers, "last-modified"))
    if validators != Validators():
        store.put(validator_key(url), validators)


def not_modified(source: str) -> NotModified:
    """The error for a 304."""
    return NotModified(
        f"{source}: nothing changed since the last answer. What is there already still holds.",
        source=source,
    )


def _value(headers: Mapping[str, str], name: str) -> str | None:
    text = headers.get(name, "").strip()
    return (
        text if text and len(text) <= _LONGEST and text.isascii() and text.isprintable() else None
    )
