"""Which representation is wanted, and lists as tables: CSV for people, Parquet for programs."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

JSON: Final = "application/json"
CSV: Final = "text/csv"
PARQUET: Final = "application/vnd.apache.parquet"
# In the order of our own preference, which decides between equal wishes.
OFFERED: Final = (JSON, CSV, PARQUET)
# What a spreadsheet takes for a formula when a cell begins with it.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


@lru_cache(maxsize=64)
def preferred(accept: str | None) -> str | None:
    """The offered type that an Accept header wants most; None when it takes none of them.

    The most particular range that fits a type gives its weight (RFC 9110, section 12.5.1).
    """
    if not accept or accept == "*/*":
        return JSON
    wishes = [wish for wish in map(_wish, accept.split(",")) if wish]
    best, weight = None, 0.0
    for media in OFFERED:
        fitting = [wish for wish in wishes if _fits(wish[0], media)]
        found = max(fitting, default=("", 0.0), key=lambda wish: _particular(wish[0]))[1]
        if found > weight:
            best, weight = media, found
    return best


def _wish(part: str) -> tuple[str, float] | None:
    name, *parameters = (piece.strip().lower() for piece in part.split(";"))
    for parameter in parameters:
        if parameter.startswith("q="):
            try:
                return name, min(1.0, max(0.0, float(parameter[2:])))
            except ValueError:
                return None
    return (name, 1.0) if name else None


def _fits(wish: str, media: str) -> bool:
    return wish in ("*/*", media, f"{media.partition('/')[0]}/*")


def _particular(wish: str) -> int:
    return 2 - wish.count("*")


def as_csv(columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> bytes:
    """UTF-8 with a header and CRLF (RFC 4180). Unknown is an empty cell, a flag true or false.

    Terms are other people's text: one that a spreadsheet would run as a formula gets an apostrophe
    before it.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([_cell(row[name]) for name in columns] for row in rows)
    return text.getvalue().encode()


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value


def as_parquet(
    columns: Mapping[str, type], rows: Sequence[Mapping[str, Any]], told: Mapping[str, str]
) -> bytes:
    """Columns of the given Python types; `told` goes into the file's own metadata."""
    import polars as pl  # only who asks for it pays for it

    frame = pl.DataFrame(
        {name: [row[name] for row in rows] for name in columns},
        schema={name: pl.datatypes.parse_into_dtype(kind) for name, kind in columns.items()},
    )
    file = io.BytesIO()
    frame.write_parquet(file, metadata=dict(told))
    return file.getvalue()
