"""The browser's only way out, asked by a plain client."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import pytest

from connectors.browser import gate as module
from connectors.browser.gate import Gate, Upstream
from connectors.errors import ForbiddenAddress, NotConfigured
from tests.fakes.site import Behaviour, Site

Result = TypeVar("Result")
CONNECTED = b"HTTP/1.1 200 Connected\r\n\r\n"


def through(gate: Gate, ask: Callable[[str], Awaitable[Result]]) -> Result:
    """The answer of a client of the gate."""

    async def run() -> Result:
        address = await gate.address()
        try:
            return await asyncio.wait_for(ask(address), 10)
        finally:
            await gate.close()

    return asyncio.run(run())


async def say(address: str, *words: bytes) -> bytes:
    """All that comes back until the other side ends; nothing when it breaks off."""
    reader, writer = await asyncio.open_connection("127.0.0.1", int(address.rpartition(":")[2]))
    try:
        for word in words:
            writer.write(word)
            await writer.drain()
        return await reader.read(-1)
    except ConnectionError:
        return b""
    finally:
        writer.close()


def request(host: str, path: str = "/") -> bytes:
    head = (
        f"GET http://{host}{path} HTTP/1.1\r\nhost: {host}\r\nproxy-connection: keep-alive\r\n\r\n"
    )
    return head.encode()


@pytest.fixture
def here(site: Site) -> Callable[[str, int], tuple[str, ...]]:
    """A resolver that knows the fake site as every host."""
    site.serve("", "/", Behaviour.page("<h1>there</h1>"))
    return lambda host, port: ("127.0.0.1",)


def test_a_plain_request_reaches_the_host_it_names(site: Site, here) -> None:
    name = f"www.site.example:{site.port}"
    gate = Gate(resolve=here, allow={name})
    answer = through(gate, lambda address: say(address, request(name, "/a?b=1")))
    assert answer.startswith(b"HTTP/1.1 200")
    (seen,) = site.requests
    assert (seen.host, seen.path) == ("www.site.example", "/a?b=1")
    assert seen.headers["connection"] == "close"
    assert "proxy-connection" not in seen.headers


def test_a_tunnel_reaches_the_host_it_names(site: Site, here) -> None:
    name = f"www.site.example:{site.port}"
    gate = Gate(resolve=here, allow={name})
    connect = f"CONNECT {name} HTTP/1.1\r\n\r\n".encode()
    inside = b"GET /inside HTTP/1.1\r\nhost: www.site.example\r\n\r\n"
    answer = through(gate, lambda address: say(address, connect, inside))
    assert answer.startswith(CONNECTED + b"HTTP/1.1 200")
    assert site.requests[0].path == "/inside"


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "10.1.2.3", "[::1]", "localhost", "printer.local", "0x7f.1", "169.254.1.1"],
)
def test_nothing_inside_is_reached(site: Site, here, host: str) -> None:
    for target in (f"{host}:80", f"{host}:443", f"{host}:{site.port}"):
        gate = Gate(resolve=here)
        assert through(gate, lambda address, to=target: say(address, request(to))) == b""
        connect = f"CONNECT {target} HTTP/1.1\r\n\r\n".encode()
        tunnel = Gate(resolve=here)
        answer = through(tunnel, lambda address, words=connect: say(address, words))
        assert answer.startswith(b"HTTP/1.1 502")
        assert gate.forbidden.keys() == tunnel.forbidden.keys() == {host.strip("[]")}
    assert site.requests == []


def test_a_name_that_leads_inside_is_not_followed(site: Site, here) -> None:
    gate = Gate(resolve=here)
    assert through(gate, lambda address: say(address, request("www.rebound.example"))) == b""
    assert "leads inside" in gate.forbidden["www.rebound.example"]
    assert site.requests == []


def test_a_second_request_on_the_connection_is_not_sent_to_the_first_host(site: Site, here) -> None:
    name = f"www.site.example:{site.port}"
    site.serve("", "/", Behaviour.page("<h1>there</h1>").trickled(0.01))
    gate = Gate(resolve=here, allow={name})
    through(gate, lambda address: say(address, request(name) + request("www.other.example")))
    assert [seen.host for seen in site.requests] == ["www.site.example"]


def test_a_body_is_passed_on(site: Site, here) -> None:
    name = f"www.site.example:{site.port}"
    gate = Gate(resolve=here, allow={name})
    head = f"POST http://{name}/ HTTP/1.1\r\nhost: {name}\r\ncontent-length: 9\r\n\r\n".encode()
    through(gate, lambda address: say(address, head, b"some", b" body", b"more"))
    assert site.requests[0].body == b"some body"


def test_half_an_answer_is_broken_off(site: Site, here, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_WAY", 1_000_000)
    name = f"www.site.example:{site.port}"
    site.serve("", "/", Behaviour.huge(5_000_000))
    floods: list[str] = []
    gate = Gate(resolve=here, allow={name})
    gate.flooded = lambda: floods.append("flood")
    assert len(through(gate, lambda address: say(address, request(name)))) <= 1_000_000
    assert floods == ["flood"]


def test_a_host_that_does_not_answer_is_no_way() -> None:
    def unknown(host: str, port: int) -> tuple[str, ...]:
        raise OSError("no such name")

    connect = b"CONNECT www.site.example:443 HTTP/1.1\r\n\r\n"
    for resolve in (unknown, lambda host, port: ()):
        gate = Gate(resolve=resolve)
        answer = through(gate, lambda address: say(address, connect))
        assert answer.startswith(b"HTTP/1.1 502")
        assert gate.forbidden == {}


@pytest.mark.parametrize("words", [b"\r\n\r\n", b"nonsense\r\n\r\n", b"GET " + b"x" * 100_000])
def test_what_is_no_request_is_broken_off(words: bytes) -> None:
    assert through(Gate(resolve=lambda host, port: ()), lambda to: say(to, words)) == b""


def test_the_operators_proxy_is_told_its_secret_and_nobody_else(site: Site, here) -> None:
    gate = Gate(proxy=f"http://us%40er:se:cret@127.0.0.1:{site.port}")
    answer = through(gate, lambda address: say(address, request("www.site.example", "/x")))
    assert answer.startswith(b"HTTP/1.1 200")
    (tunnel,) = site.tunnels
    assert tunnel.host == "www.site.example"
    assert tunnel.headers["proxy-authorization"] == "Basic dXNAZXI6c2U6Y3JldA=="
    assert "proxy-authorization" not in site.requests[0].headers
    assert not gate.is_proxy_down


def test_the_operators_proxy_is_not_asked_for_what_is_inside(site: Site) -> None:
    gate = Gate(proxy=f"http://127.0.0.1:{site.port}")
    assert through(gate, lambda address: say(address, request("10.0.0.1"))) == b""
    assert site.tunnels == []


def test_a_proxy_that_is_not_there_is_known() -> None:
    gate = Gate(proxy="http://127.0.0.1:1")
    assert through(gate, lambda address: say(address, request("www.site.example"))) == b""
    assert gate.is_proxy_down


@pytest.mark.parametrize("address", ["socks5://127.0.0.1:1080", "127.0.0.1:3128", "http://", "x"])
def test_a_proxy_that_cannot_be_used_is_refused(address: str) -> None:
    with pytest.raises(NotConfigured, match="PODPUSHER_PROXIES"):
        Gate(proxy=address)


def test_the_proxys_secret_is_not_shown() -> None:
    assert "secret" not in repr(Upstream.of("http://user:secret@127.0.0.1:3128"))


def test_a_spelling_is_judged_without_asking_anyone() -> None:
    gate = Gate(resolve=lambda host, port: pytest.fail("asked"))
    gate.judge("https://www.site.example/")
    with pytest.raises(ForbiddenAddress):
        gate.judge("https://192.168.1.1/")
