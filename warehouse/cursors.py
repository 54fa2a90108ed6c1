"""Opaque page cursors: sealed, and bound to the query they belong to."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from typing import Any

from warehouse.errors import BadCursor

_SEAL = 8  # bytes; against accidents and guesses, the rows behind a cursor are public
_MAX = 1024


def query_key(*parts: object) -> str:
    """Short stable digest of what makes a query, without its page."""
    text = json.dumps(parts, default=str, separators=(",", ":"), sort_keys=True)
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def encode_cursor(payload: list[Any]) -> str:
    """Payload of plain JSON values as URL-safe text."""
    body = json.dumps(payload, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(_seal(body) + body).rstrip(b"=").decode()


def decode_cursor(text: str) -> list[Any]:
    """The payload of a cursor of ours; BadCursor for anything else."""
    problem = BadCursor(
        "This page cursor is not one of ours, or was changed on the way. "
        "Start again without `cursor`."
    )
    if not text or len(text) > _MAX:
        raise problem
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise problem from error
    seal, body = raw[:_SEAL], raw[_SEAL:]
    if seal != _seal(body):
        raise problem
    payload = json.loads(body)
    if not isinstance(payload, list):
        raise problem
    return payload


def _seal(body: bytes) -> bytes:
    return hashlib.blake2b(body, digest_size=_SEAL, person=b"podpusher-page").digest()
