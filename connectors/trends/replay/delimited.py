"""Delimited text: fast where the file is regular, row by row where it is not."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from typing import Any

import polars as pl

from connectors.errors import UnusableInput
from connectors.trends.replay.encoding import DAMAGED, Decoded
from connectors.trends.replay.table import LINE, Table

SEPARATORS = (",", ";", "\t", "|")
HEADER_WITHIN = 40  # lines of preamble that an export may have
_OPEN_QUOTE_LINES = 50  # a quoted cell that runs on longer was never closed
_CELL_LIMIT = 50_000_000


def read_delimited(decoded: Decoded, is_header: Callable[[list[str]], bool]) -> Table:
    """The rows below the header line, every cell a string or null.

    The header is the first line that `is_header` accepts, else the first that is not blank.
    Raises UnusableInput when no line looks like a header.
    """
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n", HEADER_WITHIN)[:HEADER_WITHIN]
    at, separator, names = _header(lines, is_header)
    names = _unique(names)
    frame = _fast(text, at, separator, names)
    refused: list[dict[str, Any]] = []
    if frame is None:
        frame = _slow(text, at, separator, names, refused)
    if names and frame.height:
        frame = frame.filter(~pl.all_horizontal(pl.col(names).is_null()))
    if decoded.damaged_lines:
        frame = _without_damaged(frame, names, decoded.encoding, refused)
    return Table(frame, tuple(line for line in lines[:at]), tuple(refused), decoded.encoding, "csv")


def _header(lines: list[str], is_header: Callable[[list[str]], bool]) -> tuple[int, str, list[str]]:
    first: tuple[int, str, list[str]] | None = None
    for index, line in enumerate(lines):
        if not line.strip():
            continue
        for separator in SEPARATORS:
            cells = _cells(line, separator)
            if is_header(cells):
                return index, separator, cells
        if first is None:
            separator = max(SEPARATORS, key=line.count)
            first = (index, separator, _cells(line, separator))
    if first is None:
        raise UnusableInput("no header line. The first line names the columns.", reason="empty")
    return first


def _cells(line: str, separator: str) -> list[str]:
    if len(line) > 100_000:
        return [line[:100]]
    try:
        return [cell.strip() for cell in next(csv.reader([line], delimiter=separator), [])]
    except csv.Error:
        return [line[:100]]


def _unique(names: list[str]) -> list[str]:
    seen: set[str] = set()
    unique = []
    for index, name in enumerate(names):
        label = name if name and name not in seen and name != LINE else f"__column_{index}"
        seen.add(label)
        unique.append(label)
    return unique


def _fast(text: str, at: int, separator: str, names: list[str]) -> pl.DataFrame | None:
    """The regular case; None when a row has too many cells or a quote is left open."""
    try:
        frame = pl.read_csv(
            io.BytesIO(text.encode("utf-8", "surrogatepass")),
            has_header=False,
            skip_lines=at + 1,
            separator=separator,
            schema=dict.fromkeys(names, pl.String),
            row_index_name=LINE,
            row_index_offset=at + 2,
        )
    except pl.exceptions.NoDataError:
        return pl.DataFrame(schema={LINE: pl.Int64, **dict.fromkeys(names, pl.String)})
    except (pl.exceptions.PolarsError, UnicodeError):
        return None
    return frame.with_columns(pl.col(LINE).cast(pl.Int64))


def _slow(
    text: str, at: int, separator: str, names: list[str], refused: list[dict[str, Any]]
) -> pl.DataFrame:
    rows: list[tuple[int, list[str | None]]] = []
    width = len(names)
    previous = csv.field_size_limit(_CELL_LIMIT)
    try:
        for line, record in _records(text.split("\n"), at + 1):
            if record is None:
                refused.append(_refusal(line, "unclosed_quote", "a quote that is never closed"))
                continue
            try:
                cells = next(csv.reader([record], delimiter=separator), [])
            except csv.Error:
                refused.append(_refusal(line, "unclosed_quote", "a quote in the middle of a cell"))
                continue
            if len(cells) > width:
                detail = f"{len(cells)} cells where the header names {width}"
                refused.append(_refusal(line, "wrong_columns", detail, cells[0] if cells else None))
                continue
            padded: list[str | None] = [cell or None for cell in cells]
            rows.append((line, padded + [None] * (width - len(cells))))
    finally:
        csv.field_size_limit(previous)
    columns: dict[str, Any] = {LINE: [line for line, _ in rows]}
    columns.update({name: [cells[i] for _, cells in rows] for i, name in enumerate(names)})
    return pl.DataFrame(columns, schema={LINE: pl.Int64, **dict.fromkeys(names, pl.String)})


def _records(lines: list[str], start: int) -> Iterator[tuple[int, str | None]]:
    """Records with the line they begin on; None for one whose quote is never closed."""
    index = start
    while index < len(lines):
        record, end = lines[index], index
        while record.count('"') % 2 and end + 1 < len(lines) and end - index < _OPEN_QUOTE_LINES:
            end += 1
            record = f"{record}\n{lines[end]}"
        if record.count('"') % 2:
            yield index + 1, None
            index += 1
            continue
        if record.strip():
            yield index + 1, record
        index = end + 1


def _without_damaged(
    frame: pl.DataFrame, names: list[str], encoding: str, refused: list[dict[str, Any]]
) -> pl.DataFrame:
    damaged = pl.any_horizontal(
        pl.col(name).str.contains(DAMAGED, literal=True).fill_null(value=False) for name in names
    )
    detail = f"bytes that are not {encoding}"
    refused.extend(_refusal(line, "bad_encoding", detail) for line in frame.filter(damaged)[LINE])
    return frame.filter(~damaged)


def _refusal(line: int, reason: str, detail: str, term: str | None = None) -> dict[str, Any]:
    return {"line": line, "reason": reason, "detail": detail, "term": term}
