"""Recordings of whole conversations: HAR files and cassettes."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from typing import Any

from connectors.errors import UnusableInput
from connectors.trends.recordings.recording import Budget, Recording, header, make, moment

MAX_YAML = 30_000_000  # bytes; its reader is slow


def har(document: Any, budget: Budget) -> tuple[Recording, ...] | None:
    """The answers of a HAR file, in its order; None when the document is none."""
    log = document.get("log") if isinstance(document, dict) else None
    entries = log.get("entries") if isinstance(log, dict) else None
    if not isinstance(entries, list):
        return None
    return tuple(
        found
        for entry in entries
        if isinstance(entry, dict)
        for found in (*_har_answer(entry, budget), *_har_messages(entry, budget))
    )


def _har_answer(entry: dict[str, Any], budget: Budget) -> Iterator[Recording]:
    response, content = _map(entry, "response"), _map(_map(entry, "response"), "content")
    text = content.get("text")
    status = response.get("status")
    if isinstance(text, str) or (isinstance(status, int) and status >= 300):
        yield make(
            decoded(text or "", packed=content.get("encoding") == "base64"),
            budget,
            url=_map(entry, "request").get("url"),
            captured=moment(entry.get("startedDateTime")),
            content_type=content.get("mimeType"),
            status=status,
            location=response.get("redirectURL") or header(response.get("headers"), "location"),
        )


def _har_messages(entry: dict[str, Any], budget: Budget) -> Iterator[Recording]:
    """What a socket received, one message a line, known when the last one came."""
    messages = entry.get("_webSocketMessages")
    received = [
        message
        for message in (messages if isinstance(messages, list) else ())
        if isinstance(message, dict)
        and message.get("type") == "receive"
        and isinstance(message.get("data"), str)
    ]
    if received:
        yield make(
            "\n".join(message["data"] for message in received).encode(errors="replace"),
            budget,
            url=_map(entry, "request").get("url"),
            captured=moment(received[-1].get("time")) or moment(entry.get("startedDateTime")),
            content_type="application/x-ndjson",
        )


def cassette(document: Any, budget: Budget) -> tuple[Recording, ...] | None:
    """The answers of a VCR or betamax cassette, in its order; None when the document is none."""
    if not isinstance(document, dict):
        return None
    interactions = document.get("http_interactions", document.get("interactions"))
    if not isinstance(interactions, list):
        return None
    return tuple(
        _interaction(each, document.get("recorded_at"), budget)
        for each in interactions
        if isinstance(each, dict)
    )


def _interaction(each: dict[str, Any], recorded_at: Any, budget: Budget) -> Recording:
    response, request = _map(each, "response"), _map(each, "request")
    body, status, headers = (response.get(name) for name in ("body", "status", "headers"))
    if isinstance(body, dict):
        packed = body.get("base64_string")
        raw = decoded(packed, packed=True) if packed else decoded(body.get("string"))
    else:
        raw = decoded(body)
    code = status.get("code") if isinstance(status, dict) else status
    when = moment(each.get("recorded_at")) or moment(header(headers, "date")) or moment(recorded_at)
    return make(
        raw,
        budget,
        url=request.get("uri") or request.get("url") or response.get("url"),
        captured=when,
        content_type=header(headers, "content-type"),
        status=code,
        location=header(headers, "location"),
    )


def read_yaml(payload: bytes) -> Any:
    """The document of a cassette in YAML. Raises UnusableInput."""
    import yaml

    if len(payload) > MAX_YAML:
        raise UnusableInput(
            f"a YAML cassette of more than {MAX_YAML:,} bytes. Keep only the answers that matter.",
            reason="too_large",
        )
    try:
        return yaml.load(payload, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise UnusableInput(
            "a YAML cassette that is damaged. Record or copy it again.", reason="unreadable"
        ) from error


def decoded(text: Any, *, packed: bool = False) -> bytes:
    """The bytes of a body written as text, or packed as base64. Raises UnusableInput."""
    if isinstance(text, bytes):
        return text
    if not isinstance(text, str):
        return b""
    if not packed:
        return text.encode(errors="replace")
    try:
        return base64.b64decode(text)
    except (binascii.Error, ValueError) as error:
        raise UnusableInput(
            "a body whose base64 is damaged. Record or copy it again.", reason="unreadable"
        ) from error


def _map(value: dict[str, Any], name: str) -> dict[str, Any]:
    inner = value.get(name)
    return inner if isinstance(inner, dict) else {}
