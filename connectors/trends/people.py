"""Leave the names and words of people out of an answer before it is kept."""

from __future__ import annotations

import re
from typing import Any

from connectors.errors import BadAnswer

# Keys whose values name a person or hold what one wrote at length.
_KEYS = re.compile(
    r"_?author\w*|\w+_by|selftext\w*|body|body_html|user_reports|mod_\w+|gildings|"
    r"story_text|comment_text|_highlightResult|_tags",
    re.IGNORECASE,
)
_ELEMENT = re.compile(rb"<((?:\w+:)?(?:author|creator|contributor|content|summary))\b[^>]*>")


def without_people(body: bytes, source: str) -> bytes:
    """The answer without authors and texts; the very same bytes when it holds none.

    JSON and feeds are known, anything else stays as it is. Raises BadAnswer for JSON that is cut
    off: what cannot be read cannot be cleared of names, so it is not kept.
    """
    head = body[:100].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head[:1] == b"<":
        return _without_elements(body)
    if head[:1] not in (b"{", b"["):
        return body
    import orjson

    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise BadAnswer(
            f"{source}: the answer is not complete JSON. It was dropped, as it may name people; "
            "try again later."
        ) from error
    try:
        return orjson.dumps(value) if _cleared(value) else body
    except orjson.JSONEncodeError as error:
        raise BadAnswer(f"{source}: the answer is nested too deep and was dropped.") from error


def _without_elements(body: bytes) -> bytes:
    """The feed without them; one that never ends takes the rest of the feed with it."""
    kept = []
    start = 0
    while found := _ELEMENT.search(body, start):
        kept.append(body[start : found.start()])
        if found[0].endswith(b"/>"):
            start = found.end()
            continue
        end = body.find(b"</" + found[1] + b">", found.end())
        if end < 0:
            return b"".join(kept)
        start = end + len(found[1]) + 3
    return b"".join([*kept, body[start:]])


def _cleared(value: Any) -> bool:
    """Take the keys out of a parsed document, in place; whether there were any."""
    found = False
    open_values = [value]
    while open_values:
        current = open_values.pop()
        if isinstance(current, dict):
            for key in [key for key in current if _KEYS.fullmatch(key)]:
                del current[key]
                found = True
            open_values.extend(current.values())
        elif isinstance(current, list):
            open_values.extend(current)
    return found
