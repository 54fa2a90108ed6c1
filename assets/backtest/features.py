"""The features of forecasts for whole panels, computed by the models that score today.

One text of SQL makes what is fitted, what is graded and what is served. A back-test writes its
readings and sightings where the warehouse keeps them, in a file of its own, and lets dbt build the
models.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import polars as pl

from assets import project
from domain.backtest.counters import CounterPanel, display_step
from domain.backtest.lists import ListPanel
from domain.backtest.ranking import Flags, Floats
from domain.forecast import counters, lists
from domain.signals import Kind
from domain.terms.normalise import normalise
from domain.terms.term import UnusableTerm
from warehouse.engine.base import Engine, closing
from warehouse.engine.open import open_engine
from warehouse.settings import WarehouseSettings

FIRST_IDX = date(2001, 1, 1)  # day 0 of the models
MAIN = "main"
TABLES = {
    "int_counter_reading": "counter_no integer, day_idx integer, value double, step double",
    "int_list_sighting": "source_no integer, list text, seen_no integer, day_idx integer",
    "int_list_name": "seen_no integer, seen text, is_weekday boolean",
}
MODELS = ("int_counter_feature", "int_list_feature")
ON_THE_WAY = ("int_list_capture", "int_list_history")
Columns = Mapping[str, Floats]


def features(
    counter_panels: Sequence[CounterPanel], list_panels: Sequence[ListPanel]
) -> tuple[list[Columns], list[Columns]]:
    """Features by name: of counters each of shape (series, days), of lists one value a row."""
    if not counter_panels and not list_panels:
        return [], []
    offsets = np.cumsum([0, *(len(panel.names) for panel in counter_panels)])
    name_offsets = np.cumsum([0, *(len(panel.names) for panel in list_panels)])
    readings = [_readings(one, int(at)) for one, at in zip(counter_panels, offsets, strict=False)]
    sightings = [
        _sightings(one, number, int(at))
        for number, (one, at) in enumerate(zip(list_panels, name_offsets, strict=False))
    ]
    names = [_names(one, int(at)) for one, at in zip(list_panels, name_offsets, strict=False)]
    of_counters, of_lists = _built(
        {
            "int_counter_reading": readings,
            "int_list_sighting": sightings,
            "int_list_name": names,
        }
    )
    return (
        [
            _matrices(of_counters, one, int(at))
            for one, at in zip(counter_panels, offsets, strict=False)
        ],
        [_columns(of_lists, number) for number in range(len(list_panels))],
    )


def weekday_names(names: Sequence[str]) -> Flags:
    """Which names are those of a weekday or of a custom of one (tbt, ff)."""
    return np.array([_is_weekday(name) for name in names], dtype=np.bool_)


def _is_weekday(name: str) -> bool:
    try:
        return normalise(name, kind=Kind.TOPIC).is_weekday
    except UnusableTerm:
        return False


def _readings(panel: CounterPanel, offset: int) -> pl.DataFrame:
    series, day = np.nonzero(np.isfinite(panel.evidence))
    value = panel.evidence[series, day]
    return pl.DataFrame(
        {
            "counter_no": (series + offset).astype(np.int32),
            "day_idx": (day + (panel.first_day - FIRST_IDX).days).astype(np.int32),
            "value": value,
            "step": display_step(value),
        }
    )


def _sightings(panel: ListPanel, number: int, offset: int) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "source_no": np.full(len(panel), number, dtype=np.int32),
            "list": [MAIN] * len(panel),
            "seen_no": (panel.name + offset).astype(np.int32),
            "day_idx": (panel.day + (panel.first_day - FIRST_IDX).days).astype(np.int32),
        },
        schema_overrides={"list": pl.String},
    )


def _names(panel: ListPanel, offset: int) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "seen_no": (np.arange(len(panel.names)) + offset).astype(np.int32),
            "seen": list(panel.names),
            "is_weekday": weekday_names(panel.names),
        },
        schema_overrides={"seen": pl.String},
    )


def _built(parents: Mapping[str, Sequence[pl.DataFrame]]) -> list[pl.DataFrame]:
    """The models' rows, all days scored, in the order of `MODELS`."""
    spans = [
        frame["day_idx"].to_numpy()
        for frames in parents.values()
        for frame in frames
        if "day_idx" in frame.columns and frame.height
    ]
    first, last = min(int(days.min()) for days in spans), max(int(days.max()) for days in spans)
    end = datetime.combine(FIRST_IDX + timedelta(days=last + 1), datetime.min.time())
    with tempfile.TemporaryDirectory(prefix="podpusher-backtest-") as folder:
        settings = WarehouseSettings(data=Path(folder), warehouse_url=None)
        with closing(open_engine(settings)) as engine:
            _write(engine, parents)
        project.invoke_apart(
            settings,
            ["run", "--select", *ON_THE_WAY, *MODELS],
            project.score_variables(end, last - first + 1),
        )
        with closing(open_engine(settings)) as engine:
            return [engine.frame(f"select * from intermediate.{name}") for name in MODELS]  # noqa: S608  # our own names


def _write(engine: Engine, parents: Mapping[str, Sequence[pl.DataFrame]]) -> None:
    engine.execute("create schema if not exists intermediate")
    for name, columns in TABLES.items():
        engine.execute(f"create table intermediate.{name} ({columns})")
        for frame in parents[name]:
            if frame.height:
                engine.append(f"intermediate.{name}", frame)


def _matrices(found: pl.DataFrame, panel: CounterPanel, offset: int) -> dict[str, Floats]:
    mine = found.filter(pl.col("counter_no").is_between(offset, offset + len(panel.names) - 1))
    series = mine["counter_no"].to_numpy() - offset
    day = mine["day_idx"].to_numpy() - (panel.first_day - FIRST_IDX).days
    matrices = {}
    for name in counters.COLUMNS:
        matrix = np.full(panel.evidence.shape, np.nan)
        matrix[series, day] = _numbers(mine, name)
        matrices[name] = matrix
    return matrices


def _columns(found: pl.DataFrame, number: int) -> dict[str, Floats]:
    """In the order of a panel: by name, then day."""
    mine = found.filter(pl.col("source_no") == number).sort("seen_no", "day_idx")
    return {name: _numbers(mine, name) for name in lists.COLUMNS}


def _numbers(found: pl.DataFrame, name: str) -> Floats:
    numbers: Floats = found[name].cast(pl.Float64).fill_null(np.nan).to_numpy()
    return numbers
