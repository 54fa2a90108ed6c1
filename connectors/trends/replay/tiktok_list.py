"""TikTok Creative Center as a person notes or copies it: rank, hashtag, posts and views."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import polars as pl

from connectors.trends.base import Parsed
from connectors.trends.regions import WORLD, region_code
from connectors.trends.replay.columns import Rows
from connectors.trends.replay.dates import as_known, noted_moment
from connectors.trends.replay.formats import Format, Measure, signals
from connectors.trends.replay.pastes import lines_of, table_of, without_dates
from connectors.trends.replay.table import LINE, Table, plain_name
from domain.signals import Kind, Metric, Origin, Period

_NAMES = {
    "rank": ("rank", "no", "place"),
    "hashtag": ("hashtag", "hashtags", "tag", "hashtag_name"),
    "posts": ("posts", "videos", "publish_count"),
    "views": ("views", "video_views"),
    "country": ("country", "region"),
    "when": ("date", "crawl_date", "noted_on"),
}
_COLUMNS = ("rank", "hashtag", "posts", "views")
_WINDOW = re.compile(r"(?:last|past)\s+(\d+)\s+days", re.IGNORECASE)
_PERIODS = {1: Period.DAY, 7: Period.WEEK, 30: Period.MONTH}
_TAG = re.compile(
    r"^(?:(?P<rank>\d{1,4})[.)]?[\s,;]+)?#\s*(?P<tag>[^\s,;#]+)(?P<rest>(?:[\s,;].*)?)$"
)
_NUMBER = r"\d[\w.,]*\+?"
_NOUN = r"(?:posts?|video views|views?|videos)"
_FIGURE = re.compile(rf"{_NOUN}\s*:?\s*{_NUMBER}|{_NUMBER}(?:\s*{_NOUN})?", re.IGNORECASE)
_LABEL = re.compile(rf"^{_NOUN}$", re.IGNORECASE)
_RANK = re.compile(r"^#?\d{1,4}\.?$")


def _roles(columns: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in columns:
        word = re.sub(r"_?\(.*$", "", name).strip("#_")
        role = next((role for role, names in _NAMES.items() if word in names), None)
        if role:
            found.setdefault(role, name)
    return found


def _matches(columns: Sequence[str]) -> bool:
    roles = _roles(columns)
    other = {"title", "name", "metric"} & set(columns)
    return {"rank", "hashtag"} <= set(roles) and bool({"posts", "views"} & set(roles)) and not other


def _parse(table: Table, origin: Origin) -> Parsed:
    """Place, and posts and views of the page's span: 7 days, when the file names no other."""
    roles = _roles(table.columns)
    read = table.frame.height + len(table.refused)
    rows = Rows(table, "tiktok", "hashtag")
    rows.frame = rows.frame.select(
        LINE, *(pl.col(name).cast(pl.String).alias(role) for role, name in roles.items())
    )
    absent = [role for role in ("posts", "views", "country") if role not in roles]
    rows.frame = rows.frame.with_columns(pl.lit(None, pl.String).alias(role) for role in absent)
    rows.refuse(pl.col("hashtag").is_null(), "missing_term", pl.lit("no hashtag"))
    for column in ("posts", "views"):
        rows.numbers(column, keep_row=True)
    rows.ranks()
    empty = pl.all_horizontal(pl.col("rank", "posts", "views").is_null())
    rows.refuse(empty, "missing_value", pl.lit("neither a rank nor posts nor views"))
    if "when" in roles:
        rows.moments("when", span=None)
    else:
        rows.frame = rows.frame.with_columns(when=pl.lit(noted_moment(table), pl.Datetime("us")))
    _regions(rows, table)
    rows.frame = rows.frame.with_columns(observed_at=pl.col("when"), captured_at=pl.col("when"))
    period, note = _span(table)
    measures = [Measure(Metric.RANK, "rank", Period.INSTANT)]
    if period:
        measures.append(Measure(Metric.MENTIONS, "posts", period))
        measures.append(Measure(Metric.VIEWS, "views", period))
    frame = signals(
        rows,
        measures,
        source="tiktok_creative_center",
        origin=origin,
        kind=Kind.HASHTAG,
        region=pl.col("__region"),
        term="hashtag",
    )
    if "when" in roles:
        frame = as_known(frame, table.noted_at)
    return Parsed(frame, rows.quarantine(), "tiktok_creative_center_list", read, note)


def _span(table: Table) -> tuple[Period | None, tuple[str, ...]]:
    """The span that posts and views cover, and what to tell about it."""
    found = _WINDOW.search(" ".join(table.preamble))
    if not found:
        return Period.WEEK, ("posts and views were taken as those of 7 days, as the page begins",)
    period = _PERIODS.get(int(found[1]))
    if period is None:
        return None, (f"posts and views of {found[1]} days are not kept; choose 7 or 30 days",)
    return period, ()


