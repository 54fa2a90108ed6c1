"""How the tests of exports and pastes read a text and look at what came of it."""

from __future__ import annotations

from datetime import UTC, datetime

from connectors.trends.base import Parsed
from connectors.trends.replay.reader import parse
from domain.signals import Metric, Origin

NOTED = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
NAIVE = NOTED.replace(tzinfo=None)


def read(text: str, **more: str) -> Parsed:
    """The signals of a person's text that they noted at NOTED."""
    return parse(text.encode(), Origin.IMPORT, noted_at=NOTED, **more)


def values(parsed: Parsed, metric: Metric, column: str = "value") -> dict[str, float]:
    """One column of the rows of one metric, by term."""
    found = parsed.frame.filter(parsed.frame["metric"] == metric.value)
    return dict(found.select("term", column).iter_rows())


def reasons(parsed: Parsed) -> list[tuple[int | None, str]]:
    """Lines and reasons of the refused rows, in the order of the file."""
    return list(parsed.quarantine.sort("line").select("line", "reason").iter_rows())
