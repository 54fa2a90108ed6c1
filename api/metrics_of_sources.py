"""Prometheus metrics of the sources, made of what state remembers: counters never fall."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from math import inf
from typing import Final

from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

from domain.sources.spec import Cadence
from warehouse.state.models.scrape_run import STATUSES
from warehouse.state.repositories.breakers import BreakerRow
from warehouse.state.repositories.scrape_runs import SourceHealth
from warehouse.state.repositories.scrape_totals import SourceTotals

SECONDS_OF: Final[Mapping[Cadence, int]] = {"hourly": 3600, "daily": 86_400}


@dataclass(frozen=True, slots=True)
class SeenSources:
    """How the sources stand. `asked`: cadence of each source that is switched on."""

    asked: Mapping[str, Cadence]
    totals: Mapping[str, SourceTotals] = field(default_factory=dict)
    health: Mapping[str, SourceHealth] = field(default_factory=dict)
    breakers: Mapping[str, BreakerRow] = field(default_factory=dict)
    distinct_terms: int | None = None  # of the last cycle; None before the first
    now: datetime = field(default_factory=lambda: datetime.now(UTC))


class SourceMetrics(Collector):
    """Shows what it was last given."""

    def __init__(self) -> None:
        self._seen = SeenSources({})

    def show(self, seen: SeenSources) -> None:
        """Take the place of what was shown before."""
        self._seen = seen

    def describe(self) -> Iterator[Metric]:
        """Nothing is known before the first look."""
        return iter(())

    def collect(self) -> Iterator[Metric]:
        """Every family, empty ones too."""
        seen = self._seen
        attempts = CounterMetricFamily(
            "podpusher_scrape_attempts", "Requests sent for a source.", labels=["source"]
        )
        runs = CounterMetricFamily(
            "podpusher_scrape_runs", "Visits to a source by status.", labels=["source", "status"]
        )
        seconds = HistogramMetricFamily(
            "podpusher_scrape_duration_seconds", "Seconds of a visit.", labels=["source"]
        )
        # A source that is asked has its zeros from the start: without them the first failure of a
        # new series is no increase.
        for source in (one for one in seen.asked if one not in seen.totals):
            attempts.add_metric([source], 0)
            for status in STATUSES:
                runs.add_metric([source, status], 0)
        for source, total in seen.totals.items():
            attempts.add_metric([source], total.attempts)
            for status, count in total.runs.items():
                runs.add_metric([source, status], count)
            buckets = [("+Inf" if b == inf else str(b), n) for b, n in total.durations.buckets]
            seconds.add_metric([source], buckets, total.durations.seconds)
        yield from (attempts, runs, seconds)
        yield from self._gauges(seen)

    def _gauges(self, seen: SeenSources) -> Iterator[Metric]:
        newest = GaugeMetricFamily(
            "podpusher_source_newest_signal_timestamp_seconds",
            "When the newest signal of a source was captured.",
            labels=["source"],
        )
        rows = GaugeMetricFamily(
            "podpusher_source_last_run_rows",
            "Rows of the last visit to a source.",
            labels=["source", "outcome"],
        )
        for source, health in seen.health.items():
            if health.newest_captured_at is not None:
                newest.add_metric([source], health.newest_captured_at.timestamp())
            rows.add_metric([source, "accepted"], health.last.accepted)
            rows.add_metric([source, "quarantined"], health.last.quarantined)
        cadence = GaugeMetricFamily(
            "podpusher_source_cadence_seconds",
            "How often a source is asked.",
            labels=["source"],
        )
        enabled = GaugeMetricFamily(
            "podpusher_source_enabled", "1 when a source is switched on.", labels=["source"]
        )
        for source, each in seen.asked.items():
            cadence.add_metric([source], SECONDS_OF[each])
            enabled.add_metric([source], 1)
        breaker = GaugeMetricFamily(
            "podpusher_breaker_open", "1 while a host is not asked.", labels=["host"]
        )
        for host, state in seen.breakers.items():
            waits = state.until is not None and state.until > seen.now
            breaker.add_metric([host], 1 if state.phase != "closed" and waits else 0)
        terms = GaugeMetricFamily(
            "podpusher_cycle_distinct_terms", "Distinct terms of the last cycle over all sources."
        )
        if seen.distinct_terms is not None:
            terms.add_metric([], seen.distinct_terms)
        yield from (newest, rows, cadence, enabled, breaker, terms)
