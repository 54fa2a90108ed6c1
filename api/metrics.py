"""Prometheus metrics of one application."""

from __future__ import annotations

from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from starlette.types import Scope

from api.metrics_of_sources import SourceMetrics

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)


class Metrics:
    """Own registry: two applications in one process (tests) do not share counts."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "podpusher_http_requests_total",
            "Answers of the API.",
            ("method", "route", "status"),
            registry=self.registry,
        )
        self._seconds = Histogram(
            "podpusher_http_request_seconds",
            "Seconds from request to the end of the answer.",
            ("route",),
            buckets=_BUCKETS,
            registry=self.registry,
        )
        self.cache_hits = Counter(
            "podpusher_answer_cache_hits_total", "Answers from memory.", registry=self.registry
        )
        self.cache_misses = Counter(
            "podpusher_answer_cache_misses_total", "Answers composed.", registry=self.registry
        )
        self.published = Gauge(
            "podpusher_snapshot_published",
            "1 when a snapshot is published.",
            registry=self.registry,
        )
        self.snapshot_time = Gauge(
            "podpusher_snapshot_created_timestamp_seconds",
            "When the current snapshot was published.",
            registry=self.registry,
        )
        self.snapshot_rows = Gauge(
            "podpusher_snapshot_rows", "Rows of a served table.", ("table",), registry=self.registry
        )
        self.state_up = Gauge(
            "podpusher_state_up",
            "1 when the state database answers or does not exist yet.",
            registry=self.registry,
        )
        self.signals = SourceMetrics()
        self.registry.register(self.signals)
        self._children: dict[tuple[str, str, int], tuple[Any, Any]] = {}

    def observe(self, scope: Scope, method: str, status: int, seconds: float) -> None:
        """Count one answer."""
        route = getattr(scope.get("route"), "path", "unmatched")
        key = (method if method in _METHODS else "other", route, status)
        child = self._children.get(key)
        if child is None:  # label look-ups cost more than the counting
            child = (
                self._requests.labels(key[0], route, str(status)),
                self._seconds.labels(route),
            )
            self._children[key] = child
        child[0].inc()
        child[1].observe(seconds)

    def text(self) -> bytes:
        """The exposition format."""
        return generate_latest(self.registry)
