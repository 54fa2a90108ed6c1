"""Recorded signals of every known format, as one frame of observations."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from connectors.errors import UnusableInput
from connectors.trends.replay import reader

KEY = ("source", "region", "term", "metric", "period", "observed_at")


@dataclass(frozen=True, slots=True)
class RecordedSignals:
    """Observations, and what became of each file.

    frame: source, region, term, kind, metric, period, value, rank, observed_at, captured_at (naive
    UTC) and observed_on, the day that the span ended in.
    """

    frame: pl.DataFrame
    files: dict[str, int]  # name -> rows
    failures: dict[str, str]  # name -> why it could not be used
    hashes: dict[str, str] = field(default_factory=dict)  # name -> SHA-256 of what was read


def read_signals(asked: Path) -> RecordedSignals:
    """Read a file or folder. Raises UnusableInput when nothing in it can be used."""
    frames: list[pl.DataFrame] = []
    files: dict[str, int] = {}
    failures: dict[str, str] = {}
    hashes: dict[str, str] = {}
    for found in reader.find_files(asked):
        try:
            if found.error:
                raise found.error
            data = reader.read_bytes(found.path)
            parsed = reader.parse(data)
        except UnusableInput as error:
            failures[found.name] = error.message
            continue
        files[found.name] = parsed.frame.height
        hashes[found.name] = hashlib.sha256(data).hexdigest()
        frames.append(parsed.frame.select(*KEY, "kind", "value", "rank", "captured_at"))
    if not frames:
        shown = "; ".join(f"{name}: {why}" for name, why in list(failures.items())[:3])
        raise UnusableInput(
            f"no file of {asked} can be used. {shown}", reason="unusable", path=str(asked)
        )
    return RecordedSignals(latest(pl.concat(frames)), files, failures, hashes)


def latest(frame: pl.DataFrame) -> pl.DataFrame:
    """Of several captures of one observation the last; two files of one series are one series."""
    ended = (
        pl.when(pl.col("period") == "instant")
        .then("observed_at")
        .otherwise(pl.col("observed_at") - pl.duration(microseconds=1))
    )
    return (
        frame.sort("captured_at", "value", "rank", nulls_last=False)
        .unique(KEY, keep="last", maintain_order=True)
        .with_columns(ended.dt.date().alias("observed_on"))
        .sort(KEY)
    )
