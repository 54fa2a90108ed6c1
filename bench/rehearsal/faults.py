"""The ways in which a platform fails, and the status under which each is to be recorded."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from bench.rehearsal.answer import HTML, Answer, Asked

HANG = 30.0  # seconds; longer than any source waits here
PATIENCE = "120"  # seconds that a 429 asks for; longer than one run waits

_LOGIN = (
    "<!doctype html><title>Log in</title><h1>Log in to continue</h1>"
    "<form><input name='user'><input type='password' name='secret'></form>"
)
_BLOCK = (
    "<!doctype html><html><head><title>Access denied</title></head><body>"
    "<p>Please enable JS and disable any ad blocker</p>"
    "<script src='https://geo.captcha-delivery.com/captcha/'></script></body></html>"
)


@dataclass(frozen=True, slots=True)
class Fault:
    """One way to fail. `answer` is told the request and the healthy answer to it."""

    name: str
    status: str  # of assets.ingest.outcomes
    answer: Callable[[Asked, Answer], Answer]


def _silence(asked: Asked, healthy: Answer) -> Answer:
    return Answer(delay=HANG)


def _too_often(asked: Asked, healthy: Answer) -> Answer:
    return Answer(b"<h1>Too many requests</h1>", 429, headers={"retry-after": PATIENCE})


def _broken(asked: Asked, healthy: Answer) -> Answer:
    return Answer(b"<h1>Internal server error</h1>", 500)


def _garbage(asked: Asked, healthy: Answer) -> Answer:
    """Bytes that mean nothing, called what the healthy answer is called."""
    return Answer(random.Random(7).randbytes(4096), content_type=healthy.content_type)


def _login_wall(asked: Asked, healthy: Answer) -> Answer:
    """Sent on to a sign-in of the same host, as the platforms do it."""
    if asked.path.startswith("/login"):
        return Answer.page(_LOGIN)
    return Answer(status=302, headers={"location": "/login?next=%2F"})


def _block_page(asked: Asked, healthy: Answer) -> Answer:
    """A page of a guard service under the status of success: the harder case to tell."""
    return Answer(_BLOCK.encode(), 200, HTML)


FAULTS = (
    Fault("time-out", "down", _silence),
    Fault("429", "blocked", _too_often),
    Fault("500", "down", _broken),
    Fault("garbage", "changed_markup", _garbage),
    Fault("login wall", "login_wall", _login_wall),
    Fault("block page", "blocked", _block_page),
)
