"""The JSON documents that a web page carries in its scripts, however they are handed over."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any

_SCRIPT = re.compile(
    rb"<script\b(?P<attributes>[^>]*)>(?P<body>.*?)</script", re.IGNORECASE | re.DOTALL
)
_HANDED_OVER = re.compile(r"[=(,]\s*(?=[{\[])")  # name = {…}, function('…', {…})
_ATTEMPTS = 40  # places a script is read from; program code has thousands
_SHORTEST = 16  # characters; a shorter document says nothing


def script_documents(page: bytes) -> list[Any]:
    """Every JSON document in the scripts of a page, in the order of the page.

    Reads scripts of a JSON type, documents assigned to a name (several in one script too), and
    documents handed to a function. What is no JSON is passed over.
    """
    found: list[Any] = []
    for match in _SCRIPT.finditer(page):
        body = match["body"].decode("utf-8", "replace").strip()
        if "json" in match["attributes"].decode("utf-8", "replace").lower():
            found.extend(_whole(body))
        else:
            found.extend(_handed_over(body))
    return found


def is_cut_off(page: bytes) -> bool:
    """Whether the page ends inside a script, so that its document is not whole."""
    lowered = page.lower()
    return lowered.rfind(b"<script") > lowered.rfind(b"</script")


def _whole(body: str) -> list[Any]:
    import orjson

    for text in (body, html.unescape(body)):
        try:
            return [orjson.loads(text)]
        except orjson.JSONDecodeError:
            continue
    return []


def _handed_over(body: str) -> Iterator[Any]:
    if body[:1] in ("{", "["):
        yield from _whole(body)
        return
    decoder = json.JSONDecoder()
    position = 0
    for _ in range(_ATTEMPTS):
        start = _HANDED_OVER.search(body, position)
        if not start:
            return
        position = start.end()
        try:
            _, end = decoder.raw_decode(body, position)
        except (ValueError, RecursionError):
            continue
        if end - position >= _SHORTEST:
            yield from _whole(body[position:end])  # the stricter reader
        position = end
