"""Live sources: answers are landed as they came, failures are outcomes."""

from __future__ import annotations

import json
from datetime import date, timedelta

import httpx2
import pytest

from assets.ingest.live import expired, folder_of, land_platform, parse_live, source_of
from assets.ingest.loading import load_platform
from connectors.settings import ConnectorSettings, ProviderKeys
from domain.signals import Origin
from tests.fakes.browser import ScriptedBrowser
from tests.fakes.cycle import NOW, ScriptedCycle
from tests.fakes.http import Reply
from warehouse.engine.open import open_engine
from warehouse.landing import Landing

TODAY = NOW.date()
FEED = (
    b'<rss xmlns:ht="https://trends.google.com/trending/rss"><channel><item><title>tea</title>'
    b"<ht:approx_traffic>2000+</ht:approx_traffic></item></channel></rss>"
)
RSS = "google_trends_rss"


@pytest.fixture
def landing(settings):
    return Landing(settings.landing)


def settings_with(**changes):
    return ConnectorSettings(_env_file=None, **{"live_regions": "US", "live_articles": 1} | changes)


def ask(platform, landing, cycle, as_of=TODAY):
    """The outcomes of a platform by source."""
    outcomes = land_platform(platform, landing, cycle, as_of=as_of, now=NOW)
    return {outcome.source: outcome for outcome in outcomes}


def ask_feed(landing, route, as_of=TODAY, regions="US"):
    cycle = ScriptedCycle(route, settings=settings_with(live_regions=regions))
    return ask("google_trends", landing, cycle, as_of)[RSS]


def top(day: date) -> Reply:
    item = {
        "project": "en.wikipedia",
        "year": f"{day:%Y}",
        "month": f"{day:%m}",
        "day": f"{day:%d}",
    }
    return Reply.json({"items": [{**item, "articles": [{"article": "Tea", "views": 9}]}]})


def wikipedia(day: date):
    def route(url):
        return top(day) if "/top/" in url.path else Reply(404)

    return route


def test_an_answer_is_landed_and_loaded(settings, landing):
    outcome = ask_feed(landing, lambda _: Reply(200, FEED))
    assert (outcome.status, outcome.rows, outcome.code) == ("ok", 2, None)
    assert (outcome.attempts, outcome.collected, outcome.terms) == (1, 1, 1)
    assert outcome.newest == NOW
    assert outcome.finished_at >= outcome.started_at
    (file,) = landing.files("google_trends_signals")
    assert landing.read(file) == FEED
    assert file.captured_at == NOW
    assert source_of(file) == RSS
    engine = open_engine(settings)
    done = load_platform(engine, landing, "google_trends", "run", NOW)
    rows = engine.query("select term, origin, captured_at from raw.google_trends_signals")
    engine.close()
    assert {tuple(r.values()) for r in rows} == {("tea", "live", NOW.replace(tzinfo=None))}
    assert [one.registry_ids for one in done.answered()] == [(RSS,)]
    assert done.recorded() == []


def test_wikimedia_is_asked_about_the_day_before(settings, landing):
    cycle = ScriptedCycle(wikipedia(date(2026, 3, 1)))
    assert ask("wikimedia", landing, cycle)["wikimedia_top"].status == "ok"
    assert cycle.asked[0].endswith("/2026/03/01")
    engine = open_engine(settings)
    load_platform(engine, landing, "wikimedia", "run", NOW)
    assert engine.query("select count(*) as n from raw.wikimedia_signals") == [{"n": 2}]
    engine.close()


def test_wikimedia_can_be_asked_about_the_past(landing):
    cycle = ScriptedCycle(wikipedia(date(2024, 12, 31)))
    outcomes = ask("wikimedia", landing, cycle, as_of=date(2024, 12, 31))
    assert outcomes["wikimedia_top"].status == "ok"
    assert cycle.asked[0].endswith("/2024/12/31")


def nobody(_):
    raise AssertionError("must not be asked")


def test_the_feed_is_not_asked_about_another_day(landing):
    outcome = ask_feed(landing, nobody, as_of=TODAY - timedelta(days=1))
    assert (outcome.status, outcome.code) == ("skipped", "connector.not_replayable")
    assert outcome.attempts is None
    assert landing.files("google_trends_signals") == []


def test_pages_wait_until_they_are_named_and_accepted(landing):
    browser = ScriptedBrowser([Reply(200, b"<html></html>")])
    for settings in (
        settings_with(),
        settings_with(pages="tiktok"),
        settings_with(pages_terms_accepted=True),
    ):
        cycle = ScriptedCycle(nobody, settings=settings, browser=browser)
        outcome = ask("tiktok", landing, cycle)["tiktok_trends_page"]
        assert (outcome.status, outcome.code) == ("skipped", "source.switched_off")
        assert "PODPUSHER_PAGES_TERMS_ACCEPTED" in outcome.message
    assert browser.requests == []


def test_a_keyed_source_names_its_key(landing):
    outcome = ask("youtube", landing, ScriptedCycle(nobody))["youtube_data_api"]
    assert (outcome.status, outcome.code) == ("skipped", "connector.not_configured")
    assert "PODPUSHER_YOUTUBE_API_KEY" in outcome.message


