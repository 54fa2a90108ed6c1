"""Etsy Marketplace Insights: what sellers note or copy of searches and competing listings."""

from __future__ import annotations

import re
from collections.abc import Sequence

import polars as pl

from connectors.trends.base import Parsed
from connectors.trends.regions import WORLD, region_code
from connectors.trends.replay.columns import Rows
from connectors.trends.replay.dates import as_known, noted_moment
from connectors.trends.replay.formats import Format, Measure, signals
from connectors.trends.replay.pastes import (
    is_growth,
    lines_of,
    noun_of,
    table_of,
    without_dates,
)
from connectors.trends.replay.table import LINE, Table, plain_name
from domain.signals import Kind, Metric, Origin, Period

_NAMES = {
    "term": ("search_term", "search_terms", "keyword", "keywords", "query", "search_query", "term"),
    "searches": ("searches", "search_volume", "monthly_searches", "volume"),
    "listings": ("competition", "listings", "results", "competing_listings", "active_listings"),
    "growth": ("trend", "change", "growth"),
    "when": ("month", "date", "noted_on", "as_of"),
    "region": ("country", "region"),
}
_SHARED = ("term", "searches", "listings", "growth")
# Columns of keyword tools for advertisers: their searches are not Etsy's.
_ADVERTISING = re.compile(r"cpc|bid|difficulty|intent|serp|currency|impression|click")
_WORDS = ("low", "medium", "high", "very_low", "very_high", "moderate")


def _roles(columns: Sequence[str]) -> dict[str, str]:
    """The column that plays each role; "Searches (30 days)" and "% Change" count as their word."""
    found: dict[str, str] = {}
    for name in columns:
        word = re.sub(r"_?\(.*$", "", name).strip("%#_")
        role = next((role for role, names in _NAMES.items() if word in names), None)
        if role:
            found.setdefault(role, name)
    return found


def _matches(columns: Sequence[str]) -> bool:
    roles = _roles(columns)
    advertising = any(_ADVERTISING.search(name) for name in columns)
    return (
        {"term", "searches"} <= set(roles)
        and not advertising
        and ("listings" in roles or "growth" in roles)
    )


def _parse(table: Table, origin: Origin) -> Parsed:
    """Searches of a month and the listings that compete. Growth is a change and is not kept."""
    roles = _roles(table.columns)
    read = table.frame.height + len(table.refused)
    rows = Rows(table, "etsy_trending", "term")
    rows.frame = rows.frame.select(
        LINE, *(_text(roles[role]).alias(role) for role in _NAMES if role in roles)
    )
    missing = [role for role in ("listings", "region") if role not in roles]
    rows.frame = rows.frame.with_columns(pl.lit(None, pl.String).alias(role) for role in missing)
    rows.refuse(pl.col("term").is_null(), "missing_term", pl.lit("no search term"))
    in_words = pl.col("listings").map_elements(plain_name, return_dtype=pl.String).is_in(_WORDS)
    worded = rows.frame.filter(in_words).height
    rows.frame = rows.frame.with_columns(
        pl.when(~in_words.fill_null(value=False)).then("listings").alias("listings")
    )
    given = pl.col("searches").is_not_null() | pl.col("listings").is_not_null()
    rows.refuse(~given, "missing_value", pl.lit("neither searches nor listings"))
    for column in ("searches", "listings"):
        rows.numbers(column, keep_row=True)
    if "when" in roles:
        rows.moments("when", span=None)
    else:
        rows.frame = rows.frame.with_columns(when=pl.lit(noted_moment(table), pl.Datetime("us")))
    _regions(rows, table.region)
    rows.frame = rows.frame.with_columns(observed_at=pl.col("when"), captured_at=pl.col("when"))
    frame = signals(
        rows,
        [
            Measure(Metric.SEARCHES, "searches", Period.MONTH),
            Measure(Metric.LISTINGS, "listings", Period.INSTANT),
        ],
        source="etsy_marketplace_insights",
        origin=origin,
        kind=Kind.SEARCH,
        region=pl.col("region"),
        term="term",
    )
    if "when" in roles:
        frame = as_known(frame, table.noted_at)
    notes = (f"{worded} rows give the competition in words, which is not kept",) if worded else ()
    quarantine = rows.quarantine()
    return Parsed(frame, quarantine, "etsy_marketplace_insights", read, notes)


def _text(column: str) -> pl.Expr:
    cell = pl.col(column).cast(pl.String).str.strip_chars(' \u00a0"')
    return pl.when(cell.is_in(["", "-", "–", "—", "N/A", "n/a"]).not_()).then(cell)


