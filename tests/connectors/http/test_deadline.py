"""A span of time that several calls share, and its end whatever a call hangs on."""

from __future__ import annotations

import threading
import time

import pytest

from connectors.errors import Blocked, DeadlineExceeded
from connectors.http.deadline import Deadline, within
from tests.fakes.http import FakeClock


def test_time_runs_out_by_the_clock():
    clock = FakeClock()
    deadline = Deadline(20, clock=clock)
    clock.time += 15
    assert deadline.left == 5
    deadline.check("src")
    clock.time += 6
    assert deadline.left == 0
    with pytest.raises(DeadlineExceeded, match="20 seconds"):
        deadline.check("src")


def test_an_answer_or_an_error_comes_through():
    assert within(Deadline(5), "src", lambda: "answer") == "answer"

    def blocked() -> str:
        raise Blocked("captcha")

    with pytest.raises(Blocked):
        within(Deadline(5), "src", blocked)


def test_a_call_that_never_comes_back_is_left_behind():
    never = threading.Event()
    started = time.monotonic()
    with pytest.raises(DeadlineExceeded):
        within(Deadline(0.1), "src", lambda: never.wait(30))
    assert time.monotonic() - started < 5
    never.set()
