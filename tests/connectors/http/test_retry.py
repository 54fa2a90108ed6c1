"""Retries: few, jittered, obedient to Retry-After within bounds (fault F24)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.errors import Blocked, DeadlineExceeded, RateLimited, Unavailable
from connectors.http.deadline import Deadline
from connectors.http.retry import MAX_RETRY_AFTER, RetryPolicy, parse_retry_after
from tests.fakes.http import FakeClock

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


class Platform:
    """Fails as scripted, then answers."""

    def __init__(self, *failures: Exception) -> None:
        self.failures = list(failures)
        self.asked = 0

    def __call__(self) -> str:
        self.asked += 1
        if self.failures:
            raise self.failures.pop(0)
        return "answer"


def policy(clock: FakeClock, **more) -> RetryPolicy:
    return RetryPolicy(sleep=clock.sleep, uniform=lambda low, high: high, **more)


def test_a_passing_failure_is_tried_again():
    clock, platform = FakeClock(), Platform(Unavailable("down"), Unavailable("down"))
    assert policy(clock).call(platform, deadline=Deadline(60, clock=clock)) == "answer"
    assert platform.asked == 3
    assert clock.slept == [1.0, 2.0]


def test_at_most_four_tries():
    clock, platform = FakeClock(), Platform(*[Unavailable("down")] * 9)
    with pytest.raises(Unavailable):
        policy(clock).call(platform, deadline=Deadline(600, clock=clock))
    assert platform.asked == 4


def test_a_block_is_never_tried_again():
    clock, platform = FakeClock(), Platform(Blocked("captcha"))
    with pytest.raises(Blocked):
        policy(clock).call(platform, deadline=Deadline(60, clock=clock))
    assert platform.asked == 1


def test_what_is_not_idempotent_is_asked_once():
    clock, platform = FakeClock(), Platform(Unavailable("down"))
    with pytest.raises(Unavailable):
        policy(clock).call(platform, deadline=Deadline(60, clock=clock), idempotent=False)
    assert platform.asked == 1


def test_retry_after_is_obeyed():
    clock, platform = FakeClock(), Platform(RateLimited("slow", retry_after=5.0))
    policy(clock).call(platform, deadline=Deadline(60, clock=clock))
    assert 5.0 <= clock.slept[0] <= 7.5


def test_a_day_of_retry_after_is_left_to_the_next_run():
    clock, platform = FakeClock(), Platform(RateLimited("slow", retry_after=86_400.0))
    with pytest.raises(RateLimited):
        policy(clock).call(platform, deadline=Deadline(10**6, clock=clock))
    assert (platform.asked, clock.slept) == (1, [])


def test_no_sleep_beyond_the_deadline():
    clock, platform = FakeClock(), Platform(RateLimited("slow", retry_after=30.0))
    with pytest.raises(RateLimited):
        policy(clock).call(platform, deadline=Deadline(20, clock=clock))
    assert clock.slept == []


def test_the_deadline_itself_is_not_retried():
    clock, platform = FakeClock(), Platform(DeadlineExceeded("out of time"))
    with pytest.raises(DeadlineExceeded):
        policy(clock).call(platform, deadline=Deadline(20, clock=clock))
    assert platform.asked == 1


def test_workers_told_the_same_second_do_not_return_together():
    import random

    pauses = [
        RetryPolicy(uniform=random.Random(seed).uniform).pause(1, 10.0) for seed in range(200)
    ]
    assert min(pauses) >= 10.0
    assert max(pauses) - min(pauses) > 0.3 * 10.0


@given(
    attempt=st.integers(1, 40),
    retry_after=st.one_of(st.none(), st.floats(-100, 10**6)),
    share=st.floats(0, 1),
)
def test_pauses_are_bounded(attempt, retry_after, share):
    pause = RetryPolicy(uniform=lambda low, high: low + share * (high - low)).pause(
        attempt, retry_after
    )
    assert 0 <= pause <= MAX_RETRY_AFTER * 1.5


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("7", 7.0),
        (" 2.5 ", 2.5),
        (format_datetime(NOW + timedelta(seconds=90), usegmt=True), 90.0),
        (format_datetime(NOW - timedelta(seconds=90), usegmt=True), None),
        ("-4", None),
        ("", None),
        (None, None),
        ("soon", None),
        ("nan", None),
        ("1e99", None),
    ],
)
def test_retry_after_is_read_in_every_spelling(value, seconds):
    assert parse_retry_after(value, NOW) == seconds