def _regions(rows: Rows, told: str | None) -> None:
    names = rows.frame["region"].unique().drop_nulls().to_list()
    codes = {name: region_code(name) for name in names}
    rows.frame = rows.frame.with_columns(
        pl.when(pl.col("region").is_null())
        .then(pl.lit(told or WORLD))
        .otherwise(pl.col("region").replace_strict(codes, default=None, return_dtype=pl.String))
        .alias("__code"),
    )
    rows.refuse(
        pl.col("__code").is_null(), "bad_region", pl.format("no known country: {}", "region")
    )
    rows.frame = rows.frame.with_columns(pl.col("__code").alias("region"))


def paste(text: str) -> Table | None:
    """A list copied from the screen as a table, or None when it is none.

    One search a line, its cells parted by tabs or wide gaps, or one cell a line. A header tells the
    order of the numbers; without one they are searches, then listings, and most rows must show at
    least two of searches, listings and growth.
    """
    lines, dates = without_dates(lines_of(text))
    at = next((index for index, (_, cells) in enumerate(lines[:20]) if _is_header(cells)), None)
    order = ["searches", "listings"]
    preamble: list[str] = []
    if at is not None:
        order = list(_roles([plain_name(cell) for cell in lines[at][1]]))
        preamble = [" ".join(cells) for _, cells in lines[:at]]
        lines = lines[at + 1 :]
    rows = _one_a_line(lines) or _one_cell_a_line(lines)
    full = sum(len(cells) >= (2 if at is not None else 3) for _, cells in rows)
    if not rows or full * 3 < len(rows) * 2:
        return None
    free = [role for role in order if role in ("searches", "listings")]
    placed = [(line, _placed(cells, free)) for line, cells in rows]
    return table_of(_SHARED, placed, [*preamble, *dates])


def _is_header(cells: Sequence[str]) -> bool:
    roles = _roles([plain_name(cell) for cell in cells])
    return "term" in roles and "searches" in roles


def _one_a_line(lines: Sequence[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
    """Lines from the first with numbers on; [] when most have one cell, or words for numbers."""
    rows: list[tuple[int, list[str]]] = []
    for line, cells in lines:
        ranked = len(cells) > 2 and cells[0].strip(".#").isdigit() and noun_of(cells[1]) is None
        if ranked or len(cells) > 1 or rows:
            rows.append((line, cells[1:] if ranked else cells))
    wide = sum(_is_row(cells) for _, cells in rows)
    return rows if rows and _is_row(rows[0][1]) and wide * 2 >= len(rows) else []


def _is_row(cells: Sequence[str]) -> bool:
    """Whether a term with letters stands before a number."""
    return len(cells) > 1 and _is_term(cells[0]) and _is_figure(cells[1])


def _one_cell_a_line(lines: Sequence[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
    """A term, then its numbers, each on a line of its own; a term without a number is a title."""
    if any(len(cells) > 1 or cells[0].startswith("#") for _, cells in lines):
        return []
    rows: list[tuple[int, list[str]]] = []
    for line, (cell,) in lines:
        if _is_term(cell) and not _is_figure(cell):
            rows.append((line, [cell]))
        elif rows:
            rows[-1][1].append(cell)
    return [row for row in rows if len(row[1]) > 1]


def _is_term(cell: str) -> bool:
    return any(char.isalpha() for char in cell) and not cell.startswith("#")


def _is_figure(cell: str) -> bool:
    return is_growth(cell) or noun_of(cell) is not None


def _placed(cells: Sequence[str], order: Sequence[str]) -> list[str | None]:
    """Term, searches, listings, growth. A noun beside a number counts more than its place."""
    found: dict[str, str] = {"term": cells[0]}
    free = list(order)
    for cell in cells[1:]:
        if is_growth(cell):
            found.setdefault("growth", cell)
            continue
        noun = noun_of(cell) or ""
        role = (
            "searches"
            if noun.startswith("search")
            else "listings"
            if noun
            else next((role for role in free if role not in found), None)
        )
        if role:
            found.setdefault(role, cell)
    return [found.get(role) for role in _SHARED]


FORMATS = (
    Format(
        "etsy_marketplace_insights",
        "Etsy Marketplace Insights",
        ("Search term or Keyword or Query", "Searches or Search volume", "Listings or Trend"),
        ("etsy_trending",),
        _matches,
        _parse,
    ),
)
