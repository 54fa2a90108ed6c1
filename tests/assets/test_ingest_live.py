"""Live sources: answers are landed as they came, failures are outcomes."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import httpx2
import pytest

from assets.ingest.live import LIVE, forget_expired, land_live, parse_live
from assets.ingest.loading import load_platform
from connectors.http.client import HttpClient
from connectors.http.deadline import Deadline
from connectors.http.retry import RetryPolicy
from connectors.settings import ConnectorSettings
from domain.signals import Origin
from tests.fakes.http import FakeClock, Reply, ScriptedTransport
from warehouse.engine.open import open_engine
from warehouse.landing import Landing

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
TODAY = NOW.date()
WIKIMEDIA, GOOGLE = LIVE
FEED = (
    b'<rss xmlns:ht="https://trends.google.com/trending/rss"><channel><item><title>tea</title>'
    b"<ht:approx_traffic>2000+</ht:approx_traffic></item></channel></rss>"
)


@pytest.fixture
def landing(settings):
    return Landing(settings.landing)


def ask(live, landing, route, as_of=TODAY, regions="US"):
    clock = FakeClock()
    client = HttpClient(
        user_agent="t",
        transport=ScriptedTransport(route=route),
        policy=RetryPolicy(sleep=clock.sleep, uniform=lambda low, high: high),
        now=lambda: NOW,
    )
    settings = ConnectorSettings(live_regions=regions, live_articles=1, _env_file=None)
    with client:
        return land_live(
            live,
            landing,
            client,
            settings,
            as_of=as_of,
            now=NOW,
            deadline=Deadline(10, clock=clock),
        )


def top(day: date) -> Reply:
    item = {
        "project": "en.wikipedia",
        "year": f"{day:%Y}",
        "month": f"{day:%m}",
        "day": f"{day:%d}",
    }
    return Reply.json({"items": [{**item, "articles": [{"article": "Tea", "views": 9}]}]})


def test_an_answer_is_landed_and_loaded(settings, landing):
    outcome = ask(GOOGLE, landing, lambda _: Reply(200, FEED))
    assert (outcome.status, outcome.rows, outcome.code) == ("ok", 2, None)
    assert outcome.finished_at >= outcome.started_at
    file = landing.files("google_trends_signals")[0]
    assert landing.read(file) == FEED
    assert file.captured_at == NOW
    engine = open_engine(settings)
    load_platform(engine, landing, "google_trends", "run", NOW)
    rows = engine.query("select term, origin, captured_at from raw.google_trends_signals")
    engine.close()
    assert {tuple(r.values()) for r in rows} == {("tea", "live", NOW.replace(tzinfo=None))}


def test_wikimedia_is_asked_about_the_day_before(settings, landing):
    asked = []

    def route(url):
        asked.append(url.path)
        return top(date(2026, 3, 1)) if "/top/" in url.path else Reply(404)

    outcome = ask(WIKIMEDIA, landing, route)
    assert outcome.status == "ok"
    assert asked[0].endswith("/2026/03/01")
    engine = open_engine(settings)
    load_platform(engine, landing, "wikimedia", "run", NOW)
    assert engine.query("select count(*) as n from raw.wikimedia_signals") == [{"n": 2}]
    engine.close()


def test_wikimedia_can_be_asked_about_the_past(landing):
    asked = []

    def route(url):
        asked.append(url.path)
        return top(date(2024, 12, 31)) if "/top/" in url.path else Reply(404)

    assert ask(WIKIMEDIA, landing, route, as_of=date(2024, 12, 31)).status == "ok"
    assert asked[0].endswith("/2024/12/31")


def test_google_is_not_asked_about_another_day(landing):
    def nobody(_):
        raise AssertionError("must not be asked")

    outcome = ask(GOOGLE, landing, nobody, as_of=TODAY - timedelta(days=1))
    assert (outcome.status, outcome.code) == ("skipped", "connector.not_replayable")
    assert landing.files("google_trends_signals") == []


@pytest.mark.parametrize(
    ("reply", "status", "code"),
    [
        (Reply(503), "failed", "connector.unavailable"),
        (Reply(403), "failed", "connector.blocked"),
        (Reply(404), "empty", "connector.no_data"),
        (Reply(error=httpx2.ConnectError("no route")), "failed", "connector.unavailable"),
    ],
)
def test_failures_are_outcomes_and_land_nothing(landing, reply, status, code):
    outcome = ask(GOOGLE, landing, lambda _: reply)
    assert (outcome.status, outcome.code, outcome.rows) == (status, code, 0)
    assert outcome.message
    assert landing.files("google_trends_signals") == []


def test_an_answer_nobody_can_read_is_kept_and_never_loaded(settings, landing):
    outcome = ask(GOOGLE, landing, lambda _: Reply(200, b"<html>captcha</html>"))
    assert (outcome.status, outcome.code) == ("failed", "connector.blocked")
    assert landing.files("google_trends_signals")[0].meta["error"] == "connector.blocked"
    engine = open_engine(settings)
    done = load_platform(engine, landing, "google_trends", "run", NOW)
    engine.close()
    assert done.results == []


def test_one_country_of_two_is_partial(landing):
    def route(url):
        return Reply(200, FEED if "geo=US" in str(url) else b"<html>captcha</html>")

    outcome = ask(GOOGLE, landing, route, regions="US,GB")
    assert (outcome.status, outcome.rows) == ("partial", 2)


def test_an_empty_feed_is_empty(landing):
    outcome = ask(GOOGLE, landing, lambda _: Reply(200, b"<rss><channel/></rss>"))
    assert (outcome.status, outcome.code) == ("empty", None)


def test_answers_are_forgotten_after_their_retention(landing):
    old = landing.write(
        "google_trends_signals", Origin.LIVE, NOW - timedelta(days=500), b"old", ".xml"
    )
    new = landing.write(
        "google_trends_signals", Origin.LIVE, NOW - timedelta(days=5), b"new", ".xml"
    )
    assert forget_expired(landing, "google_trends_signals", None, NOW) == 0
    assert forget_expired(landing, "google_trends_signals", 400, NOW) == 1
    assert landing.files("google_trends_signals") == [new]
    assert not old.path.exists()


def test_parse_live_knows_its_folders():
    body = json.dumps({"items": []}).encode()
    assert parse_live("wikimedia_signals", body, {}).frame.height == 0
    with pytest.raises(KeyError):
        parse_live("elsewhere", b"", {})


def test_settings_read_regions_and_contact():
    settings = ConnectorSettings(contact="me@shop.example", live_regions=" us, gb,", _env_file=None)
    assert settings.regions == ("US", "GB")
    assert "me@shop.example" in settings.user_agent
