"""Forms and JSON are sent once; attempts are counted; no cookie is ever kept."""

from __future__ import annotations

import httpx2
import pytest

from connectors.errors import ConnectorError, ForbiddenAddress, LoginWall, Refused, Unavailable
from connectors.http.client import HttpClient
from connectors.http.deadline import Deadline
from connectors.http.retry import RetryPolicy
from tests.connectors.http.servers import Heard, Said, serving
from tests.fakes.http import FakeClock, Reply, ScriptedTransport

URL = "https://a.example/token"


def client_over(*replies: Reply) -> tuple[HttpClient, ScriptedTransport]:
    clock = FakeClock()
    transport = ScriptedTransport(list(replies), clock=clock)
    policy = RetryPolicy(sleep=clock.sleep)
    return HttpClient(user_agent="t", transport=transport, policy=policy), transport


def test_a_form_over_a_real_socket():
    with (
        serving(lambda heard: Said(200, b'{"access_token": "x"}')) as server,
        HttpClient(user_agent="t", allow={server.place}) as client,
    ):
        answer = client.post(
            f"{server.url}/token",
            data={"grant_type": "client_credentials", "scope": "a b"},
            headers={"authorization": "Basic eHg="},
            deadline=Deadline(5),
            source="src",
        )
    (heard,) = server.heard
    assert (heard.method, heard.body) == ("POST", b"grant_type=client_credentials&scope=a+b")
    assert heard.headers["content-type"] == "application/x-www-form-urlencoded"
    assert heard.headers["authorization"] == "Basic eHg="
    assert answer.body == b'{"access_token": "x"}'


def test_json_and_parameters():
    client, transport = client_over(Reply(201, b"{}"))
    client.post(URL, json={"terms": ["a"]}, params={"hl": "en"}, deadline=Deadline(5), source="src")
    request = transport.requests[0]
    assert str(request.url) == f"{URL}?hl=en"
    assert request.headers["content-type"] == "application/json"
    assert request.read() == b'{"terms":["a"]}'


@pytest.mark.parametrize(("idempotent", "sent"), [(False, 1), (True, 4)])
def test_only_what_is_idempotent_is_sent_again(idempotent, sent):
    client, transport = client_over(Reply(503))
    with pytest.raises(Unavailable):
        client.post(URL, data={}, deadline=Deadline(60), source="src", idempotent=idempotent)
    assert len(transport.requests) == sent


@pytest.mark.parametrize(
    ("location", "kind"),
    [
        ("/elsewhere", Refused),
        ("https://b.example/", Refused),
        ("/login", LoginWall),
        ("http://127.0.0.1/", ForbiddenAddress),
    ],
)
@pytest.mark.parametrize("status", [302, 303, 307])
def test_a_form_follows_no_redirect(location, kind, status):
    client, transport = client_over(Reply(status, headers={"location": location}), Reply(200))
    with pytest.raises(kind):
        client.post(URL, data={"a": "b"}, deadline=Deadline(5), source="src")
    assert len(transport.requests) == 1


def test_attempts_are_counted_by_source():
    client, _ = client_over(
        Reply(503), Reply(302, headers={"location": "/moved"}), Reply(200), Reply(404)
    )
    client.get(URL, deadline=Deadline(60), source="one")
    with pytest.raises(ConnectorError):
        client.post(URL, deadline=Deadline(60), source="two")
    assert client.attempts == {"one": 3, "two": 1}


def test_an_address_that_cannot_be_read_is_refused():
    client, transport = client_over(Reply(200))
    with pytest.raises(Refused, match="not valid"):
        client.get("https://a.example:port/", deadline=Deadline(5), source="src")
    assert transport.requests == []


@pytest.mark.parametrize("location", ["https://a.example:port/", "https://[::1/", "/\x00"])
def test_a_redirect_that_cannot_be_read_is_refused(location):
    client, _ = client_over(Reply(302, headers={"location": location}))
    with pytest.raises(Refused):
        client.get(URL, deadline=Deadline(5), source="src")


def test_no_cookie_comes_back():
    def answer(heard: Heard) -> Said:
        return Said(200, b"ok", {"set-cookie": "visitor=42; Path=/"})

    with (
        serving(answer) as server,
        HttpClient(user_agent="t", allow={server.place}) as client,
    ):
        for _ in range(2):
            client.get(f"{server.url}/", deadline=Deadline(5), source="src")
    assert all("cookie" not in heard.headers for heard in server.heard)


def test_the_pool_reports_failures_as_httpx2_does():
    with serving(lambda heard: Said()) as server:
        place = server.place  # nobody listens there after the block
    clock = FakeClock()
    policy = RetryPolicy(tries=1, sleep=clock.sleep)
    with (
        HttpClient(user_agent="t", allow={place}, policy=policy) as client,
        pytest.raises(Unavailable, match="connection refused") as caught,
    ):
        client.get(f"http://{place}/", deadline=Deadline(5), source="src")
    assert isinstance(caught.value.__context__, httpx2.ConnectError)
