"""What an API says with a refusal is handed on; whatever is odd about it changes no error."""

from __future__ import annotations

import gzip

import pytest

from connectors.errors import Blocked
from connectors.http.answers import LONGEST_REFUSAL
from connectors.http.client import HttpClient
from connectors.http.deadline import Deadline
from tests.fakes.http import FakeClock, Reply, ScriptedTransport

JSON = {"content-type": "application/json; charset=UTF-8"}


def said(reply: Reply) -> bytes:
    clock = FakeClock()
    transport = ScriptedTransport(route=lambda _: reply, clock=clock)
    with (
        HttpClient(user_agent="t", transport=transport) as client,
        pytest.raises(Blocked) as caught,
    ):
        client.get("https://api.example/list", deadline=Deadline(5, clock=clock), source="test")
    return caught.value.said


def test_json_is_handed_on():
    assert said(Reply(403, b'{"why": 1}', JSON)) == b'{"why": 1}'
    packed = {**JSON, "content-encoding": "gzip"}
    assert said(Reply(403, gzip.compress(b"{}"), packed)) == b"{}"


@pytest.mark.parametrize(
    "reply",
    [
        Reply(403),
        Reply(403, b"<html>no</html>", {"content-type": "text/html"}),
        Reply(403, b"{}" * LONGEST_REFUSAL, JSON),
        Reply(403, b"{}", {**JSON, "content-encoding": "br"}),
        Reply(403, b"no gzip", {**JSON, "content-encoding": "gzip"}),
    ],
    ids=["empty", "a page", "too long", "unknown packing", "damaged"],
)
def test_anything_else_is_left_out(reply: Reply):
    assert said(reply) == b""
