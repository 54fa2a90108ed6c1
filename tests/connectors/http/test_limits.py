"""Token buckets: a wait where there is time for it, an honest refusal where there is none."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.errors import RateLimited
from connectors.http.client import HttpClient
from connectors.http.deadline import Deadline
from connectors.http.limits import Limiter, host_bucket
from connectors.http.shared import Bucket, MemoryBuckets
from tests.fakes.http import FakeClock, Reply, ScriptedTransport

START = datetime(2026, 3, 2, tzinfo=UTC)


def wall(clock: FakeClock):
    """The time of day by the fake clock."""
    return lambda: START + timedelta(seconds=clock.time)


def limiter(clock: FakeClock) -> Limiter:
    return Limiter(MemoryBuckets(wall(clock)), clock.sleep)


def test_a_burst_goes_through_and_the_rest_waits():
    clock = FakeClock()
    turns, bucket, deadline = limiter(clock), Bucket("x", 3, 2.0), Deadline(60, clock=clock)
    for _ in range(3):
        turns.wait(bucket, deadline, "src")
    assert clock.slept == []
    turns.wait(bucket, deadline, "src")
    assert sum(clock.slept) == pytest.approx(0.5, abs=0.02)


def test_no_wait_beyond_the_deadline():
    clock = FakeClock()
    turns, bucket, deadline = limiter(clock), Bucket("x:app", 1, 0.01), Deadline(20, clock=clock)
    turns.wait(bucket, deadline, "src")
    with pytest.raises(RateLimited, match="x:app") as caught:
        turns.wait(bucket, deadline, "src")
    assert clock.slept == []
    assert caught.value.retry_after == pytest.approx(100)
    assert caught.value.source == "src"


def test_a_bucket_that_never_fills_says_so():
    clock = FakeClock()
    turns, bucket = limiter(clock), Bucket("x", 1, 0.0)
    turns.wait(bucket, Deadline(20, clock=clock), "src")
    with pytest.raises(RateLimited, match=r"used up\. It") as caught:
        turns.wait(bucket, Deadline(20, clock=clock), "src")
    assert caught.value.retry_after == float("inf")


@settings(deadline=None)
@given(
    capacity=st.integers(1, 20),
    rate=st.floats(0.1, 50),
    pauses=st.lists(st.floats(0, 3), min_size=1, max_size=60),
)
def test_never_more_than_the_bucket_allows(capacity, rate, pauses):
    clock = FakeClock()
    store, bucket = MemoryBuckets(wall(clock)), Bucket("x", capacity, rate)
    began, taken = clock.time, 0
    for pause in pauses:
        clock.time += pause
        wait = store.take(bucket)
        assert wait >= 0
        taken += wait == 0
        assert taken <= capacity + rate * (clock.time - began) + 1e-3


@settings(deadline=None)
@given(capacity=st.integers(1, 5), rate=st.floats(0.5, 20), asked=st.integers(1, 40))
def test_everyone_gets_a_turn_in_time(capacity, rate, asked):
    clock = FakeClock()
    turns, bucket = limiter(clock), Bucket("x", capacity, rate)
    for _ in range(asked):
        turns.wait(bucket, Deadline(600, clock=clock), "src")
    least = max(0, asked - capacity) / rate
    assert least - 0.1 <= sum(clock.slept) <= least * 1.1 + 0.02 * asked + 0.1


def test_threads_share_the_tokens():
    store, bucket = MemoryBuckets(lambda: START), Bucket("x", 50, 1.0)
    waits: list[float] = []

    def work() -> None:
        waits.extend(store.take(bucket) for _ in range(20))

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(wait == 0 for wait in waits) == 50


def test_more_than_a_bucket_holds_is_an_error():
    with pytest.raises(ValueError, match="holds 2"):
        MemoryBuckets().take(Bucket("x", 2, 1.0), 3.0)


def client_with(clock: FakeClock, **more) -> HttpClient:
    transport = ScriptedTransport([Reply(200, b"ok")], clock=clock)
    return HttpClient(user_agent="t", transport=transport, limiter=limiter(clock), **more)


def test_a_host_without_a_bucket_is_asked_once_a_second():
    clock = FakeClock()
    client = client_with(clock)
    for _ in range(7):
        client.get("https://a.example/", deadline=Deadline(60, clock=clock), source="src")
    client.get("https://b.example/", deadline=Deadline(60, clock=clock), source="src")
    assert sum(clock.slept) == pytest.approx(2.0, abs=0.05)
    assert host_bucket("a.example") == Bucket("host:a.example", 5.0, 1.0)


def test_hosts_of_one_account_share_its_bucket():
    clock = FakeClock()
    account = Bucket("x:app", 2, 0.001)
    client = client_with(clock, buckets={"a.example": account, "b.example": account})
    deadline = Deadline(20, clock=clock)
    client.get("https://a.example/", deadline=deadline, source="src")
    client.get("https://b.example/", deadline=deadline, source="src")
    with pytest.raises(RateLimited):
        client.get("https://a.example/", deadline=deadline, source="src")
    assert client.attempts == {"src": 2}
