"""Conditional requests: validators of complete good answers go along, and "unchanged" is said."""

from __future__ import annotations

import gzip

import httpx2
import pytest

from connectors.errors import ConnectorError, NotModified, Refused
from connectors.http.client import HttpClient
from connectors.http.conditional import remember, validator_key
from connectors.http.deadline import Deadline
from connectors.http.retry import RetryPolicy
from connectors.http.shared import MemoryValidators, Validators
from tests.fakes.http import FakeClock, Reply, ScriptedTransport

URL = "https://a.example/list"
MODIFIED = "Mon, 02 Mar 2026 09:00:00 GMT"
GOOD = {"etag": 'W/"one"', "last-modified": MODIFIED, "content-type": "application/json"}


class Asking:
    def __init__(self, *replies: Reply) -> None:
        clock = FakeClock()
        self.transport = ScriptedTransport(list(replies), clock=clock)
        self.store = MemoryValidators()
        self.client = HttpClient(
            user_agent="t",
            transport=self.transport,
            policy=RetryPolicy(tries=1, sleep=clock.sleep),
            validators=self.store,
            max_body=100,
        )

    def get(self, url: str = URL, *, conditional: bool = True) -> bytes:
        return self.client.get(
            url, deadline=Deadline(5), source="src", conditional=conditional
        ).body

    def sent(self, number: int) -> httpx2.Headers:
        return self.transport.requests[number].headers


def test_the_second_question_is_conditional():
    asking = Asking(Reply(200, b"{}", GOOD), Reply(304))
    assert asking.get() == b"{}"
    assert "if-none-match" not in asking.sent(0)
    with pytest.raises(NotModified, match="nothing changed") as caught:
        asking.get()
    assert (caught.value.status, caught.value.source) == ("unchanged", "src")
    assert asking.sent(1)["if-none-match"] == 'W/"one"'
    assert asking.sent(1)["if-modified-since"] == MODIFIED


def test_a_changed_answer_replaces_the_validators():
    asking = Asking(Reply(200, b"{}", GOOD), Reply(200, b"[]", {"etag": '"two"'}))
    asking.get()
    assert asking.get() == b"[]"
    assert asking.store.get(URL) == Validators('"two"', None)


def test_only_who_asks_for_it_gets_it():
    asking = Asking(Reply(200, b"{}", GOOD), Reply(200, b"{}", GOOD), Reply(304))
    asking.get(conditional=False)
    assert asking.store.get(URL) is None
    asking.get()
    with pytest.raises(Refused, match="304"):
        asking.get(conditional=False)
    assert "if-none-match" not in asking.sent(2)


@pytest.mark.parametrize(
    "reply",
    [
        Reply(200, b"x" * 101, GOOD),
        Reply(200, gzip.compress(b"x" * 50)[:-9], {**GOOD, "content-encoding": "gzip"}),
        Reply(200, b"\x1f\x8bbad", {**GOOD, "content-encoding": "gzip"}),
        Reply(500, b"", GOOD),
        Reply(404, b"", GOOD),
        Reply(403, b"", GOOD),
    ],
    ids=["too large", "cut off", "damaged", "500", "404", "403"],
)
def test_nothing_is_kept_of_an_answer_that_is_not_good(reply):
    asking = Asking(reply)
    with pytest.raises(ConnectorError):
        asking.get()
    assert asking.store.get(URL) is None


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"etag": "", "last-modified": " "},
        {"etag": '"' + "x" * 2000 + '"'},
        {**GOOD, "content-type": "text/html; charset=utf-8"},
    ],
    ids=["none", "empty", "endless", "a page"],
)
def test_useless_validators_are_not_kept(headers):
    asking = Asking(Reply(200, b"ok", headers))
    asking.get()
    assert asking.store.get(URL) is None


@pytest.mark.parametrize("etag", ['"\xe9"', '"a\r\nx-evil: 1"', '"\x00"'])
def test_a_validator_that_is_no_header_is_not_kept(etag):
    store = MemoryValidators()
    remember(store, URL, {"etag": etag, "last-modified": MODIFIED})
    assert store.get(URL) == Validators(None, MODIFIED)


def test_keys_hold_no_secret_and_keep_addresses_apart():
    first = validator_key(f"{URL}?key=abcd1234efgh&page=1")
    second = validator_key(f"{URL}?key=wxyz9876stuv&page=1")
    assert "abcd1234efgh" not in first
    assert first != second
    assert validator_key(URL) == URL


def test_validators_go_along_a_redirect():
    moved = Reply(302, headers={"location": "/moved"})
    asking = Asking(moved, Reply(200, b"{}", GOOD), moved, Reply(304))
    asking.get()
    with pytest.raises(NotModified):
        asking.get()
    assert asking.sent(3)["if-none-match"] == 'W/"one"'
