"""When a file without a column of dates was noted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, time

import polars as pl

from connectors.errors import UnusableInput
from connectors.trends.replay.table import Table
from domain.signals import Period

_ZONE = r"(?P<zone>Z|UTC|[+-]\d{2}:?\d{2})"
_CLOCK = rf"[T ](?P<clock>\d{{2}}:\d{{2}}(?::\d{{2}})?)\s?{_ZONE}?"
_DATE = rf"(?P<day>\d{{4}}-\d{{2}}-\d{{2}})(?:{_CLOCK})?"
# A line that says nothing but a date: "2026-03-02", "Date: 2026-03-02", "noted,2026-03-02 18:00".
DATE_LINE = re.compile(rf"^[\W_]*(?:[^\W\d_]+[\s:,;]+){{0,4}}[\W_]*{_DATE}[\W_]*$")
_LENGTHS = {Period.DAY: "1d", Period.WEEK: "7d", Period.MONTH: "1mo", Period.INSTANT: "0d"}


def noted_moment(table: Table) -> datetime:
    """The moment of a file that has one for all its rows, naive UTC.

    The line above the rows that says nothing but a date, else the time the file was noted. A day
    alone means its end, or the time it was noted when that was the same day. Raises UnusableInput
    when neither is there.
    """
    written = date_line(table.preamble)
    if written is None:
        if table.noted_at is None:
            raise UnusableInput(
                "the file does not say from when its figures are. Write the day above them as a "
                "line of its own, e.g. 2026-03-02.",
                reason="no_date",
            )
        return table.noted_at
    noted = table.noted_at
    same_day = noted is not None and noted.date() == written.date() and noted < written
    return noted if noted is not None and same_day else written


def date_line(lines: Sequence[str]) -> datetime | None:
    """The date of the last line that says nothing else, naive UTC; a day alone means its end."""
    for line in reversed(lines):
        found = DATE_LINE.match(line.strip())
        if not found:
            continue
        try:
            day = datetime.strptime(found["day"], "%Y-%m-%d").date()  # noqa: DTZ007  # a day has no zone
            if not found["clock"]:
                return datetime.combine(day, time.max)
            zone = (found["zone"] or "Z").replace("UTC", "Z")
            moment = datetime.fromisoformat(f"{found['day']}T{found['clock']}{zone}")
            return moment.astimezone(UTC).replace(tzinfo=None)
        except ValueError:
            continue
    return None


def as_known(frame: pl.DataFrame, noted_at: datetime | None) -> pl.DataFrame:
    """Spans that had not ended when the file was noted are partial and known at that time.

    A span that had not even begun is left as it is; the rules of the raw tables refuse it.
    """
    if noted_at is None:
        return frame
    noted = pl.lit(noted_at, pl.Datetime("us"))
    running = pl.lit(value=False)
    for period, length in _LENGTHS.items():
        began = pl.col("observed_at").dt.offset_by(f"-{length}") < noted
        running |= (pl.col("period") == period.value) & (pl.col("observed_at") > noted) & began
    return frame.with_columns(
        pl.when(running).then(noted).otherwise("observed_at").alias("observed_at"),
        pl.when(running).then(noted).otherwise("captured_at").alias("captured_at"),
        (pl.col("is_partial") | running).alias("is_partial"),
    )
