"""The standard battery: what every live source must survive."""

from __future__ import annotations

import importlib
import pkgutil

import httpx2
import polars as pl
import pytest

from connectors.errors import (
    BadAnswer,
    Blocked,
    ConnectorError,
    LoginWall,
    RateLimited,
    RetryLater,
    Unavailable,
    UnknownMarkup,
)
from connectors.trends.base import QUARANTINE_SCHEMA, SIGNAL_SCHEMA
from domain.sources.registry import SOURCES, live_sources
from tests.connectors.trends import cases
from tests.connectors.trends.case import CANARY, NOW, Case
from tests.fakes.http import FakeClock, Reply

BLOCK_PAGE = b"<html><title>site.example</title><p>Please enable JS</p>DataDome captcha</html>"
CONSENT_PAGE = b"<!DOCTYPE html><html><h1>Before you continue</h1><form></form></html>"
LOGIN_PAGE = b"<html><form action='/x'><input type='password' name='p'></form></html>"
OTHER_PAGE = b"<!doctype html><html><h1>We moved house</h1></html>"


def all_cases() -> list[Case]:
    """The cases of every file in `cases`."""
    modules = [
        importlib.import_module(f"{cases.__name__}.{found.name}")
        for found in pkgutil.iter_modules(cases.__path__)
    ]
    return [case for module in modules for case in module.CASES]


CASES = all_cases()
every_source = pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)


def test_every_live_source_is_in_the_battery():
    assert {case.id for case in CASES} == {spec.id for spec in live_sources()}


@every_source
def test_shape(case):
    parsed = case.parsed(case.page(20))
    assert dict(parsed.frame.schema) == {
        name: kind if isinstance(kind, pl.DataType) else kind()
        for name, kind in SIGNAL_SCHEMA.items()
    }
    assert list(parsed.quarantine.schema) == list(QUARANTINE_SCHEMA)
    assert parsed.frame.height == 20 * case.rows_per_entry
    assert set(parsed.frame["platform"]) == {SOURCES[case.id].platform}
    assert set(parsed.frame["source"]) <= set(SOURCES)
    assert set(parsed.frame["origin"]) == {"live"}
    assert parsed.frame["captured_at"].max() <= NOW.replace(tzinfo=None)
    if case.ranked:
        ranks = parsed.frame.filter(pl.col("metric") == "rank").sort("line")["rank"].to_list()
        assert ranks == list(range(1, 21))


@every_source
def test_the_landed_bytes_are_the_answer(case):
    if case.fetch is None:
        assert case.ask(Reply(200, case.page(3)))[0].body == case.page(3)


@every_source
def test_parsing_is_pure(case):
    payload = case.ask(Reply(200, case.page(5)))[0]
    first = case.source().parse(payload.body, payload.meta)
    again = case.source().parse(payload.body, payload.meta)
    assert first.frame.equals(again.frame)


@every_source
def test_an_empty_page_is_no_error(case):
    if case.empty_is_error:
        with pytest.raises(UnknownMarkup):
            case.parsed(case.page(0))
        return
    parsed = case.parsed(case.page(0))
    assert parsed.frame.height == 0
    assert parsed.quarantine.height == 0


@every_source
def test_a_short_page_is_taken_as_it_is(case):
    assert case.parsed(case.page(1)).frame.height == case.rows_per_entry


@every_source
def test_429_with_retry_after(case):
    clock = FakeClock()
    reply = Reply(429, headers={"retry-after": "2"})
    if SOURCES[case.id].access == "page":
        with pytest.raises(RateLimited):  # a page is not asked twice in one visit
            case.ask(reply, clock=clock)
        return
    payloads = case.ask(reply, Reply(200, case.page(1)), clock=clock)
    assert payloads
    assert clock.slept[0] >= 2


@every_source
def test_429_without_retry_after(case):
    with pytest.raises(RateLimited):
        case.ask(Reply(429))


@every_source
def test_server_errors(case):
    with pytest.raises(Unavailable):
        case.ask(Reply(502))


@every_source
def test_a_silent_network_ends_within_twenty_seconds(case):
    clock = FakeClock()
    silent = Reply(error=httpx2.ConnectTimeout("silent"))
    with pytest.raises(RetryLater):
        case.ask(silent, clock=clock, seconds_per_request=8.0)
    assert clock.time - 1000 <= 28  # the last request began before the end


@every_source
@pytest.mark.parametrize("page", [CONSENT_PAGE, LOGIN_PAGE], ids=["consent", "login"])
def test_a_sign_in_or_consent_page(case, page):
    with pytest.raises(LoginWall):
        case.parsed(page)


@every_source
def test_a_redirect_to_a_sign_in(case):
    with pytest.raises(LoginWall):
        case.ask(Reply(302, headers={"location": "https://accounts.example/signin"}))


@every_source
def test_a_block_page(case):
    with pytest.raises(Blocked):
        case.parsed(BLOCK_PAGE)
    with pytest.raises(Blocked):
        case.ask(Reply(403, BLOCK_PAGE))


@every_source
def test_another_page(case):
    with pytest.raises(UnknownMarkup):
        case.parsed(OTHER_PAGE)


@every_source
def test_changed_markup(case):
    with pytest.raises(UnknownMarkup):
        case.parsed(case.changed)


@every_source
@pytest.mark.parametrize("share", [0.3, 0.9])
def test_a_truncated_answer(case, share):
    if case.truncation:
        body = case.page(20)
        with pytest.raises(BadAnswer):
            case.parsed(body[: int(len(body) * share)])


@every_source
def test_an_empty_answer(case):
    with pytest.raises(BadAnswer):
        case.parsed(b"")


@every_source
@pytest.mark.parametrize(
    "reply",
    [Reply(403), Reply(429), Reply(500), Reply(418), Reply(error=httpx2.ConnectError(CANARY))],
    ids=["403", "429", "500", "418", "connect"],
)
def test_no_secret_in_any_message(case, reply):
    with pytest.raises(ConnectorError) as caught:
        case.ask(reply)
    assert CANARY not in str(caught.value)


def test_the_recorded_block_page_is_recognised(shared_data):
    page = (shared_data / "pages/etsy/blocked_datadome_captcha.html").read_bytes()
    for case in CASES:
        with pytest.raises(Blocked):
            case.parsed(page)
