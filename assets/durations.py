"""How long rises last, as shipped: a seed of the dbt project, one version after another.

`podpusher fit` writes it, the model int_series_life reads it.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from assets.weights import SEEDS
from domain.lifecycle.durations import Coverage, Duration

FILE: Final = "rise_durations.csv"
COLUMNS: Final = (
    *("rise_version", "kind", "age_from", "age_to", "low", "median", "high", "rises", "days"),
    *("held_out", "fitted_from", "fitted_to", "data_hash", "fitted_on"),
)
ENDLESS: Final = 99_999  # the last bin has no end
COUNTER, LIST = "counter", "list"


@dataclass(frozen=True, slots=True)
class Durations:
    """How long the rises of one kind of series went on, and what of that held later.

    `held_out`: quartiles of the first half of each record against the rises of its second half;
    None where a half has too few.
    """

    kind: str
    fitted_from: date
    fitted_to: date
    bins: tuple[Duration, ...]
    held_out: Coverage | None


def versions(folder: Path = SEEDS) -> list[str]:
    """Names of the shipped versions, oldest first."""
    return list(dict.fromkeys(row["rise_version"] for row in read(folder)))


def next_version(folder: Path = SEEDS) -> str:
    """The name after the last: r1, r2 and so on."""
    numbers = [int(one[1:]) for one in versions(folder) if re.fullmatch(r"r\d+", one)]
    return f"r{max(numbers, default=0) + 1}"


def read(folder: Path = SEEDS) -> list[dict[str, str]]:
    """Every row of every version."""
    path = folder / FILE
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(
    name: str, found: Sequence[Durations], hashes: Mapping[str, str], on: date, folder: Path = SEEDS
) -> Path:
    """Add a version. A quartile that nobody saw reached stays empty."""
    read_from = hashlib.sha256("".join(sorted(hashes.values())).encode()).hexdigest()
    rows: list[Sequence[object]] = [tuple(row.values()) for row in read(folder)]
    rows += [
        (
            *(name, one.kind, bin_.age_from, bin_.age_to or ENDLESS),
            *(bin_.low, bin_.median, bin_.high, bin_.rises, bin_.days),
            round(one.held_out.within, 4) if one.held_out else None,
            *(one.fitted_from, one.fitted_to, read_from, on),
        )
        for one in found
        for bin_ in one.bins
    ]
    path = folder / FILE
    folder.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows)
    return path
