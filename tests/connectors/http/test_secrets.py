"""Secrets stay out of messages, tracebacks and logs, whoever carries or repeats them."""

from __future__ import annotations

import base64
import logging
import string
import traceback

import httpx2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.errors import ConnectorError
from connectors.http.client import HttpClient
from connectors.http.deadline import Deadline
from connectors.http.proxies import ProxyPool
from connectors.http.retry import RetryPolicy
from connectors.http.shared import MemoryValidators
from connectors.redaction import known_secrets, redact
from tests.connectors.http.servers import closed_port
from tests.fakes.http import FakeClock, Reply, ScriptedTransport

# Like the keys of providers: letters of both cases and digits, too long to be a word.
keys = st.text(string.ascii_letters + string.digits + "-_", min_size=12, max_size=40).filter(
    lambda key: any(c.isupper() for c in key) and any(c.isdigit() for c in key)
)
# Ways to give a key to a platform: address, headers. Then those that are refused unasked.
CARRIERS = (
    lambda key: (f"https://a.example/x?api_key={key}", {}),
    lambda key: (f"https://a.example/x?page=1&access_token={key}&z=1", {}),
    lambda key: (f"https://a.example/x?key={key}", {}),
    lambda key: ("https://a.example/x", {"authorization": f"Bearer {key}"}),
    lambda key: ("https://a.example/x", {"Authorization": basic(key)}),
    lambda key: ("https://a.example/x", {"x-api-key": key}),
    lambda key: ("https://a.example/x", {"cookie": f"theme=dark; session={key}"}),
)
REFUSED = (
    lambda key: (f"https://me:{key}@a.example/x", {}),
    lambda key: (f"https://a.example:{key}/x?key={key}", {}),
)
# What a platform does; hostile ones send back what they got.
behaviours = st.sampled_from(
    [
        lambda key: Reply(401),
        lambda key: Reply(403, key.encode()),
        lambda key: Reply(404),
        lambda key: Reply(418, key.encode()),
        lambda key: Reply(429, headers={"retry-after": key}),
        lambda key: Reply(500, key.encode()),
        lambda key: Reply(200, b"x", {"content-encoding": key}),
        lambda key: Reply(200, key.encode() * 99),
        lambda key: Reply(302, headers={"location": f"https://{key}.example/"}),
        lambda key: Reply(302, headers={"location": f"https://b.example/?token={key}"}),
        lambda key: Reply(302, headers={"location": f"https://me:{key}@a.example/"}),
        lambda key: Reply(302, headers={"location": f"https://accounts.{key}.example/"}),
        lambda key: Reply(302, headers={"location": f"https://a.example:{key}/"}),
        lambda key: Reply(302, headers={"location": f"http://10.0.0.1/{key}"}),
        lambda key: Reply(error=httpx2.ConnectError(f"to {key} failed")),
        lambda key: Reply(error=httpx2.ReadTimeout(key)),
        lambda key: Reply(error=httpx2.RemoteProtocolError(key)),
        lambda key: Reply(error=httpx2.InvalidURL(key)),
    ]
)
CLOSED = closed_port()


def basic(key: str) -> str:
    return "Basic " + base64.b64encode(f"me:{key}".encode()).decode()


def everything_said(error: BaseException) -> str:
    """The message, and the traceback as a log would show it, without the lines of the code."""
    shown = traceback.TracebackException.from_exception(error, lookup_lines=False)
    return "\n".join([str(error), repr(error), *shown.format_exception_only()]) + causes(error)


def causes(error: BaseException) -> str:
    """What stands below "direct cause of" and, where it is shown, "during handling of"."""
    below = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return f"\n{below}{causes(below)}" if below else ""


def client_over(reply: Reply, **more) -> HttpClient:
    clock = FakeClock()
    return HttpClient(
        user_agent="t",
        transport=ScriptedTransport([reply], clock=clock),
        policy=RetryPolicy(sleep=clock.sleep),
        max_body=500,
        **more,
    )


@settings(deadline=None)
@given(keys, st.sampled_from(CARRIERS + REFUSED), behaviours, st.booleans())
def test_no_secret_in_any_message(key, carry, behave, post):
    url, headers = carry(key)
    with client_over(behave(key)) as client:
        ask = client.post if post else client.get
        with pytest.raises(ConnectorError) as caught:
            ask(url, headers=headers, deadline=Deadline(5), source="src")
    assert key.lower() not in everything_said(caught.value).lower()


@settings(deadline=None)
@given(keys, behaviours)
def test_no_secret_of_a_form_in_any_message(key, behave):
    with client_over(behave(key)) as client, pytest.raises(ConnectorError) as caught:
        client.post(
            "https://a.example/token",
            data={"grant_type": "x", "client_secret": key},
            deadline=Deadline(5),
            source="src",
        )
    assert key.lower() not in everything_said(caught.value).lower()


@settings(max_examples=20, deadline=None)
@given(keys)
def test_no_secret_of_a_proxy_in_any_message(key):
    clock = FakeClock()
    pool = ProxyPool(f"http://me:{key}@127.0.0.1:{CLOSED}")
    policy = RetryPolicy(sleep=clock.sleep)
    with (
        HttpClient(user_agent="t", proxies=pool, policy=policy) as client,
        pytest.raises(ConnectorError) as caught,
    ):
        client.get("http://a.example/", deadline=Deadline(5), source="src")
    assert key not in everything_said(caught.value)
    assert key not in repr(pool)


@settings(deadline=None)
@given(keys, st.sampled_from(CARRIERS))
def test_no_secret_in_the_answer_or_the_store(key, carry):
    url, headers = carry(key)
    store = MemoryValidators()
    kept: list[str] = []
    store.put = lambda name, validators: kept.append(name)  # type: ignore[method-assign]
    with client_over(Reply(200, b"ok", {"etag": '"1"'}), validators=store) as client:
        answer = client.get(
            url, headers=headers, deadline=Deadline(5), source="src", conditional=True
        )
    assert key not in answer.url
    assert len(kept) == 1
    assert key not in kept[0]


def test_libraries_log_no_secret(caplog):
    key = "Zk9Qw3rT7yU1xCv"
    with caplog.at_level(logging.DEBUG), client_over(Reply(200, b"ok")) as client:
        client.get(f"https://a.example/x?api_key={key}", deadline=Deadline(5), source="src")
    assert "https://a.example/x?api_key=***" in caplog.text
    assert key not in caplog.text


@settings(deadline=None)
@given(keys)
def test_known_secrets_come_in_each_spelling(key):
    found = known_secrets(
        f"https://me:{key}1@a.example/?token={key}2&page=7",
        {"Authorization": basic(f"{key}3"), "X-Api-Key": f"{key}4", "accept": "text/plain"},
        {"client_secret": f"{key}5/6", "grant_type": "x"},
    )
    assert {f"{key}1", f"{key}2", f"{key}3", f"me:{key}3", f"{key}4", f"{key}5%2F6"} <= found
    assert not {"7", "x", "text/plain"} & found


@settings(deadline=None)
@given(st.lists(keys, min_size=1, max_size=4), st.text(max_size=30))
def test_given_secrets_go_in_any_case(secrets, between):
    text = between.join(secret.lower() for secret in secrets)
    shown = redact(text, secrets).lower()
    assert all(secret.lower() not in shown for secret in secrets)
