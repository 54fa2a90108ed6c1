"""`podpusher trends`: the ranked table with sparklines, read from the published snapshot."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from podpusher.folders import data_folder
from warehouse.errors import BeforeHistory
from warehouse.serving.queries import SPARKLINES, TREND_FILTERS, TREND_LIST
from warehouse.serving.reader import Snapshot, SnapshotReader

BARS = "▁▂▃▄▅▆▇█"
WIDTH = 24
DAYS = 30


def show_trends(signals: Path | None, limit: int, as_of: date | None, console: Console) -> None:
    """Print the table; NotPublished when nothing has been published yet."""
    snapshot = SnapshotReader(data_folder(signals) / "serving").current()
    day = scored_day(snapshot, as_of)
    rows = snapshot.query(
        TREND_LIST["rank"],
        {
            **dict.fromkeys(TREND_FILTERS),
            "scored_on": day,
            "score_version": snapshot.version_on(day),
            "limit": limit,
            "offset": 0,
        },
    )
    lines = sparklines(snapshot, [row["term_id"] for row in rows], day)
    table = Table(box=None, padding=(0, 1), header_style="bold")
    for title, justify in (
        ("#", "right"),
        ("Term", "left"),
        ("Score", "right"),
        ("Low", "right"),
        ("Conf.", "right"),
        ("Stage", "left"),
        ("Last 30 days", "left"),
        ("Sources", "left"),
        ("Names", "left"),
    ):
        table.add_column(title, justify=justify, no_wrap=True)  # type: ignore[arg-type]
    for row in rows:
        curated = " (curated)" if row["origin"] == "curated" else ""
        table.add_row(
            str(row["rank"]),
            escape(row["display"]) + curated,
            _number(row["score"]),
            _number(row["score_low"]),
            f"{row['confidence']:.2f}",
            row["stage"].replace("_", " "),
            lines.get(row["term_id"], ""),
            row["sources"] or "none",
            ""
            if row["risk_status"] == "clear"
            else f"{row['risk_status']}: {row['risk_category']}",
        )
    console.print(table)
    console.print(
        f"As of {day}, snapshot {snapshot.generation.id}, scores version "
        f"{snapshot.version_on(day)}; curated terms are from our own list, not measured.",
        style="dim",
        highlight=False,
    )


def scored_day(snapshot: Snapshot, as_of: date | None) -> date:
    """The latest scored day on or before `as_of`; BeforeHistory when there is none."""
    days = [day for day in snapshot.scored_days if as_of is None or day <= as_of]
    if not days:
        first = snapshot.scored_days[0] if snapshot.scored_days else "none"
        raise BeforeHistory(f"No score on or before {as_of}; the first scored day is {first}.")
    return days[-1]


def sparklines(snapshot: Snapshot, term_ids: Sequence[str], until: date) -> dict[str, str]:
    """A line of block characters for each term's longest series of the last 30 days."""
    rows = snapshot.query(
        SPARKLINES,
        {"term_ids": list(term_ids), "after": until - timedelta(days=DAYS), "until": until},
    )
    series: dict[str, dict[tuple[str, str], dict[date, float]]] = {}
    for row in rows:
        key = (row["source_id"], row["metric"])
        series.setdefault(row["term_id"], {}).setdefault(key, {})[row["observed_on"]] = row["value"]
    days = [until - timedelta(days=DAYS - 1 - n) for n in range(DAYS)]
    drawn = {}
    for term_id, found in series.items():
        longest = max(sorted(found), key=lambda key: len(found[key]))
        drawn[term_id] = sparkline([found[longest].get(day) for day in days])
    return drawn


def sparkline(values: Sequence[float | None]) -> str:
    """Block characters scaled between the smallest and largest value; a dot where none is known."""
    known = [value for value in values if value is not None]
    if not known:
        return ""
    low, high = min(known), max(known)
    span = high - low
    top = len(BARS) - 1
    return "".join(
        "·" if value is None else BARS[round((value - low) / span * top) if span else top // 2]
        for value in values
    )


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}"
