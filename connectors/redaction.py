"""Keep secrets out of every message, log line and landed side note."""

from __future__ import annotations

import re
from collections.abc import Iterable

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


def redact(text: str, secrets: Iterable[str] = ()) -> str:
    """The text without what looks like a secret, and without the given ones."""
    for secret in secrets:
        if len(secret) >= 4:
            text = text.replace(secret, HIDDEN)
    for pattern, replacement in _PATTERNS:
        text = pattern.sub(replacement, text)
    return text