@pytest.mark.parametrize(
    ("reply", "status", "code"),
    [
        (Reply(503), "down", "connector.unavailable"),
        (Reply(429), "blocked", "connector.rate_limited"),
        (Reply(403), "blocked", "connector.blocked"),
        (Reply(401), "login_wall", "connector.login_wall"),
        (Reply(404), "empty", "connector.no_data"),
        (Reply(error=httpx2.ConnectError("no route")), "down", "connector.unavailable"),
    ],
)
def test_failures_are_outcomes_and_land_nothing(landing, reply, status, code):
    outcome = ask_feed(landing, lambda _: reply)
    assert (outcome.status, outcome.code, outcome.rows) == (status, code, 0)
    assert outcome.message
    assert outcome.attempts
    assert landing.files("google_trends_signals") == []


def test_an_answer_nobody_can_read_is_kept_and_never_loaded(settings, landing):
    outcome = ask_feed(landing, lambda _: Reply(200, b"<html>captcha</html>"))
    assert (outcome.status, outcome.code) == ("blocked", "connector.blocked")
    assert landing.files("google_trends_signals")[0].meta["error"] == "connector.blocked"
    engine = open_engine(settings)
    done = load_platform(engine, landing, "google_trends", "run", NOW)
    engine.close()
    assert done.results == []


def test_a_page_that_cannot_be_read_leaves_a_picture(landing):
    browser = ScriptedBrowser([Reply(200, b"<!doctype html><html><h1>We moved</h1></html>")])
    settings = settings_with(pages="tiktok_trends_page", pages_terms_accepted=True)
    cycle = ScriptedCycle(nobody, settings=settings, browser=browser)
    outcome = ask("tiktok", landing, cycle)["tiktok_trends_page"]
    assert (outcome.status, outcome.rows) == ("changed_markup", 0)
    assert cycle.unread == [("tiktok_trends_page", outcome.code)]
    assert outcome.evidence
    assert outcome.message.endswith("site.example: the robots rules forbid it")


def test_one_country_of_two_is_partial(landing):
    def route(url):
        return Reply(200, FEED if "geo=US" in str(url) else b"<html>captcha</html>")

    outcome = ask_feed(landing, route, regions="US,GB")
    assert (outcome.status, outcome.rows) == ("partial", 2)


def test_one_answer_to_two_countries_counts_for_both(settings, landing):
    for _ in range(2):  # the second time nothing is new
        assert ask_feed(landing, lambda _: Reply(200, FEED), regions="US,GB").rows == 4
        engine = open_engine(settings)
        load_platform(engine, landing, "google_trends", "run", NOW)
        rows = engine.query("select region, metric from raw.google_trends_signals order by all")
        slices = engine.query("select count(*) as n from raw.slices")
        engine.close()
        assert [row["region"] for row in rows] == ["GB", "GB", "US", "US"]
        assert slices == [{"n": 2}]


def test_an_empty_feed_is_empty(landing):
    outcome = ask_feed(landing, lambda _: Reply(200, b"<rss><channel/></rss>"))
    assert (outcome.status, outcome.code) == ("empty", None)


def test_what_may_not_be_kept_is_shown_and_lands_nothing(landing):
    answer = {"trends": [{"keyword": "gothic decor", "pct_growth_wow": 20, "time_series": {}}]}
    cycle = ScriptedCycle(
        lambda _: Reply.json(answer),
        keys=ProviderKeys(_env_file=None, pinterest_access_token="t"),
    )
    outcome = ask("pinterest", landing, cycle)["pinterest_trends_api"]
    assert (outcome.status, outcome.rows) == ("ok", 0)
    assert outcome.collected
    assert [name for name, rows in cycle.shown if rows] == ["pinterest_trends_api"]
    assert not (landing.folder / "pinterest_signals").exists()


def test_answers_are_due_after_their_retention(landing):
    def land(days, body, **meta):
        captured = NOW - timedelta(days=days)
        return landing.write(
            "google_trends_signals", Origin.LIVE, captured, body, ".xml", meta or {"source": RSS}
        )

    land(5, b"new")
    old = land(500, b"old")
    before = land(401, b"of before there were several", region="US")
    page = land(31, b"page", source="google_trends_widgets")
    assert {one.sha256 for one in expired(landing, "google_trends", NOW)} == {
        old.sha256,
        before.sha256,
        page.sha256,
    }


def test_cc0_is_never_due(landing):
    landing.write(
        folder_of("wikimedia"), Origin.LIVE, NOW - timedelta(days=9000), b"{}", ".json", {}
    )
    assert expired(landing, "wikimedia", NOW) == []


def test_files_of_before_still_parse(landing):
    body = json.dumps({"items": []}).encode()
    file = landing.write(folder_of("wikimedia"), Origin.LIVE, NOW, body, ".json", {"url": "u"})
    assert source_of(file) == "wikimedia_top"
    assert parse_live(file, body).frame.height == 0


def test_settings_read_regions_and_contact():
    settings = ConnectorSettings(contact="me@shop.example", live_regions=" us, gb,", _env_file=None)
    assert settings.regions == ("US", "GB")
    assert "me@shop.example" in settings.user_agent
