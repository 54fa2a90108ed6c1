"""Keep secrets out of every message, log line and landed side note."""

from __future__ import annotations

import base64
import binascii
import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import parse_qsl, quote, unquote, urlsplit

HIDDEN = "***"
_NAME = (
    r"(?:[\w.-]*(?:api[_-]?key|access[_-]?key|secret|token|passw(?:or)?d|signature|credential"
    r"|session(?:id)?|cookie|keystring)[\w.-]*|auth|key|sig|code|pwd)"
)
_PATTERNS = (
    # scheme://user:password@host
    (re.compile(r"(?P<keep>\b[a-z][a-z0-9+.-]*://)[^\s/@]+@", re.IGNORECASE), r"\g<keep>***@"),
    # Authorization: Bearer …, Cookie: …, x-api-key: …
    (
        re.compile(
            r"(?P<keep>\b(?:proxy-)?authorization['\"]?\s*[:=]\s*['\"]?)(?:\w+\s+)?[^\s'\",;]+",
            re.IGNORECASE,
        ),
        r"\g<keep>***",
    ),
    (
        re.compile(r"(?P<keep>\b(?:set-)?cookie['\"]?\s*[:=]\s*)[^\r\n]+", re.IGNORECASE),
        r"\g<keep>***",
    ),
    (re.compile(r"(?P<keep>\b(?:bearer|basic)\s+)[\w.~+/=-]{8,}", re.IGNORECASE), r"\g<keep>***"),
    # key=value in addresses and forms, "key": "value" in JSON, x-api-key: value in headers
    (
        re.compile(
            r"(?P<keep>(?<![\w.-])['\"]?"
            + _NAME
            + r"['\"]?\s*(?:=|:)\s*['\"]?)(?!\s)[^\s&'\",;<>]+",
            re.IGNORECASE,
        ),
        r"\g<keep>***",
    ),
    # well-known shapes of keys, wherever they stand
    (
        re.compile(r"\b(?:sk|pk|rk|whsec|podp)_(?:live_|test_)?[A-Za-z0-9]{8,}|\bsk-[\w-]{12,}"),
        HIDDEN,
    ),
)


_SECRET_NAME = re.compile(_NAME, re.IGNORECASE)
_SECRET_HEADER = re.compile(r"authorization|cookie|key|token|secret|signature", re.IGNORECASE)
_SHORTEST = 4  # characters: shorter ones are words of their own


def redact(text: str, secrets: Iterable[str] = ()) -> str:
    """The text without what looks like a secret, and without the given ones in any case."""
    given = sorted({secret for secret in secrets if len(secret) >= _SHORTEST}, key=len)
    for secret in reversed(given):  # the longest first: one may be part of another
        text = re.sub(re.escape(secret), HIDDEN, text, flags=re.IGNORECASE)
    for pattern, replacement in _PATTERNS:
        text = pattern.sub(replacement, text)
    return text


def known_secrets(
    url: str, headers: Mapping[str, str], form: Mapping[str, str] | None = None
) -> frozenset[str]:
    """The secrets that a request carries, in each spelling in which they may come back.

    They stand in the user's part of the address, in parameters and form fields with a telling name,
    and in headers such as Authorization, Cookie or x-api-key.
    """
    parts = urlsplit(url)
    fields = [*parse_qsl(parts.query), *(form or {}).items()]
    found = {value for name, value in fields if _SECRET_NAME.fullmatch(name)}
    found |= {unquote(part) for part in (parts.username, parts.password) if part}
    for name, value in headers.items():
        if _SECRET_HEADER.search(name):
            found |= set(_header_secrets(value))
    return frozenset(spelling for secret in found for spelling in (secret, quote(secret, safe="")))


def redact_logs(*names: str) -> None:
    """Have loggers of libraries, which write whole addresses, pass through `redact`."""
    for name in names:
        logging.getLogger(name).addFilter(_LOGS)  # the same filter is added once only


class _RedactingFilter(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = redact(record.getMessage()), ()
        return True


_LOGS = _RedactingFilter()


def _header_secrets(value: str) -> Iterator[str]:
    yield value
    scheme, _, credentials = value.partition(" ")
    if credentials:
        yield credentials
    if scheme.lower() == "basic":
        try:
            pair = base64.b64decode(credentials, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            return
        yield from (pair, *pair.split(":", 1))
    for part in value.split(";"):  # cookies
        _, _, cookie = part.partition("=")
        yield cookie.strip()
