"""A file's rows before anybody knows what they mean."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import polars as pl

from connectors.trends.base import quarantine_frame

LINE = "__line"  # place in the file, from 1


@dataclass(frozen=True, slots=True)
class Table:
    """Columns as the file names them (plus LINE), lines before the header, and unreadable rows.

    Cells of text files are strings; Parquet keeps its types. `titles` are the file's own names of
    plain columns. `noted_at` (naive UTC) and `region` are what the person who brought the file
    says; they count only where the file is silent.
    """

    frame: pl.DataFrame
    preamble: tuple[str, ...]
    refused: tuple[dict[str, Any], ...]  # line, reason, detail, term
    encoding: str
    container: str  # csv, jsonl, parquet or paste
    titles: Mapping[str, str] = field(default_factory=dict)
    noted_at: datetime | None = None
    region: str | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the file."""
        return tuple(name for name in self.frame.columns if name != LINE)

    def plain(self) -> Table:
        """The same table with plain column names (see `plain_name`), first of each kept."""
        names: dict[str, str] = {}
        for name in self.columns:
            names.setdefault(plain_name(name), name)
        frame = self.frame.select(
            LINE, *(pl.col(old).alias(new) for new, old in names.items() if new)
        )
        return replace(self, frame=frame, titles=names)

    def refused_frame(self, platform: str) -> pl.DataFrame:
        """The unreadable rows, meant for one raw table."""
        return quarantine_frame([{**row, "platform": platform} for row in self.refused])


def plain_name(name: str) -> str:
    """Column name in lower case, words joined by underscores: `Tweet Volume` is tweet_volume."""
    return re.sub(r"[\s\-./]+", "_", name.strip().strip("\ufeff").casefold()).strip("_")
