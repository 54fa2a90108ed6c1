"""Robots rules are read once a day, and shown with the line that decides."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import httpx2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from protego import Protego

from connectors.http.client import HttpClient
from connectors.http.deadline import Deadline
from connectors.http.retry import RetryPolicy
from connectors.http.robots import KEPT, RobotsRules, deciding_rule
from tests.fakes.http import FakeClock, Reply, ScriptedTransport

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
AGENT = "PODPusher/0.1 (trend research)"
RULES = b"""\xef\xbb\xbf
User-agent: *
Disallow: /search   # all of it
Allow: /search/about
Disallow: /*.json$
Crawl-delay: 2.5

User-agent: podpusher
User-agent: other
Disallow: /private
Disallow: /
Allow: /trends

Sitemap: https://a.example/map.xml
"""


class Watch:
    def __init__(self) -> None:
        self.time = START

    def __call__(self) -> datetime:
        return self.time


def read(*replies: Reply) -> tuple[RobotsRules, ScriptedTransport, Watch, HttpClient]:
    clock, watch = FakeClock(), Watch()
    transport = ScriptedTransport(list(replies), clock=clock)
    client = HttpClient(user_agent="t", transport=transport, policy=RetryPolicy(sleep=clock.sleep))
    rules = RobotsRules(watch)
    rules.read(client, "a.example", Deadline(20), source="src")
    return rules, transport, watch, client


def test_verdicts_name_the_rule():
    rules, transport, _, client = read(Reply(200, RULES, {"content-type": "text/plain"}))
    assert str(transport.requests[0].url) == "https://a.example/robots.txt"
    assert client.attempts == {"src": 1}

    forbidden = rules.allows("https://a.example/search/tags?x=1", "Mozilla/5.0")
    assert (forbidden.allowed, forbidden.rule) == (False, "Disallow: /search   # all of it")
    assert forbidden.crawl_delay == 2.5
    assert forbidden.fetched_at == START
    assert rules.allows("https://a.example/x.json", "Mozilla/5.0").rule == "Disallow: /*.json$"

    allowed = rules.allows("https://a.example/search/about", "Mozilla/5.0")
    assert (allowed.allowed, allowed.rule) == (True, None)

    own = rules.allows("https://a.example/private/x", AGENT)
    assert (own.allowed, own.rule, own.crawl_delay) == (False, "Disallow: /private", None)
    assert rules.allows("https://a.example/x", AGENT).rule == "Disallow: /"
    assert rules.allows("https://a.example/trends", AGENT).allowed is True


@pytest.mark.parametrize(
    ("reply", "allowed", "reason"),
    [
        (Reply(404), True, "no robots rules"),
        (Reply(410), True, "no robots rules"),
        (Reply(200, b""), True, "allow"),
        (Reply(500), None, "connector.unavailable"),
        (Reply(429), None, "connector.rate_limited"),
        (Reply(403), None, "connector.blocked"),
        (Reply(302, headers={"location": "https://b.example/robots.txt"}), None, "refused"),
        (Reply(error=httpx2.ConnectError("x")), None, "connector.unavailable"),
        (Reply(200, b"<!doctype html><html>hello</html>"), None, "web page"),
    ],
)
def test_no_rules_allow_and_unreadable_ones_are_unknown(reply, allowed, reason):
    rules, *_ = read(reply)
    verdict = rules.allows("https://a.example/x", AGENT)
    assert verdict.allowed is allowed
    assert reason in verdict.reason
    assert verdict.fetched_at == START


def test_a_host_that_was_not_read_is_unknown():
    rules, *_ = read(Reply(200, RULES))
    verdict = rules.allows("https://b.example/x", AGENT)
    assert (verdict.allowed, verdict.fetched_at) == (None, None)


def test_rules_are_kept_for_a_day():
    rules, transport, watch, client = read(Reply(200, RULES), Reply(404))
    watch.time += KEPT - timedelta(seconds=1)
    rules.read(client, "a.example", Deadline(20))
    assert len(transport.requests) == 1
    assert rules.allows("https://a.example/x", AGENT).allowed is False
    watch.time += timedelta(seconds=1)
    assert rules.allows("https://a.example/x", AGENT).allowed is None
    rules.read(client, "a.example", Deadline(20))
    assert rules.allows("https://a.example/x", AGENT).allowed is True


def test_rules_that_could_not_be_read_are_asked_for_sooner():
    rules, transport, watch, client = read(*[Reply(500)] * 4, Reply(200, RULES))
    rules.read(client, "a.example", Deadline(20))
    assert len(transport.requests) == 4
    watch.time += timedelta(hours=1)
    rules.read(client, "a.example", Deadline(20))
    assert rules.allows("https://a.example/x", AGENT).allowed is False


def test_a_longer_line_for_another_agent_is_not_shown():
    text = "User-agent: nobody\nDisallow: /search/tags\n\nUser-agent: *\nDisallow: /search\n"
    assert deciding_rule(text, "https://a.example/search/tags", AGENT) == "Disallow: /search"


segment = st.sampled_from(["/", "/a", "/a/b", "/*b", "/a/*/c", "/b$", "/a?x", ""])
line = st.tuples(st.sampled_from(["Allow", "Disallow", "User-agent"]), segment)


@settings(deadline=None)
@given(st.lists(line, max_size=12), st.sampled_from(["/", "/a", "/a/b", "/b", "/a/x/c", "/a?x=1"]))
def test_the_line_shown_is_one_that_forbids(lines, path):
    text = "User-agent: *\n" + "\n".join(
        f"{name}: {'other' if name == 'User-agent' else value}" for name, value in lines
    )
    url = f"https://a.example{path}"
    shown = deciding_rule(text, url, "bot")
    if Protego.parse(text).can_fetch(url, "bot"):
        return  # nobody asks for the rule then
    assert shown is not None
    assert shown in text
    assert not Protego.parse(f"User-agent: *\n{shown}").can_fetch(url, "bot")
