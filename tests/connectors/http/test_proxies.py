"""The operator's own proxies: in turn, rested when they fail, never shown with their secrets."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta

import httpx2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.errors import (
    Blocked,
    ForbiddenAddress,
    NotConfigured,
    ProxyUnavailable,
    Unavailable,
)
from connectors.http.breaker import Breaker
from connectors.http.client import HttpClient
from connectors.http.deadline import Deadline
from connectors.http.proxies import LONGEST_REST, REST, Proxy, ProxyPool, is_proxys_fault
from connectors.http.retry import RetryPolicy
from connectors.http.shared import MemoryBreakers
from tests.connectors.http.servers import Canary, Said, closed_port, serving
from tests.fakes.http import FakeClock

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SETTING = "http://me:hunter22@one.example:3128, https://two.example ,http://[2001:db8::7]:8080,"


class Watch:
    """A time of day that the test moves."""

    def __init__(self) -> None:
        self.time = START

    def __call__(self) -> datetime:
        return self.time


def test_the_setting_is_read_and_shown_without_secrets():
    pool = ProxyPool(SETTING)
    assert len(pool) == 3
    assert pool.healthy == ("one.example:3128", "two.example:443", "2001:db8::7:8080")
    proxy = pool.pick("src")
    assert proxy.address == "http://me:hunter22@one.example:3128"
    for shown in (repr(pool), repr(proxy), str(pool), f"{proxy}"):
        assert "hunter22" not in shown


@pytest.mark.parametrize(
    "text",
    [
        "socks5://me:hunter22@one.example:1080",
        "one.example:3128",
        "http://",
        "http://me:hunter22@one.example:3128/path",
        "http://me:hunter22@one.example:port",
        "ftp://me:hunter22@one.example",
    ],
)
def test_what_cannot_be_used_is_refused_without_repeating_it(text):
    with pytest.raises(NotConfigured, match="Proxy 2 of PODPUSHER_PROXIES") as caught:
        ProxyPool(f"http://good.example:1,{text}")
    assert "hunter22" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_they_are_used_in_turn():
    pool = ProxyPool("http://a.example:1,http://b.example:1,http://c.example:1")
    labels = [pool.pick("src").label[0] for _ in range(7)]
    assert "".join(labels) == "abcabca"


def test_one_that_fails_rests_longer_each_time():
    watch = Watch()
    pool = ProxyPool("http://a.example:1,http://b.example:1", watch)
    first = pool.pick("src")
    rests = []
    for _ in range(9):
        pool.failed(first)
        assert {pool.pick("src").label for _ in range(3)} == {"b.example:1"}
        began = watch.time
        while len(pool.healthy) < 2:
            watch.time += timedelta(seconds=1)
        rests.append(watch.time - began)
    assert rests[:3] == [REST, 2 * REST, 4 * REST]
    assert rests[-1] == LONGEST_REST
    pool.succeeded(first)
    pool.failed(first)
    watch.time += REST
    assert len(pool.healthy) == 2


def test_none_left_says_when_one_is_tried_again():
    watch = Watch()
    pool = ProxyPool(SETTING, watch)
    for _ in range(3):
        pool.failed(pool.pick("src"))
        watch.time += timedelta(seconds=5)
    with pytest.raises(ProxyUnavailable, match=r"none .* works.*09:00:30") as caught:
        pool.pick("src")
    assert isinstance(caught.value, Unavailable)
    assert "hunter22" not in str(caught.value)
    assert caught.value.retry_after == 15
    watch.time += REST
    assert pool.pick("src").label == "one.example:3128"


@settings(deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.integers(0, 2000)), max_size=60))
def test_a_resting_proxy_is_never_given(steps):
    watch = Watch()
    pool = ProxyPool("http://a.example:1,http://b.example:1,http://c.example:1", watch)
    for good, seconds in steps:
        healthy = pool.healthy
        if healthy:
            proxy = pool.pick("src")
            assert proxy.label in healthy
            (pool.succeeded if good else pool.failed)(proxy)
        else:
            with pytest.raises(ProxyUnavailable):
                pool.pick("src")
        watch.time += timedelta(seconds=seconds)


def certificate_failure() -> httpx2.ConnectError:
    error = httpx2.ConnectError("tls")
    error.__cause__ = ssl.SSLCertVerificationError("bad")
    return error


@pytest.mark.parametrize(
    ("error", "address", "fault"),
    [
        (httpx2.ConnectError("refused"), "http://a.example:1", True),
        (httpx2.ConnectTimeout("slow"), "http://a.example:1", True),
        (httpx2.ProxyError("407 Proxy Authentication Required"), "http://a.example:1", True),
        (httpx2.ProxyError("502 Bad Gateway"), "http://a.example:1", False),
        (httpx2.ProxyError("504 Gateway Timeout"), "http://a.example:1", False),
        (httpx2.ReadTimeout("slow"), "http://a.example:1", False),
        (httpx2.RemoteProtocolError("garbage"), "http://a.example:1", False),
        (certificate_failure(), "http://a.example:1", False),
        (certificate_failure(), "https://a.example:1", True),
    ],
)
def test_whose_fault_it_is(error, address, fault):
    assert is_proxys_fault(error, Proxy("a.example:1", address)) is fault


def client_through(setting: str, **more) -> HttpClient:
    clock = FakeClock()
    return HttpClient(
        user_agent="t",
        proxies=ProxyPool(setting),
        policy=RetryPolicy(sleep=clock.sleep),
        **more,
    )


def ask(client: HttpClient, url: str = "http://a.example/x?y=1") -> bytes:
    return client.get(url, deadline=Deadline(5), source="src").body


def test_requests_go_through_the_proxy_with_its_name_and_secret():
    with (
        serving(lambda heard: Said(200, b"brought")) as server,
        client_through(f"http://me:hunter22@{server.place}") as client,
    ):
        assert ask(client) == b"brought"
    (heard,) = server.heard
    assert heard.path == "http://a.example/x?y=1"
    assert heard.headers["host"] == "a.example"
    assert heard.headers["proxy-authorization"].startswith("Basic ")


def test_a_dead_proxy_gives_way_to_a_living_one():
    breakers = MemoryBreakers()
    with serving(lambda heard: Said(200, b"brought")) as server:
        dead = f"http://me:hunter22@127.0.0.1:{closed_port()}"
        with client_through(f"{dead},http://{server.place}", breaker=Breaker(breakers)) as client:
            assert ask(client) == b"brought"
            assert ask(client) == b"brought"
            assert client.attempts == {"src": 3}
    assert breakers.state("a.example").failures == 0  # the host did nothing wrong


def test_a_proxy_that_refuses_its_user_is_at_fault():
    with (
        serving(lambda heard: Said(407)) as server,
        client_through(f"http://me:hunter22@{server.place}") as client,
        pytest.raises(ProxyUnavailable, match=server.place) as caught,
    ):
        ask(client)
    assert "hunter22" not in str(caught.value)


def test_a_tunnel_that_is_refused_is_the_proxys_fault():
    with (
        serving(lambda heard: Said(405)) as server,  # no CONNECT here
        client_through(f"http://me:hunter22@{server.place}") as client,
        pytest.raises(ProxyUnavailable),
    ):
        ask(client, "https://a.example/")


def test_a_block_is_the_platforms_and_no_reason_to_change_proxies():
    with (
        serving(lambda heard: Said(403)) as server,
        client_through(f"http://{server.place},http://127.0.0.1:{closed_port()}") as client,
        pytest.raises(Blocked),
    ):
        ask(client)
    assert len(server.heard) == 1


def test_addresses_inside_are_refused_with_a_proxy_too():
    with Canary() as canary, client_through(f"http://127.0.0.1:{canary.port}") as client:
        with pytest.raises(ForbiddenAddress):
            ask(client, "http://192.168.1.1/")
        assert not canary.was_touched


def test_a_rehearsal_uses_no_proxy():
    with (
        serving(lambda heard: Said(200, b"played")) as server,
        Canary() as canary,
        client_through(f"http://127.0.0.1:{canary.port}", rehearsal=server.url) as client,
    ):
        assert ask(client) == b"played"
        assert not canary.was_touched


def test_an_empty_setting_asks_directly():
    with (
        serving(lambda heard: Said(200, b"direct")) as server,
        client_through(" , ", allow={server.place}) as client,
    ):
        assert ask(client, f"{server.url}/x") == b"direct"
    assert server.heard[0].path == "/x"
