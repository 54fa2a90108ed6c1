"""Connections go to the address that was judged, and to no other."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterable
from ipaddress import ip_address

import httpcore2
import pytest

from connectors.errors import ForbiddenAddress, Unavailable
from connectors.http.client import HttpClient
from connectors.http.deadline import Deadline
from connectors.http.retry import RetryPolicy
from connectors.http.transport import CheckedBackend, CheckedTransport
from tests.connectors.http.servers import Canary, Heard, Said, closed_port, serving
from tests.fakes.http import FakeClock

PUBLIC = "93.184.215.14"
OTHER_PUBLIC = "2606:2800:21f:cb07:6820:80da:af6b:8b2c"


class Detour(httpcore2.SyncBackend):
    """Leads public addresses to one port of this machine, and inner ones to another."""

    def __init__(self, public_port: int, inner_port: int) -> None:
        self.public_port = public_port
        self.inner_port = inner_port
        self.asked: list[str] = []

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        """Connect there."""
        self.asked.append(host)
        there = self.public_port if ip_address(host).is_global else self.inner_port
        return super().connect_tcp("127.0.0.1", there, timeout, local_address, socket_options)


class Resolver:
    """Gives its answers in turn; the last one repeats."""

    def __init__(self, *answers: str) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[str, int]] = []

    def __call__(self, host: str, port: int) -> list[str]:
        self.asked.append((host, port))
        return [self.answers[min(len(self.asked), len(self.answers)) - 1]]


def client_over(resolver: Resolver, detour: Detour) -> HttpClient:
    clock = FakeClock()
    return HttpClient(
        user_agent="t",
        transport=CheckedTransport(CheckedBackend(resolve=resolver, connect=detour)),
        policy=RetryPolicy(sleep=clock.sleep),
    )


def test_the_connection_goes_to_the_judged_address_under_its_own_name():
    resolver = Resolver(PUBLIC, "127.0.0.1")
    with serving(lambda heard: Said(200, b"public")) as server, Canary() as canary:
        detour = Detour(server.port, canary.port)
        with client_over(resolver, detour) as client:
            answer = client.get("http://rebind.example/x", deadline=Deadline(5), source="src")
        assert answer.body == b"public"
        assert server.heard[0].headers["host"] == "rebind.example"
        assert resolver.asked == [("rebind.example", 80)]  # once: nothing asks again in between
        assert detour.asked == [PUBLIC]
        assert not canary.was_touched


@pytest.mark.parametrize("inner", ["127.0.0.1", "::1", "::ffff:127.0.0.1", "169.254.169.254"])
def test_a_name_that_turns_inwards_is_never_connected_to(inner):
    def close(heard: Heard) -> Said:
        return Said(302, b"", {"location": "/again", "connection": "close"})

    resolver = Resolver(PUBLIC, inner)
    with serving(close) as server, Canary() as canary:
        detour = Detour(server.port, canary.port)
        with client_over(resolver, detour) as client, pytest.raises(ForbiddenAddress):
            client.get("http://rebind.example/x", deadline=Deadline(5), source="src")
        assert len(resolver.asked) == 2  # the second connection, after the redirect
        assert detour.asked == [PUBLIC]
        assert not canary.was_touched


def test_without_the_check_the_canary_would_sing():
    resolver = Resolver("127.0.0.1")
    with Canary() as canary:
        backend = CheckedBackend(
            resolve=resolver,
            connect=Detour(closed_port(), canary.port),
            allow={"rebind.example:80"},
        )
        backend.connect_tcp("rebind.example", 80, timeout=1.0).close()
        assert canary.was_touched


@pytest.mark.parametrize(
    "location",
    ["http://127.0.0.1:{port}/", "http://[::ffff:127.0.0.1]:{port}/", "//2130706433:{port}/x"],
)
def test_a_redirect_inwards_is_not_followed(location):
    with Canary() as canary:
        target = location.format(port=canary.port)
        with serving(lambda heard: Said(302, b"", {"location": target})) as server:
            detour = Detour(server.port, canary.port)
            with (
                client_over(Resolver(PUBLIC), detour) as client,
                pytest.raises(ForbiddenAddress) as caught,
            ):
                client.get("http://a.example/x", deadline=Deadline(5), source="src")
        assert caught.value.source == "src"
        assert not canary.was_touched


def test_an_address_inside_is_refused_before_anything_is_sent():
    with Canary() as canary, HttpClient(user_agent="t") as client:
        with pytest.raises(ForbiddenAddress):
            client.get(f"http://127.0.0.1:{canary.port}/", deadline=Deadline(5), source="src")
        assert not canary.was_touched
        assert client.attempts == {}


def test_the_next_address_is_tried_when_one_does_not_answer():
    with serving(lambda heard: Said()) as server:
        detour = Detour(server.port, closed_port())

        class FirstIsDown(Detour):
            def connect_tcp(self, host: str, *rest, **more) -> httpcore2.NetworkStream:
                if host == OTHER_PUBLIC:
                    self.asked.append(host)
                    raise httpcore2.ConnectError("no route")
                return detour.connect_tcp(host, *rest, **more)

        first = FirstIsDown(0, 0)
        backend = CheckedBackend(resolve=lambda host, port: [OTHER_PUBLIC, PUBLIC], connect=first)
        backend.connect_tcp("a.example", 80, timeout=1.0, socket_options=[]).close()
    assert (first.asked, detour.asked) == ([OTHER_PUBLIC], [PUBLIC])


def test_tls_asks_for_the_name_not_the_number():
    names: list[str | None] = []

    class Stream(httpcore2.MockStream):
        def start_tls(
            self,
            ssl_context: ssl.SSLContext,
            server_hostname: str | None = None,
            timeout: float | None = None,
        ) -> httpcore2.NetworkStream:
            assert ssl_context.check_hostname
            assert ssl_context.verify_mode is ssl.CERT_REQUIRED
            names.append(server_hostname)
            return self

    class Wire(httpcore2.NetworkBackend):
        def connect_tcp(self, host: str, port: int, *rest) -> httpcore2.NetworkStream:
            assert (host, port) == (PUBLIC, 443)
            return Stream([b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"])

    transport = CheckedTransport(CheckedBackend(resolve=Resolver(PUBLIC), connect=Wire()))
    with HttpClient(user_agent="t", transport=transport) as client:
        answer = client.get("https://a.example/", deadline=Deadline(5), source="src")
    assert answer.body == b"ok"
    assert names == ["a.example"]


def test_a_name_that_is_not_known_is_unavailable():
    def unknown(host: str, port: int) -> list[str]:
        raise OSError("no such name")

    clock = FakeClock()
    transport = CheckedTransport(CheckedBackend(resolve=unknown))
    policy = RetryPolicy(sleep=clock.sleep)
    with (
        HttpClient(user_agent="t", transport=transport, policy=policy) as client,
        pytest.raises(Unavailable),
    ):
        client.get("https://a.example/", deadline=Deadline(5), source="src")


def test_a_resolver_that_never_answers_ends_in_time():
    never = threading.Event()

    def silent(host: str, port: int) -> list[str]:
        never.wait(30)
        return []

    backend = CheckedBackend(resolve=silent)
    with pytest.raises(httpcore2.ConnectTimeout):
        backend.connect_tcp("a.example", 443, timeout=0.05)
    never.set()
