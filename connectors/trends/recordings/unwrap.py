"""Find out how a file wraps the answers it holds, by its content."""

from __future__ import annotations

import re
from email.message import EmailMessage, Message
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any

from connectors.trends.recordings.exchanges import cassette, decoded, har, read_yaml
from connectors.trends.recordings.recording import (
    MAX_BYTES,
    Budget,
    Recording,
    Unwrapped,
    as_utf8,
    make,
    moment,
)

_YAML = re.compile(rb"^(?:http_)?interactions:", re.MULTILINE)
_STATUS_LINE = re.compile(rb"HTTP/\d(?:\.\d)? (\d{3})[^\r\n]*\r?\n")
_MAIL = re.compile(rb"^(?:From|MIME-Version|Snapshot-Content-Location): ", re.IGNORECASE)
_BODIES = ("body", "content", "html", "text", "response")
_URLS = ("url", "uri", "request_url")
_TIMES = ("captured_at", "recorded_at", "fetched_at", "received_at", "timestamp", "date")
_STATUSES = ("status", "status_code")
_TYPES = ("content_type", "mime_type")


def unwrap(payload: bytes, *, limit: int = MAX_BYTES) -> Unwrapped:
    """The answers in a file: as they came, packed, or saved by a tool.

    Known wrappers: gzip and deflate; a HAR file; a VCR or betamax cassette (JSON or YAML); a saved
    web archive (MHTML); an answer with its headers; one JSON object that names `url` and `body`.
    Everything else is one plain answer. Raises UnusableInput for what is damaged or unpacks to more
    than `limit` bytes.
    """
    body = as_utf8(Budget(limit).inflate(payload))
    if _STATUS_LINE.match(body):
        return Unwrapped("http", (_with_headers(body, Budget(limit)),))
    if _MAIL.match(body) and b"multipart/related" in body[:4000].lower():
        return Unwrapped("mhtml", _archived(body, Budget(limit)))
    document = _document(body)
    for wrapper, read in (("har", har), ("cassette", cassette), ("saved", _saved)):
        found = read(document, Budget(limit))
        if found is not None:
            return Unwrapped(wrapper, found)
    return Unwrapped("plain", (Recording(body),))


def _document(body: bytes) -> Any:
    """The JSON or YAML of a file that looks like a wrapper; None for everything else."""
    import orjson

    if body.lstrip()[:1] in (b"{", b"["):
        known = (b'"entries"', b'interactions"', b'"url"', b'"uri"', b'"request_url"')
        if any(mark in body for mark in known):
            try:
                return orjson.loads(body)
            except orjson.JSONDecodeError:
                return None  # its reader will say what is wrong with it
    elif _YAML.search(body[:2000]):
        return read_yaml(body)
    return None


def _with_headers(body: bytes, budget: Budget) -> Recording:
    """An answer as `curl -i` shows it; of several (redirects, interim answers) the last counts."""
    status, headers, rest = 0, Message(), body
    while found := _STATUS_LINE.match(rest):
        status = int(found[1])
        head, _, rest = rest[found.end() :].replace(b"\r\n\r\n", b"\n\n", 1).partition(b"\n\n")
        headers = BytesParser(policy=HTTP).parsebytes(head + b"\n\n", headersonly=True)
    return make(
        rest,
        budget,
        captured=moment(headers["date"] and str(headers["date"])),
        content_type=headers["content-type"] and str(headers["content-type"]),
        status=status,
        location=headers["location"] and str(headers["location"]),
    )


def _archived(body: bytes, budget: Budget) -> tuple[Recording, ...]:
    """The pages and data of a web archive, without its pictures and styles."""
    archive = BytesParser(policy=HTTP).parsebytes(body)
    when = moment(archive["date"] and str(archive["date"]))
    found = []
    for part in archive.walk():
        kind = part.get_content_type()
        if isinstance(part, EmailMessage) and (kind == "text/html" or kind.endswith("json")):
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                url = part["content-location"] and str(part["content-location"])
                found.append(make(content, budget, url=url, captured=when, content_type=kind))
    return tuple(found)


def _saved(document: Any, budget: Budget) -> tuple[Recording, ...] | None:
    """Objects that name an address and hold a body beside it, one or a list; else None."""
    items = document if isinstance(document, list) else [document]
    if not items or not all(_is_saved(item) for item in items):
        return None
    return tuple(_one_saved(item, budget) for item in items)


def _is_saved(item: Any) -> bool:
    """A wrapper names little more than its body; a post with a link and a text has an id."""
    if not isinstance(item, dict) or "id" in item:
        return False
    beside = _first(item, (*_TIMES, *_STATUSES, *_TYPES, "headers"))
    return (
        str(_first(item, _URLS)).startswith(("http://", "https://", "wss://"))
        and isinstance(_first(item, _BODIES), str | dict | list)
        and (beside is not None or len(item) <= 3)
    )


def _one_saved(item: dict[str, Any], budget: Budget) -> Recording:
    import orjson

    body = _first(item, _BODIES)
    packed = item.get("encoding") == "base64"
    raw = decoded(body, packed=packed) if isinstance(body, str) else orjson.dumps(body)
    return make(
        raw,
        budget,
        url=_first(item, _URLS),
        captured=moment(_first(item, _TIMES)),
        content_type=_first(item, _TYPES),
        status=_first(item, _STATUSES),
    )


def _first(item: dict[str, Any], names: tuple[str, ...]) -> Any:
    return next((item[name] for name in names if item.get(name) is not None), None)
