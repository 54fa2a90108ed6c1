"""The weights that are shipped: seeds of the dbt project, one version after another.

`podpusher fit` writes them, the models and the back-test read them.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import numpy as np

from assets.project import PROJECT
from domain.backtest.calibration import Reliability
from domain.forecast.linear import Fitted
from warehouse.errors import NotFound

SEEDS: Final = PROJECT / "seeds"
INTERCEPT: Final = "intercept"
_WEIGHTS = ("forecast_version", "forecast", "feature", "centre", "spread", "known", "unknown")
_RELIABILITY = ("forecast_version", "forecast", "bin", "stated_from", "low", "high", "rows")
_VERSIONS = (
    *("forecast_version", "forecast", "fitted_from", "fitted_to", "rows", "series"),
    *("base_rate", "data_hash", "fitted_on"),
)


@dataclass(frozen=True, slots=True)
class Origin:
    """Of what a forecast's weights were made: outcomes of these days, rows, series.

    base_rate: share of the rows that came true; None where an order is forecast.
    """

    fitted_from: date
    fitted_to: date
    rows: int
    series: int
    base_rate: float | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """Everything that one fit says."""

    name: str
    fitted_on: date
    data_hash: str
    weights: Mapping[str, Fitted]
    origins: Mapping[str, Origin]
    reliability: Mapping[str, Sequence[Reliability]]


def versions(folder: Path = SEEDS) -> list[str]:
    """Names of the shipped versions, oldest first."""
    return list(dict.fromkeys(row["forecast_version"] for row in _read(folder, "versions")))


def shipped(name: str | None = None, folder: Path = SEEDS) -> Mapping[str, Fitted]:
    """The weights of a version (default: the newest) by name of the forecast.

    Raises NotFound, naming what there is.
    """
    known = versions(folder)
    asked = name or (known[-1] if known else "")
    rows = [row for row in _read(folder, "weights") if row["forecast_version"] == asked]
    if not rows:
        there = ", ".join(known) or "none: run podpusher fit first"
        raise NotFound(f"There are no weights of version {asked!r}. There are: {there}.")
    names = dict.fromkeys(row["forecast"] for row in rows)
    return {one: _fitted([row for row in rows if row["forecast"] == one]) for one in names}


def write(version: Version, card: Mapping[str, Any], folder: Path = SEEDS) -> list[Path]:
    """Add a version to the seeds, in place of one of the same name; returns the files written.

    Floats are written so that reading gives the same bits.
    """
    name = version.name
    weights = [
        [name, forecast, *row]
        for forecast, fitted in version.weights.items()
        for row in _rows(fitted)
    ]
    reliability = [
        [name, forecast, number, one.stated_from, one.low, one.high, one.rows]
        for forecast, bins in version.reliability.items()
        for number, one in enumerate(bins)
    ]
    read, day = version.data_hash, version.fitted_on
    made_of = [
        [
            *(name, forecast, one.fitted_from, one.fitted_to, one.rows, one.series),
            *(one.base_rate, read, day),
        ]
        for forecast, one in version.origins.items()
    ]
    written = [
        _write(folder, "weights", _WEIGHTS, name, weights),
        _write(folder, "reliability", _RELIABILITY, name, reliability),
        _write(folder, "versions", _VERSIONS, name, made_of),
    ]
    target = card_path(name, folder)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(card, allow_nan=False) + "\n", encoding="utf-8")
    return [*written, target]


def card_path(name: str, folder: Path = SEEDS) -> Path:
    """Where the score card of a version lies."""
    return folder.parent / "cards" / f"{name}.json"


def data_hash(name: str, folder: Path = SEEDS) -> str | None:
    """Hash of the files that a version was fitted on; None for one that is not shipped."""
    rows = (row for row in _read(folder, "versions") if row["forecast_version"] == name)
    return next((row["data_hash"] for row in rows), None)


def shipped_card(folder: Path = SEEDS) -> dict[str, Any] | None:
    """The score card of the newest weights, with when and on which days; None without weights."""
    known = versions(folder)
    if not known or not card_path(known[-1], folder).is_file():
        return None
    made_of = [row for row in _read(folder, "versions") if row["forecast_version"] == known[-1]]
    fitted_on = max(row["fitted_on"] for row in made_of)
    return {
        "made_at": f"{fitted_on}T00:00:00+00:00",
        "as_of": max(row["fitted_to"] for row in made_of),
        "mode": "recorded",
        **json.loads(card_path(known[-1], folder).read_bytes()),
    }


def _rows(fitted: Fitted) -> list[list[object]]:
    rows: list[list[object]] = [[INTERCEPT, 0.0, 1.0, fitted.intercept, 0.0]]
    columns = (fitted.centre, fitted.spread, fitted.known, fitted.unknown)
    for number, feature in enumerate(fitted.names):
        rows.append([feature, *(float(column[number]) for column in columns)])
    return rows


def _fitted(rows: Sequence[Mapping[str, str]]) -> Fitted:
    intercept = next(float(row["known"]) for row in rows if row["feature"] == INTERCEPT)
    features = [row for row in rows if row["feature"] != INTERCEPT]
    columns = {
        name: np.array([float(row[name]) for row in features])
        for name in ("centre", "spread", "known", "unknown")
    }
    return Fitted(tuple(row["feature"] for row in features), intercept, **columns)


def _path(folder: Path, what: str) -> Path:
    return folder / f"forecast_{what}.csv"


def _read(folder: Path, what: str) -> list[dict[str, str]]:
    path = _path(folder, what)
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _write(
    folder: Path, what: str, columns: Sequence[str], name: str, rows: Sequence[Sequence[object]]
) -> Path:
    kept = [row for row in _read(folder, what) if row["forecast_version"] != name]
    path = _path(folder, what)
    folder.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([*([row.get(column, "") for column in columns] for row in kept), *rows])
    return path
