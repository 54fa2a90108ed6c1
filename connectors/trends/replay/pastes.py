"""Text copied from a page: lines and cells, and which of them are numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence

import polars as pl

from connectors.trends.replay.dates import DATE_LINE
from connectors.trends.replay.table import LINE, Table
from domain.counts import parse_count

LONGEST = 5_000_000  # characters; nobody copies more from a page
_GAP = re.compile(r"\t+|[ \u00a0]{2,}|\s+\|\s+")
# "▲ 35%", "+1,250%", "-4 %", "10,000%+", "Breakout": a change, which no signal measures.
GROWTH = re.compile(
    r"^(?:[▲▼△▽↑↓⬆⬇➚➘+\-\u2212\u2013]\s*[\d.,]+[KM]?\s*%?\+?|[\d.,]+[KM]?\s*%\+?|breakout|new|–|—|-)$",
    re.IGNORECASE,
)

NOUNS = frozenset(
    {"searches", "search", "results", "result", "listings", "listing", "active listings"}
    | {"posts", "post", "views", "view", "video views", "videos"}
)


def lines_of(text: str, *, quotes: bool = False) -> list[tuple[int, list[str]]]:
    """The lines that are not blank, with their number and their cells (by tabs or wide gaps).

    Quotes around cells go, unless `quotes` are kept for somebody who reads them.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    around = " \u00a0" if quotes else ' \u00a0"'
    found = []
    for number, line in enumerate(lines, start=1):
        cells = [cell.strip(around) for cell in _GAP.split(line.strip(" \u00a0"))]
        if kept := [cell for cell in cells if cell]:
            found.append((number, kept))
    return found


def without_dates(
    lines: Sequence[tuple[int, list[str]]],
) -> tuple[list[tuple[int, list[str]]], tuple[str, ...]]:
    """The lines that say more than a date, and those that do not."""
    dated = {number for number, cells in lines if DATE_LINE.match(" ".join(cells))}
    rest = [(number, cells) for number, cells in lines if number not in dated]
    return rest, tuple(" ".join(cells) for number, cells in lines if number in dated)


def noun_of(cell: str) -> str | None:
    """The noun of a displayed count ("searches"), "" without one; None when it is no count.

    "90 day journal" is no count: only nouns that pages write beside their counts are known.
    """
    try:
        unit = parse_count(cell).unit or ""
    except ValueError:
        return None
    return unit if unit in NOUNS or not unit else None


def is_growth(cell: str) -> bool:
    """Whether a cell is a change: "▲ 35%", "+1,250%", "Breakout"."""
    return bool(GROWTH.match(cell))


def table_of(
    columns: Sequence[str],
    rows: Sequence[tuple[int, Sequence[str | None]]],
    preamble: Sequence[str],
) -> Table:
    """Rows (with the line each begins on) as a table of strings."""
    values: dict[str, list[int] | list[str | None]] = {LINE: [line for line, _ in rows]}
    for index, name in enumerate(columns):
        values[name] = [cells[index] if index < len(cells) else None for _, cells in rows]
    schema = {LINE: pl.Int64, **dict.fromkeys(columns, pl.String)}
    frame = pl.DataFrame(values, schema=schema)
    return Table(frame, tuple(preamble), (), "utf-8", "paste")
