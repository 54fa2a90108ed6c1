"""What a run shares while it asks sources."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import dagster as dg
import pytest

from assets.ingest.cycle import CountedBrowser, SignalCycle
from assets.ingest.loading import load_platform
from assets.ingest.retention import retention_job
from assets.ingest.stores import Breakers, Buckets, KnownValidators
from assets.resources import PipelineResource
from connectors.browser.base import PageRequest
from connectors.errors import BreakerOpen
from connectors.http.breaker import Breaker
from connectors.http.client import HttpClient
from connectors.http.deadline import Deadline
from connectors.http.shared import Bucket, Validators
from connectors.settings import ConnectorSettings, ProviderKeys
from connectors.trends.base import Parsed
from connectors.trends.rows import RowGatherer
from domain.expiry import Expired
from domain.niches.loader import niches
from domain.signals import Kind, Origin
from domain.sources.registry import SOURCES
from tests.factories.marts import AS_OF, build_marts
from tests.fakes.http import Reply, ScriptedTransport
from warehouse.engine.base import closing
from warehouse.engine.open import open_engine
from warehouse.expiry import expired_so_far
from warehouse.landing import Landing
from warehouse.serving.publish import publish
from warehouse.state.repositories import display
from warehouse.state.session import forget_engines, migrate_state, session_scope

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
KEYS = ProviderKeys(_env_file=None)


@pytest.fixture
def cycle(settings):
    made = SignalCycle(ConnectorSettings(_env_file=None, watch_terms="tea, moss"), KEYS, settings)
    yield made
    made.close()
    forget_engines()


def rows(*terms: str) -> Parsed:
    gathered = RowGatherer(
        "pinterest_trends_api", "pinterest", Kind.KEYWORD, NOW.replace(tzinfo=None)
    )
    for place, term in enumerate(terms, start=1):
        gathered.rank(term, place, region="US", line=place)
    return gathered.parsed("pinterest", len(terms))


def test_nothing_is_opened_before_it_is_needed(settings, cycle):
    assert not settings.folder.exists()
    assert cycle.attempts("wikimedia_top") == 0
    assert cycle.unreadable("tiktok_trends_page", "connector.blocked") is None


def test_a_silent_network_is_noticed_in_the_time_set_aside_for_all(cycle):
    """Open sources share their time until one has answered."""
    open_ones = [spec for spec in SOURCES.values() if spec.live and spec.access == "open"]
    assert sum(cycle.seconds(spec) for spec in open_ones) == pytest.approx(20.0)
    cycle.heard()
    assert all(cycle.seconds(spec) == 20.0 for spec in open_ones)
    assert cycle.seconds(SOURCES["youtube_data_api"]) == 15.0
    assert cycle.seconds(SOURCES["tiktok_trends_page"]) == 30.0


def test_named_terms_are_those_watched_then_the_best_that_may_be_used(settings, cycle):
    evergreen = {niche.term for niche in niches()}
    assert cycle.terms[:2] == ("tea", "moss")
    assert set(cycle.terms[2:]) <= evergreen, "nothing is scored yet"
    assert len(cycle.terms) > 20
    with closing(open_engine(settings)) as engine:
        build_marts(engine)
        publish(engine, settings, as_of=AS_OF, mode="live")
    again = SignalCycle(cycle.settings, KEYS, settings)
    assert again.terms[:2] == ("tea", "moss")
    assert len(again.terms) > 2
    assert set(again.terms[2:]) != set(cycle.terms[2:])
    assert len(set(again.terms)) == len(again.terms)


def test_a_page_source_gets_the_browser_and_others_do_not(cycle):
    assert cycle.visit(SOURCES["wikimedia_top"], NOW.date()).browser is None
    first = cycle.visit(SOURCES["tiktok_trends_page"], NOW.date()).browser
    assert first is cycle.visit(SOURCES["instagram_hashtag_page"], NOW.date()).browser


def test_what_may_not_be_kept_is_shown_until_it_expires(settings, cycle):
    cycle.show(SOURCES["pinterest_trends_api"], [rows("gothic decor", "moss art")], NOW)
    with session_scope(settings) as session:
        (shown,) = display.shown(session, NOW + timedelta(hours=23))
        assert [item["term"] for item in shown.items] == ["gothic decor", "moss art"]
        assert display.shown(session, NOW + timedelta(hours=24)) == []


def test_buckets_breakers_and_validators_are_shared(settings):
    migrate_state(settings)
    bucket = Bucket("x/account", 2, 0.0)
    first, second = Buckets(settings), Buckets(settings)
    assert [first.take(bucket), second.take(bucket)] == [0.0, 0.0]
    assert first.take(bucket) == float("inf")
    breaker = Breaker(Breakers(settings), now=lambda: NOW)
    for _ in range(5):
        breaker.failed(breaker.permit("host.example", "s"))
    with pytest.raises(BreakerOpen):
        Breaker(Breakers(settings), now=lambda: NOW).permit("host.example", "s")
    KnownValidators(settings).put("https://host.example/feed", Validators('"1"', None))
    assert KnownValidators(settings).get("https://host.example/feed") == Validators('"1"', None)
    assert KnownValidators(settings).get("https://host.example/other") is None
    forget_engines()


@pytest.mark.filterwarnings("ignore::pydantic.warnings.PydanticDeprecatedSince20")
def test_the_retention_job_deletes_files_rows_and_displays(settings, cycle):
    landing = Landing(settings.landing)
    real_now = datetime.now(UTC)

    def land(days: int, term: str) -> None:
        feed = (
            '<rss xmlns:ht="https://trends.google.com/trending/rss"><channel><item>'
            f"<title>{term}</title><ht:approx_traffic>200+</ht:approx_traffic></item></channel></rss>"
        )
        captured = real_now - timedelta(days=days)
        meta = {"source": "google_trends_rss", "region": "US", "captured_at": captured.isoformat()}
        landing.write("google_trends_signals", Origin.LIVE, captured, feed.encode(), ".xml", meta)

    land(399, "kept")
    land(401, "due")
    engine = open_engine(settings)
    load_platform(engine, landing, "google_trends", "run", real_now)
    engine.close()
    cycle.show(SOURCES["pinterest_trends_api"], [rows("moss art")], real_now - timedelta(days=2))
    job = retention_job()
    assert job.execute_in_process(resources={"pipeline": PipelineResource()}).success
    engine = open_engine(settings)
    kept = engine.query("select distinct term from raw.google_trends_signals")
    engine.close()
    assert kept == [{"term": "kept"}]
    assert len(landing.files("google_trends_signals")) == 1
    (told,) = expired_so_far(landing)
    due = (real_now - timedelta(days=401)).date()
    today = datetime.now(UTC).date()
    assert told == Expired("google_trends_rss", 400, due, due, today)
    assert job.execute_in_process(resources={"pipeline": PipelineResource()}).success
    assert expired_so_far(landing) == [told]
    with session_scope(settings) as session:
        assert display.shown(session, real_now - timedelta(days=2)) == []
    assert isinstance(job, dg.JobDefinition)


class Opened:
    """A browser session that opens nothing."""

    def open(self, request, *, source, deadline):
        return None


def test_robots_rules_are_read_once_a_host_and_told():
    rules = b"User-agent: *\nDisallow: /discover\n"
    transport = ScriptedTransport(
        route=lambda url: Reply(200, rules) if url.path == "/robots.txt" else Reply(404)
    )
    browser = CountedBrowser(Opened(), HttpClient(user_agent="t", transport=transport))
    for page, source in (("discover/x", "a"), ("tag/x", "b")):
        request = PageRequest(f"https://www.site.example/{page}")
        browser.open(request, source=source, deadline=Deadline(5))
    assert browser.robots == {
        "a": "www.site.example: the robots rules forbid it (Disallow: /discover)",
        "b": "www.site.example: the robots rules allow it",
    }
    assert [request.url.path for request in transport.requests] == ["/robots.txt"]
    assert browser.opened == {"a": 1, "b": 1}
