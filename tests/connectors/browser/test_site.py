"""The fake outside world does what its behaviours say; other tests lean on it."""

from __future__ import annotations

import httpx2
import pytest
from websockets.sync.client import connect

from tests.fakes.site import Behaviour, Site


@pytest.fixture
def client(site: Site):
    with httpx2.Client(base_url=site.address, trust_env=False, timeout=10) as client:
        yield client


def test_hosts_and_paths_are_told_apart(site: Site, client: httpx2.Client) -> None:
    site.serve("", "/", Behaviour.page("any"))
    site.serve("tiktok.com", "/", Behaviour.page("tiktok"))
    site.serve("tiktok.com", "/api/", Behaviour.json({"a": 1}))
    assert client.get("/www.tiktok.com/hub?x=1").text == "tiktok"
    assert client.get("/www.tiktok.com/api/list?x=1").json() == {"a": 1}
    assert client.get("/nottiktok.com/").text == "any"
    assert client.get("/tiktok.com").text == "tiktok"
    assert client.get("/x", headers={"host": "ads.tiktok.com"}).text == "tiktok"
    assert site.count("tiktok.com") == 4
    assert site.count("tiktok.com", "/api/") == 1
    assert site.counts["www.tiktok.com"] == 2
    assert [seen.path for seen in site.requests][:2] == ["/hub?x=1", "/api/list?x=1"]
    site.clear()
    assert client.get("/tiktok.com/").status_code == 404


def test_behaviours_follow_each_other_and_the_last_stays(site: Site, client: httpx2.Client) -> None:
    site.serve("a.example", "/", Behaviour.refusal(429, retry_after="3"), Behaviour.page("well"))
    first = client.get("/a.example/")
    assert (first.status_code, first.headers["retry-after"]) == (429, "3")
    assert [client.get("/a.example/").text for _ in range(2)] == ["well", "well"]


@pytest.mark.parametrize(
    ("behaviour", "error"),
    [
        (Behaviour.reset(), httpx2.ReadError),
        (Behaviour.page("<p>whole</p>").truncated(), httpx2.RemoteProtocolError),
    ],
)
def test_connections_break_as_told(
    site: Site, client: httpx2.Client, behaviour: Behaviour, error: type[Exception]
) -> None:
    site.serve("a.example", "/", behaviour)
    with pytest.raises(error):
        client.get("/a.example/")


def test_what_is_slow_is_slow(site: Site, client: httpx2.Client) -> None:
    site.serve("a.example", "/", Behaviour.page("late").slow(60))
    with pytest.raises(httpx2.ReadTimeout):
        client.get("/a.example/", timeout=0.1)
    site.serve("a.example", "/", Behaviour.page("x" * 40).trickled(60))
    with client.stream("GET", "/a.example/") as answer:
        assert next(answer.iter_raw()) == b"xx"


def test_what_is_huge_is_huge(site: Site, client: httpx2.Client) -> None:
    site.serve("a.example", "/", Behaviour.huge(1_000_000))
    assert len(client.get("/a.example/").content) >= 1_000_000


def test_a_sign_in_is_sent_on_to(site: Site, client: httpx2.Client) -> None:
    site.serve("a.example", "/", Behaviour.login())
    answer = client.get("/a.example/")
    assert answer.status_code == 302
    assert answer.headers["location"].startswith("/login")


def test_a_socket_says_its_messages(site: Site) -> None:
    messages = (b'{"a": 1}', b"x" * 300, b"y" * 70_000)
    site.serve("a.example", "/", Behaviour.socket(*messages))
    with connect(f"ws://127.0.0.1:{site.port}/a.example/subscribe?c=1") as socket:
        assert [str(message).encode() for message in socket] == list(messages)
    assert site.requests[0].path == "/subscribe?c=1"


def test_what_was_sent_is_seen(site: Site, client: httpx2.Client) -> None:
    site.serve("a.example", "/", Behaviour.json({}))
    client.post("/a.example/token", content=b"grant=x", headers={"X-Mine": "1"})
    (seen,) = site.requests
    assert (seen.method, seen.body, seen.headers["x-mine"]) == ("POST", b"grant=x", "1")


def test_it_ends_at_once_whatever_is_under_way() -> None:
    with Site() as site:
        site.serve("a.example", "/", Behaviour.page("late").slow(600))
        with pytest.raises(httpx2.ReadTimeout):
            httpx2.get(f"{site.address}/a.example/", timeout=0.1)
