"""Metrics of the sources: zeros from the start, counters that never fall, breakers that wait."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from prometheus_client import CollectorRegistry, generate_latest
from starlette.testclient import TestClient

from api.main import create_app
from api.metrics_of_sources import SeenSources, SourceMetrics
from api.settings import ApiSettings
from connectors.settings import ConnectorSettings, ProviderKeys
from warehouse.settings import WarehouseSettings
from warehouse.state.models.scrape_run import STATUSES
from warehouse.state.repositories.breakers import BreakerRow
from warehouse.state.repositories.scrape_runs import RunRecord, close_cycle, record
from warehouse.state.session import forget_engines, migrate_state, session_scope

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def shown(seen: SeenSources) -> str:
    registry = CollectorRegistry()
    metrics = SourceMetrics()
    registry.register(metrics)
    metrics.show(seen)
    return generate_latest(registry).decode()


def test_a_source_that_is_asked_counts_from_zero() -> None:
    text = shown(SeenSources({"wikimedia_top": "daily"}))
    assert 'podpusher_scrape_attempts_total{source="wikimedia_top"} 0.0' in text
    for status in STATUSES:
        line = f'podpusher_scrape_runs_total{{source="wikimedia_top",status="{status}"}} 0.0'
        assert line in text
    assert 'podpusher_source_cadence_seconds{source="wikimedia_top"} 86400.0' in text
    assert 'podpusher_source_enabled{source="wikimedia_top"} 1.0' in text


def test_a_breaker_is_open_while_it_waits() -> None:
    rows = {
        "closed.example": BreakerRow("closed", 2),
        "waiting.example": BreakerRow("open", 5, NOW + timedelta(seconds=30)),
        "over.example": BreakerRow("open", 5, NOW - timedelta(seconds=1)),
    }
    text = shown(SeenSources({}, breakers=rows, now=NOW))
    assert 'podpusher_breaker_open{host="closed.example"} 0.0' in text
    assert 'podpusher_breaker_open{host="waiting.example"} 1.0' in text
    assert 'podpusher_breaker_open{host="over.example"} 0.0' in text


def test_before_the_first_cycle_its_breadth_is_not_told() -> None:
    assert "\npodpusher_cycle_distinct_terms " not in shown(SeenSources({}))
    assert "\npodpusher_cycle_distinct_terms 0.0" in shown(SeenSources({}, distinct_terms=0))


def test_what_state_remembers_is_served(tmp_path: Path) -> None:
    place = WarehouseSettings(data=tmp_path / "data", state_url=None)
    migrate_state(place)
    with session_scope(place) as session:
        for run_id, status in (("a", "down"), ("b", "ok")):
            record(
                session,
                RunRecord(
                    source_id="wikimedia_top",
                    platform="wikimedia",
                    origin="live",
                    run_id=run_id,
                    started_at=NOW,
                    finished_at=NOW + timedelta(seconds=3),
                    status=status,
                    attempts=4,
                    accepted=9,
                    newest_captured_at=NOW if status == "ok" else None,
                ),
            )
        close_cycle(session, "b", NOW, 321)
    app = create_app(
        ApiSettings(_env_file=None),
        place,
        ProviderKeys(_env_file=None),
        ConnectorSettings(_env_file=None, sources_off="hacker_news"),
    )
    text = TestClient(app, base_url="http://localhost").get("/metrics").text
    forget_engines()
    assert 'podpusher_scrape_attempts_total{source="wikimedia_top"} 8.0' in text
    assert 'podpusher_scrape_runs_total{source="wikimedia_top",status="down"} 1.0' in text
    bucket = 'podpusher_scrape_duration_seconds_bucket{le="5.0",source="wikimedia_top"} 2.0'
    assert bucket in text
    newest = 'podpusher_source_newest_signal_timestamp_seconds{source="wikimedia_top"}'
    assert f"{newest} {NOW.timestamp()}" in text.replace("1.7724528e+09", str(NOW.timestamp()))
    assert "podpusher_cycle_distinct_terms 321.0" in text
    assert 'podpusher_source_enabled{source="google_trends_rss"} 1.0' in text
    assert 'podpusher_source_enabled{source="hacker_news"}' not in text
    assert 'podpusher_source_enabled{source="youtube_data_api"}' not in text, "it has no key"
