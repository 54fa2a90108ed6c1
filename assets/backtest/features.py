"""The features of forecasts for a whole panel, computed by the models that score today.

One text of SQL makes what is fitted, what is graded and what is served. A back-test writes its
readings where the warehouse keeps them, in a file of its own, and lets dbt build the model.
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
from domain.backtest.ranking import Floats
from domain.forecast.counters import COLUMNS
from warehouse.engine.base import closing
from warehouse.engine.open import open_engine
from warehouse.settings import WarehouseSettings

FIRST_IDX = date(2001, 1, 1)  # day 0 of the models
READINGS = "intermediate.int_counter_reading"


def counter_features(panels: Sequence[CounterPanel]) -> list[Mapping[str, Floats]]:
    """For each panel its features by name, each of shape (series, days)."""
    if not panels:
        return []
    frames = []
    offset = 0
    for panel in panels:
        frames.append(_readings(panel, offset))
        offset += len(panel.names)
    found = _built(pl.concat(frames))
    features: list[Mapping[str, Floats]] = []
    offset = 0
    for panel in panels:
        mine = found.filter(pl.col("counter_no").is_between(offset, offset + len(panel.names) - 1))
        features.append(_matrices(mine, panel, offset))
        offset += len(panel.names)
    return features


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


def _built(readings: pl.DataFrame) -> pl.DataFrame:
    """The features of every reading."""
    first, last = readings["day_idx"].min(), readings["day_idx"].max()
    assert isinstance(first, int)
    assert isinstance(last, int)
    end = datetime.combine(FIRST_IDX + timedelta(days=last + 1), datetime.min.time())
    with tempfile.TemporaryDirectory(prefix="podpusher-backtest-") as folder:
        settings = WarehouseSettings(data=Path(folder), warehouse_url=None)
        with closing(open_engine(settings)) as engine:
            engine.execute("create schema if not exists intermediate")
            engine.execute(
                f"create table {READINGS} "
                "(counter_no integer, day_idx integer, value double, step double)"
            )
            engine.append(READINGS, readings)
        project.invoke_apart(
            settings,
            ["run", "--select", "int_counter_feature"],
            project.score_variables(end, last - first + 1),
        )
        with closing(open_engine(settings)) as engine:
            return engine.frame("select * from intermediate.int_counter_feature")


def _matrices(found: pl.DataFrame, panel: CounterPanel, offset: int) -> dict[str, Floats]:
    series = found["counter_no"].to_numpy() - offset
    day = found["day_idx"].to_numpy() - (panel.first_day - FIRST_IDX).days
    matrices = {}
    for name in COLUMNS:
        matrix = np.full(panel.evidence.shape, np.nan)
        matrix[series, day] = found[name].cast(pl.Float64).fill_null(np.nan).to_numpy()
        matrices[name] = matrix
    return matrices
