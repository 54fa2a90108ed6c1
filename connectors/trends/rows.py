"""Rows of a small answer, gathered one by one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from connectors.trends.base import Parsed, quarantine_frame, signal_frame
from domain.signals import Kind, Metric, Origin, Period


class RowGatherer:
    """Gathers the signals and the refused rows of one answer of one live source.

    `captured` is naive UTC; a row that does not say otherwise was observed then.
    """

    def __init__(self, source: str, platform: str, kind: Kind, captured: datetime) -> None:
        self._source = source
        self._platform = platform
        self._kind = kind
        self._captured = captured
        self.rows: list[dict[str, Any]] = []
        self.refused: list[dict[str, Any]] = []

    def rank(
        self,
        term: str,
        rank: int,
        *,
        region: str,
        line: int,
        url: str | None = None,
        kind: Kind | None = None,
    ) -> None:
        """The place of a term on a list, 1 is the top."""
        self._add(term, Metric.RANK, Period.INSTANT, None, rank, region, line, url, kind)

    def value(
        self,
        term: str,
        metric: Metric,
        value: float,
        *,
        period: Period,
        region: str,
        line: int,
        url: str | None = None,
        kind: Kind | None = None,
        observed: datetime | None = None,
        partial: bool = False,
    ) -> None:
        """A measured value. `observed` (naive UTC) is the end of the span it covers.

        The past that an answer tells was known when its span ended, not only now: such a row is
        captured then. A span that has not ended is `partial`, seen so far: observed and captured
        now, whatever its end.
        """
        self._add(term, metric, period, value, None, region, line, url, kind, observed, partial)

    def refuse(self, line: int, reason: str, detail: str, term: str | None = None) -> None:
        """A row that cannot be read, with a reason code and what was wrong."""
        self.refused.append(
            {
                "platform": self._platform,
                "line": line,
                "reason": reason,
                "detail": detail,
                "term": term,
            }
        )

    def parsed(self, format_name: str, rows_read: int, notes: tuple[str, ...] = ()) -> Parsed:
        """All of it. `rows_read` counts the entries of the answer."""
        return Parsed(
            signal_frame(self.rows), quarantine_frame(self.refused), format_name, rows_read, notes
        )

    def _add(
        self,
        term: str,
        metric: Metric,
        period: Period,
        value: float | None,
        rank: int | None,
        region: str,
        line: int,
        url: str | None,
        kind: Kind | None,
        observed: datetime | None = None,
        partial: bool = False,
    ) -> None:
        ended = observed is not None and not partial and observed <= self._captured
        self.rows.append(
            {
                "source": self._source,
                "origin": Origin.LIVE.value,
                "region": region,
                "term": term,
                "kind": (kind or self._kind).value,
                "metric": metric.value,
                "period": period.value,
                "value": value,
                "rank": rank,
                "observed_at": self._captured if partial or observed is None else observed,
                "captured_at": observed if ended else self._captured,
                "is_partial": partial,
                "url": url,
                "platform": self._platform,
                "line": line,
            }
        )
