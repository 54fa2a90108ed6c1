"""Find things in answers by what they are, not by where they stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

_SCRIPT = re.compile(
    rb"<script\b(?P<attributes>[^>]*)>(?P<body>.*?)</script", re.IGNORECASE | re.DOTALL
)
_MAX_DEPTH = 60  # no answer of theirs is deeper; a hostile one may be


def objects(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    """Every JSON object inside a value, outermost first, in the order of the document."""
    if depth > _MAX_DEPTH:
        return
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from objects(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            yield from objects(inner, depth + 1)


def lists_of(value: Any, fits: Callable[[dict[str, Any]], bool]) -> Iterator[list[dict[str, Any]]]:
    """Every list inside a value of which at least one element fits; only those that fit."""
    for holder in objects([value] if isinstance(value, list) else value):
        for inner in holder.values():
            if isinstance(inner, list):
                found = [each for each in inner if isinstance(each, dict) and fits(each)]
                if found:
                    yield found
    if isinstance(value, list):
        found = [each for each in value if isinstance(each, dict) and fits(each)]
        if found:
            yield found


def embedded_json(html: bytes) -> list[Any]:
    """The JSON documents that a page carries in its scripts, in the order of the page.

    Scripts of a JSON type, and scripts that assign one JSON document to a name.
    """
    import orjson

    found = []
    for match in _SCRIPT.finditer(html):
        body = match["body"].strip()
        if b"json" not in match["attributes"].lower():
            _, equals, assigned = body.partition(b"=")
            body = assigned.strip().rstrip(b";") if equals else b""
        if body[:1] in (b"{", b"["):
            try:
                found.append(orjson.loads(body))
            except orjson.JSONDecodeError:
                continue
    return found
