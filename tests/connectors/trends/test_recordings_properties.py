"""Recordings: no document breaks the unwrapping, and any body survives its packing."""

from __future__ import annotations

import gzip
import json
from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.errors import UnusableInput
from connectors.trends.recordings.recording import Recording
from connectors.trends.recordings.unwrap import unwrap


def one(payload: bytes) -> Recording:
    (recording,) = unwrap(payload).recordings
    return recording


NAMES = st.sampled_from(
    ["log", "entries", "interactions", "response", "body", "content", "text", "url", "request",
     "uri", "status", "headers", "encoding", "string", "base64_string"]
)  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=20,
)


@given(document=JSON)
@settings(max_examples=300, deadline=None)
def test_no_document_breaks_the_unwrapping(document):
    for shape in (
        document,
        {"log": {"entries": [document]}},
        {"interactions": [document]},
        {"interactions": [{"response": document, "request": document}]},
        {"log": {"entries": [{"response": document, "_webSocketMessages": document}]}},
        {"url": "https://site.example", "body": document},
    ):
        with suppress(UnusableInput):  # a text that is no base64
            found = unwrap(json.dumps(shape).encode())
            assert all(isinstance(each.body, bytes) for each in found.recordings)


@given(body=st.binary(max_size=400))
@settings(max_examples=200, deadline=None)
def test_any_bytes_survive_packing(body):
    marked = body.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"))
    packed = body[:2] == b"\x1f\x8b" or body[:1] == b"x"
    wrapped = body.startswith((b"HTTP/", b"From", b"MIME"))
    if not (marked or packed or wrapped):
        assert one(gzip.compress(body)).body == body
