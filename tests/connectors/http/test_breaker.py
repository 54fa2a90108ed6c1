"""The circuit breaker: five failures open it, one probe decides, and nobody else asks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import httpx2
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from connectors.errors import (
    Blocked,
    BreakerOpen,
    ConnectorError,
    LoginWall,
    NoData,
    RateLimited,
    Unavailable,
)
from connectors.http.breaker import FAILURES, LEASE, LONGEST, OPEN, Breaker, Permit
from connectors.http.client import HttpClient
from connectors.http.deadline import Deadline
from connectors.http.retry import RetryPolicy
from connectors.http.shared import BreakerState, MemoryBreakers
from tests.fakes.http import FakeClock, Reply, ScriptedTransport

HOST = "a.example"
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class Bench:
    """Breakers of several processes over one store and one clock."""

    def __init__(self) -> None:
        self.time = START
        self.store = MemoryBreakers()
        self.one = Breaker(self.store, lambda: self.time)
        self.other = Breaker(self.store, lambda: self.time)

    def fail(self, times: int = 1) -> None:
        for _ in range(times):
            self.one.failed(self.one.permit(HOST, "src"))

    def state(self) -> BreakerState:
        return self.store.state(HOST)


def test_five_failures_in_a_row_open_it():
    bench = Bench()
    bench.fail(FAILURES - 1)
    bench.one.succeeded(bench.one.permit(HOST, "src"))
    bench.fail(FAILURES - 1)
    assert bench.state().phase == "closed"
    bench.fail()
    assert bench.state() == BreakerState("open", FAILURES, START + OPEN)
    with pytest.raises(BreakerOpen, match=r"a\.example failed 5 times.*09:01:00 UTC") as caught:
        bench.other.permit(HOST, "src")
    assert caught.value.until == START + OPEN
    bench.other.permit("b.example", "src")


def test_one_probe_closes_it():
    bench = Bench()
    bench.fail(FAILURES)
    bench.time += OPEN
    probe = bench.one.permit(HOST, "src")
    assert bench.state().phase == "half_open"
    with pytest.raises(BreakerOpen) as caught:  # only one asks
        bench.other.permit(HOST, "src")
    assert caught.value.until == bench.time + LEASE
    bench.one.succeeded(probe)
    assert bench.state() == BreakerState()
    bench.other.permit(HOST, "src")


def test_each_failed_probe_doubles_the_pause_up_to_a_quarter_of_an_hour():
    bench = Bench()
    bench.fail(FAILURES)
    pauses = []
    for _ in range(8):
        until = bench.state().until
        assert until
        pauses.append((until - bench.time) / timedelta(seconds=1))
        bench.time = until
        bench.fail()
    assert pauses == [60, 120, 240, 480, 900, 900, 900, 900]


def test_a_probe_that_never_comes_back_loses_its_lease():
    bench = Bench()
    bench.fail(FAILURES)
    bench.time += OPEN
    lost = bench.one.permit(HOST, "src")
    bench.time += LEASE
    second = bench.other.permit(HOST, "src")
    bench.one.failed(lost)  # too late to decide
    bench.one.succeeded(lost)
    assert bench.state().phase == "half_open"
    bench.other.succeeded(second)
    assert bench.state().phase == "closed"


def test_late_answers_do_not_undo_an_open_breaker():
    bench = Bench()
    early = [bench.one.permit(HOST, "src") for _ in range(3)]
    bench.fail(FAILURES)
    opened = bench.state()
    bench.one.failed(early[0])
    bench.one.succeeded(early[1])
    assert bench.state() == opened
    bench.time += OPEN
    bench.other.permit(HOST, "src")
    half = bench.state()
    bench.one.failed(early[2])
    assert bench.state() == half


class Stale(MemoryBreakers):
    """What it shows is older than what it changes, as when another process is a moment ahead."""

    def __init__(self, bench: Bench, shown: BreakerState) -> None:
        super().__init__()
        self.state = lambda host: shown  # type: ignore[method-assign]
        self.change = bench.store.change  # type: ignore[method-assign]


def test_of_two_that_see_the_end_of_the_pause_one_probes():
    bench = Bench()
    bench.fail(FAILURES)
    bench.time += OPEN
    late = Breaker(Stale(bench, bench.state()), lambda: bench.time)
    probe = bench.one.permit(HOST, "src")
    with pytest.raises(BreakerOpen):
        late.permit(HOST, "src")
    bench.one.succeeded(probe)
    assert late.permit(HOST, "src").lease is None  # closed meanwhile


class TwoProcesses(RuleBasedStateMachine):
    """Whatever happens in whatever order, at most one probe is under way."""

    def __init__(self) -> None:
        super().__init__()
        self.bench = Bench()
        self.out: list[Permit] = []

    @rule(first=st.booleans())
    def ask(self, first):
        breaker = self.bench.one if first else self.bench.other
        before = self.bench.state()
        if before.phase == "closed" or (before.until and before.until <= self.bench.time):
            self.out.append(breaker.permit(HOST, "src"))
            return
        with pytest.raises(BreakerOpen) as caught:
            breaker.permit(HOST, "src")
        assert caught.value.until is not None
        assert caught.value.until > self.bench.time

    @rule(good=st.booleans(), which=st.integers(0, 5))
    def answer(self, good, which):
        if self.out:
            permit = self.out.pop(which % len(self.out))
            (self.bench.one.succeeded if good else self.bench.one.failed)(permit)

    @rule(seconds=st.sampled_from([1, 29, 30, 60, 900]))
    def wait(self, seconds):
        self.bench.time += timedelta(seconds=seconds)

    @invariant()
    def sane(self):
        state = self.bench.state()
        if state.phase == "closed":
            assert state.failures < FAILURES
            assert state.until is None
        else:
            assert state.failures >= FAILURES
            assert state.until is not None
            assert state.until - self.bench.time <= LONGEST
        leases = [p.lease for p in self.out if p.lease and p.lease > self.bench.time]
        assert len(leases) <= 1


TestTwoProcesses = TwoProcesses.TestCase
TestTwoProcesses.settings = settings(max_examples=60, stateful_step_count=30)


def client_over(bench: Bench, *replies: Reply, tries: int = 4) -> tuple[HttpClient, FakeClock]:
    clock = FakeClock()
    client = HttpClient(
        user_agent="t",
        transport=ScriptedTransport(list(replies), clock=clock),
        policy=RetryPolicy(tries=tries, sleep=clock.sleep),
        breaker=bench.one,
    )
    return client, clock


def ask(client: HttpClient, clock: FakeClock) -> None:
    client.get(f"https://{HOST}/", deadline=Deadline(60, clock=clock), source="src")


@pytest.mark.parametrize(
    ("reply", "kind", "failures"),
    [
        (Reply(500), Unavailable, 1),
        (Reply(503), Unavailable, 1),
        (Reply(429), RateLimited, 1),
        (Reply(403), Blocked, 1),
        (Reply(error=httpx2.ConnectError("x")), Unavailable, 1),
        (Reply(error=httpx2.ReadTimeout("x")), Unavailable, 1),
        (Reply(404), NoData, 0),
        (Reply(401), LoginWall, 0),
        (Reply(418), ConnectorError, 0),
        (Reply(200, b"x" * 10, {"content-encoding": "br"}), ConnectorError, 0),
    ],
)
def test_what_counts_against_a_host(reply, kind, failures):
    bench = Bench()
    client, clock = client_over(bench, reply, tries=1)
    with pytest.raises(kind):
        ask(client, clock)
    assert bench.state().failures == failures


def test_each_try_of_one_question_counts():
    bench = Bench()
    client, clock = client_over(bench, Reply(500))
    with pytest.raises(Unavailable):
        ask(client, clock)
    assert bench.state().failures == 4
    with pytest.raises(Unavailable, match="server error 500"):  # what opened it, not that it did
        ask(client, clock)
    assert bench.state().phase == "open"
    with pytest.raises(BreakerOpen) as caught:
        ask(client, clock)
    assert client.attempts == {"src": FAILURES}
    assert caught.value.source == "src"


def test_a_good_answer_forgets_the_failures():
    bench = Bench()
    client, clock = client_over(bench, Reply(500), Reply(500), Reply(200, b"ok"))
    ask(client, clock)
    assert bench.state() == BreakerState()


def test_a_healed_host_recovers_by_itself():
    bench = Bench()
    client, clock = client_over(bench, *[Reply(403)] * FAILURES, Reply(200, b"ok"))
    for _ in range(FAILURES):
        with pytest.raises(Blocked):
            ask(client, clock)
    bench.time += OPEN
    ask(client, clock)
    assert bench.state() == BreakerState()


def test_a_host_that_was_given_no_time_has_not_failed():
    bench = Bench()
    clock = FakeClock()
    client = HttpClient(
        user_agent="t",
        transport=ScriptedTransport([Reply(200, [b"."] * 9)], clock=clock, seconds_per_chunk=1),
        breaker=bench.one,
    )
    with pytest.raises(ConnectorError):
        client.get(f"https://{HOST}/", deadline=Deadline(3, clock=clock), source="src")
    assert bench.state().failures == 0
    with pytest.raises(ConnectorError):
        client.get(f"https://{HOST}/", deadline=Deadline(8.5, clock=clock), source="src")
    assert bench.state().failures == 1
