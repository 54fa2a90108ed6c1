"""The metrics about sources that alerts and dashboards may lean on, and their labels.

This is the contract with the exporter (`/api/metrics`): a name that is missing here is a typing
error, a name that the exporter drops makes an alert blind. `docs/operations/scraper-outages.md`
says in words what each counts.
"""

from __future__ import annotations

import re

EXPORTED: dict[str, frozenset[str]] = {
    "podpusher_scrape_attempts_total": frozenset({"source"}),
    "podpusher_scrape_runs_total": frozenset({"source", "status"}),
    "podpusher_scrape_duration_seconds_bucket": frozenset({"source", "le"}),
    "podpusher_scrape_duration_seconds_sum": frozenset({"source"}),
    "podpusher_scrape_duration_seconds_count": frozenset({"source"}),
    "podpusher_breaker_open": frozenset({"host"}),
    "podpusher_source_newest_signal_timestamp_seconds": frozenset({"source"}),
    "podpusher_source_cadence_seconds": frozenset({"source"}),
    "podpusher_source_enabled": frozenset({"source"}),
    "podpusher_cycle_distinct_terms": frozenset(),
    "podpusher_state_up": frozenset(),
}

# What the text format adds to the name of a family.
SUFFIXES = ("_total", "_bucket", "_sum", "_count")

_NAME = re.compile(r"\bpodpusher[a-z_:]*")
_TEXT = re.compile(r'"[^"]*"')
_MATCHER = re.compile(r"(podpusher[a-z_:]*)\{([^}]*)\}")
_LABEL = re.compile(r"(\w+)\s*(?:=~|!~|!=|=)")
_GROUPED = re.compile(r"\b(?:by|on)\s*\(([^)]*)\)")


def metrics_of(expression: str) -> set[str]:
    """Names of our metrics in a PromQL expression."""
    return set(_NAME.findall(_TEXT.sub('""', expression)))


def labels_of(expression: str) -> set[tuple[str, str]]:
    """(metric, label) pairs by which the expression chooses."""
    bare = _TEXT.sub('""', expression)
    return {
        (metric, label)
        for metric, matchers in _MATCHER.findall(bare)
        for label in _LABEL.findall(matchers)
    }


def grouped_labels(expression: str) -> set[str]:
    """Labels by which the expression groups or joins."""
    found = _GROUPED.findall(expression)
    return {label.strip() for group in found for label in group.split(",") if label.strip()}
