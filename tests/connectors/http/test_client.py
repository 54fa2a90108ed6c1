"""The HTTP client: statuses, redirects, sizes and time (fault F30)."""

from __future__ import annotations

import gzip
import threading
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx2
import pytest

from connectors.errors import (
    BadAnswer,
    Blocked,
    DeadlineExceeded,
    LoginWall,
    NoData,
    RateLimited,
    Refused,
    Unavailable,
)
from connectors.http.client import HttpClient, json_body
from connectors.http.deadline import Deadline
from connectors.http.retry import RetryPolicy
from tests.fakes.http import FakeClock, Reply, ScriptedTransport

URL = "https://data.example/list"


def ask(*replies: Reply, url: str = URL, clock: FakeClock | None = None, **options):
    clock = clock or FakeClock()
    timing = {k: options.pop(k) for k in list(options) if k.startswith("seconds_")}
    transport = ScriptedTransport(list(replies), clock=clock, **timing)
    client = HttpClient(
        user_agent="PODPusher/test",
        transport=transport,
        policy=RetryPolicy(sleep=clock.sleep, uniform=lambda low, high: high),
        **options,
    )
    with client:
        return client.get(url, deadline=Deadline(20, clock=clock), source="src"), transport


def test_a_good_answer_comes_whole():
    answer, transport = ask(
        Reply(200, [b"one ", b"two"], {"content-type": "text/plain"}),
        url=f"{URL}?api_key=abcd1234efgh",
        now=lambda: datetime(2026, 1, 1, tzinfo=UTC),
    )
    assert answer.body == b"one two"
    assert answer.content_type == "text/plain"
    assert answer.received_at == datetime(2026, 1, 1, tzinfo=UTC)
    assert "abcd1234efgh" not in answer.url
    assert transport.requests[0].headers["user-agent"] == "PODPusher/test"


def test_parameters_are_sent():
    transport = ScriptedTransport([Reply(200, b"x")])
    with HttpClient(user_agent="t", transport=transport) as client:
        client.get(URL, params={"geo": "US"}, deadline=Deadline(5), source="src")
    assert str(transport.requests[0].url) == f"{URL}?geo=US"


@pytest.mark.parametrize(
    ("status", "kind", "asked"),
    [
        (204, NoData, 1),
        (400, Refused, 1),
        (401, LoginWall, 1),
        (403, Blocked, 1),
        (404, NoData, 1),
        (408, Unavailable, 4),
        (418, Refused, 1),
        (451, Blocked, 1),
        (500, Unavailable, 4),
        (503, Unavailable, 4),
    ],
)
def test_statuses_become_named_errors(status, kind, asked):
    transport = ScriptedTransport([Reply(status)])
    clock = FakeClock()
    client = HttpClient(
        user_agent="t", transport=transport, policy=RetryPolicy(sleep=clock.sleep, uniform=min)
    )
    with pytest.raises(kind) as caught:
        client.get(URL, deadline=Deadline(20, clock=clock), source="src")
    assert len(transport.requests) == asked
    assert caught.value.source == "src"
    assert "src" in caught.value.message


def test_429_with_retry_after_is_waited_for():
    clock = FakeClock()
    answer, _ = ask(Reply(429, headers={"retry-after": "3"}), Reply(200, b"ok"), clock=clock)
    assert answer.body == b"ok"
    assert clock.slept[0] >= 3


def test_429_without_end_is_rate_limited():
    with pytest.raises(RateLimited) as caught:
        ask(Reply(429, headers={"retry-after": "90000"}))
    assert caught.value.retry_after == 90000


def test_a_redirect_on_the_same_host_is_followed():
    answer, transport = ask(Reply(301, headers={"location": "/moved"}), Reply(200, b"here"))
    assert answer.body == b"here"
    assert transport.requests[1].url.path == "/moved"


@pytest.mark.parametrize(
    ("location", "kind"),
    [
        ("https://elsewhere.example/x", Refused),
        ("http://data.example/x", Refused),
        ("//169.254.169.254/latest", Refused),
        ("https://consent.example/m?continue=x", LoginWall),
        ("/accounts/login/?next=/", LoginWall),
    ],
)
def test_redirects_off_the_host_are_not_followed(location, kind):
    with pytest.raises(kind):
        ask(Reply(302, headers={"location": location}), Reply(200, b"never"))


def test_a_redirect_loop_ends():
    with pytest.raises(Refused, match="redirects"):
        ask(Reply(302, headers={"location": "/again"}))


def test_a_large_body_is_dropped():
    with pytest.raises(BadAnswer, match="larger"):
        ask(Reply(200, [b"x" * 600] * 3), max_body=1000)


def test_a_gzip_bomb_is_bounded():
    bomb = gzip.compress(b"\0" * 50_000_000)
    with pytest.raises(BadAnswer, match="larger"):
        ask(Reply(200, bomb, {"content-encoding": "gzip"}), max_body=1_000_000)


def test_gzip_is_unpacked():
    answer, _ = ask(Reply(200, gzip.compress(b"packed"), {"content-encoding": "gzip"}))
    assert answer.body == b"packed"


def test_damaged_gzip_is_a_bad_answer():
    with pytest.raises(BadAnswer, match="compression"):
        ask(Reply(200, b"\x1f\x8bgarbage....", {"content-encoding": "gzip"}))


def test_truncated_gzip_is_tried_again():
    packed = gzip.compress(b"packed " * 100)
    answer, transport = ask(
        Reply(200, packed[:-12], {"content-encoding": "gzip"}),
        Reply(200, packed, {"content-encoding": "gzip"}),
    )
    assert answer.body == b"packed " * 100
    assert len(transport.requests) == 2


def test_an_encoding_nobody_asked_for_is_refused():
    with pytest.raises(BadAnswer, match="encoding"):
        ask(Reply(200, b"x", {"content-encoding": "br"}))


def test_broken_connections_are_unavailable_and_name_no_secret():
    with pytest.raises(Unavailable) as caught:
        ask(
            Reply(error=httpx2.ConnectError("to https://u:hunter22@data.example failed")),
            url="https://data.example/?token=abcd1234efgh",
        )
    assert "hunter22" not in str(caught.value)
    assert "abcd1234efgh" not in str(caught.value)


def test_timeouts_are_unavailable():
    with pytest.raises(Unavailable, match="timed out"):
        ask(Reply(error=httpx2.ReadTimeout("slow")))


def test_a_slow_drip_meets_the_deadline():
    clock = FakeClock()
    with pytest.raises(DeadlineExceeded):
        ask(Reply(200, [b"."] * 100), clock=clock, seconds_per_chunk=1.0)
    assert clock.time - 1000.0 <= 22


def test_all_tries_together_stay_within_the_deadline():
    clock = FakeClock()
    with pytest.raises((Unavailable, DeadlineExceeded)):
        ask(Reply(503), clock=clock, seconds_per_request=6.0)
    assert clock.time - 1000.0 <= 26


def test_json_bodies():
    assert json_body(b'{"a": 1}', "src") == {"a": 1}
    with pytest.raises(BadAnswer, match="JSON"):
        json_body(b'{"a": ', "src")


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = gzip.compress(b"over a real socket")
        self.send_response(200)
        self.send_header("content-encoding", "gzip")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Be quiet."""


def test_over_a_real_socket(monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")  # must not be used
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        place = f"127.0.0.1:{server.server_port}"
        with HttpClient(user_agent="t", allow={place}) as client:
            url = f"http://{place}/"
            answer = client.get(url, deadline=Deadline(5), source="src")
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
    assert answer.body == b"over a real socket"