def _regions(rows: Rows, table: Table) -> None:
    """The row's country, else one that stands above the list, else what the person says."""
    above = [region_code(line) for line in table.preamble if len(line) > 2]
    default = next((code for code in above if code), table.region or WORLD)
    names = rows.frame["country"].unique().drop_nulls().to_list()
    codes = {name: region_code(name) for name in names}
    code = pl.col("country").replace_strict(codes, default=None, return_dtype=pl.String)
    rows.frame = rows.frame.with_columns(
        pl.when(pl.col("country").is_null()).then(pl.lit(default)).otherwise(code).alias("__region")
    )
    rows.refuse(
        pl.col("__region").is_null(), "bad_region", pl.format("no known country: {}", "country")
    )


@dataclass
class _Entry:
    """One hashtag of a paste and the cells that follow it, until the next."""

    line: int
    tag: str
    rank: str | None
    cells: list[str] = field(default_factory=list)


def paste(text: str) -> Table | None:
    """A list copied from the page as a table, or None when it is none.

    A rank, a hashtag and its numbers, on one line or on several. Posts come before views unless a
    header or the word beside a number says otherwise.
    """
    lines, dates = without_dates(lines_of(text))
    entries, above = _entries(lines)
    order = [role for role in _roles([plain_name(cell) for cell in above]) if role in _COLUMNS[2:]]
    rows = [_row(entry, order or list(_COLUMNS[2:])) for entry in entries]
    whole = sum(bool(cells[0]) and bool(cells[2] or cells[3]) for _, cells in rows)
    return table_of(_COLUMNS, rows, [*above, *dates]) if rows and whole * 2 >= len(rows) else None


def _entries(lines: Sequence[tuple[int, list[str]]]) -> tuple[list[_Entry], list[str]]:
    """The hashtags in order, and the cells above the first."""
    entries: list[_Entry] = []
    above: list[str] = []
    for line, cell in _cells(lines):
        found = _TAG.match(cell)
        if not found:
            (entries[-1].cells if entries else above).append(cell)
            continue
        before = entries[-1].cells if entries else above
        rank = found["rank"] or _taken_rank(before, entries[-1].rank if entries else None)
        figures = [figure.strip() for figure in _FIGURE.findall(found["rest"])]
        entries.append(_Entry(line, f"#{found['tag']}", rank, figures))
    return entries, above


def _cells(lines: Sequence[tuple[int, list[str]]]) -> Iterator[tuple[int, str]]:
    """Cells one by one; a lone "#" belongs to what follows it."""
    lone = False
    for line, cells in lines:
        for cell in [" ".join(cells)] if _TAG.match(" ".join(cells)) else cells:
            if cell == "#":
                lone = True
                continue
            yield line, f"#{cell}" if lone else cell
            lone = False


def _taken_rank(before: list[str], last: str | None) -> str | None:
    """The rank that stands before a hashtag, taken out of the cells of the one before it.

    The page may write a change of place between the rank and the hashtag: the cell that goes on
    from the last rank is the rank.
    """
    wanted = int(last) + 1 if last else None
    tail = range(len(before) - 1, max(len(before) - 3, -1), -1)  # the nearest first
    numbers = {at: int(before[at].strip("#.")) for at in tail if _RANK.match(before[at])}
    later = [at for at, number in numbers.items() if last is None or number > int(last)]
    at = next((at for at in numbers if numbers[at] == wanted), later[-1] if later else None)
    if at is None:
        return None
    rank = str(numbers[at])
    del before[at:]
    return rank


def _row(entry: _Entry, order: Sequence[str]) -> tuple[int, list[str | None]]:
    """Rank, hashtag, posts, views. A word beside a number counts more than its place."""
    found: dict[str, str] = {}
    free: list[str] = []
    for cell in entry.cells:
        if _LABEL.match(cell) and free:
            found.setdefault(_role_of(cell), free.pop())
        elif _FIGURE.fullmatch(cell):
            if re.search(_NOUN, cell, re.IGNORECASE):
                found.setdefault(_role_of(cell), cell)
            else:
                free.append(cell)
    if not found:  # where words stand beside the numbers, a bare one is something else
        found = dict(zip(order, free, strict=False))
    return entry.line, [entry.rank, entry.tag, found.get("posts"), found.get("views")]


def _role_of(label: str) -> str:
    return "views" if "view" in label.lower() else "posts"


FORMATS = (
    Format(
        "tiktok_creative_center_list",
        "TikTok Creative Center list",
        ("Rank", "Hashtag", "Posts or Views"),
        ("tiktok",),
        _matches,
        _parse,
    ),
)
