"""The score card: every question, every universe, every rule, with intervals."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from assets.backtest.panels import counter_panels, list_panels
from domain.backtest import counter_rules, counters, list_rules, lists
from domain.backtest.counters import CounterPanel, Rows
from domain.backtest.grading import Grade, Universe, grade_orders, grade_outcomes
from domain.backtest.lists import ListPanel
from domain.backtest.ranking import Flags
from domain.backtest.resampling import Interval
from domain.signals import Kind
from domain.terms.normalise import normalise
from domain.terms.term import UnusableTerm

MONDAY = date(2001, 1, 1)
WEEK, MONTH = 7, 28
QUESTIONS = {
    "a": "Will next week's gain be higher than this week's?",
    "b": "Which will grow most next week, relative to their size?",
    "c": "Will a name be back on the list in five to nine days?",
    "d": "Will the next 28 days bring at least 1.3 times the gain of the last 28?",
}


@dataclass(frozen=True, slots=True)
class Span:
    """The days that are graded; an open end reaches to the end of the data."""

    first: date | None = None
    last: date | None = None

    def holds(self, first_day: date, day: NDArray[np.int64]) -> Flags:
        """Which day numbers of a calendar lie within."""
        low = -1 if self.first is None else (self.first - first_day).days
        high = np.iinfo(np.int64).max if self.last is None else (self.last - first_day).days
        return (day >= low) & (day <= high)


@dataclass(frozen=True, slots=True)
class Graded:
    """One universe of one question."""

    question: str
    universe: str
    result: Universe


def grade(frame: pl.DataFrame, span: Span) -> Iterator[Graded]:
    """Grade every rule on every universe; yields each as it is done, for a progress display."""
    for name, panel in counter_panels(frame).items():
        yield from _counters(name, panel, span)
    for name, listed in list_panels(frame).items():
        yield from _lists(name, listed, span)


def _counters(name: str, panel: CounterPanel, span: Span) -> Iterator[Graded]:
    scores = {rule: score(panel) for rule, score in counter_rules.RULES.items()}
    asked: tuple[tuple[str, Callable[[CounterPanel], Rows], int], ...] = (
        ("a", counters.rise, WEEK),
        ("b", counters.rank, WEEK),
        ("d", counters.sustain, MONTH),
    )
    for question, rows_of, length in asked:
        every = rows_of(panel)
        rows = every.only(span.holds(panel.first_day, every.day))
        picked = {rule: score[rows.series, rows.day] for rule, score in scores.items()}
        block = _block(panel.first_day, rows.day, length)
        if question == "b":
            result = grade_orders(rows.target, rows.day, block, picked, None)
        else:
            result = grade_outcomes(rows.outcome, block, picked, None)
        yield Graded(question, name, result)


def _lists(name: str, panel: ListPanel, span: Span) -> Iterator[Graded]:
    rows = lists.back_on_the_list(panel)
    scores = {rule: score(panel) for rule, score in list_rules.RULES.items()}
    weekdays = np.array([_is_weekday(one) for one in panel.names], dtype=np.bool_)
    within = span.holds(panel.first_day, panel.day[rows.place])
    whole = {"": np.ones(len(panel), dtype=np.bool_)}
    for kind, members in (whole | lists.universes(panel, weekdays)).items():
        chosen = within & members[rows.place]
        place = rows.place[chosen]
        picked = {rule: score[place] for rule, score in scores.items()}
        block = _block(panel.first_day, panel.day[place], WEEK)
        result = grade_outcomes(rows.outcome[chosen], block, picked, None)
        yield Graded("c", f"{name}/{kind}" if kind else name, result)


def as_json(graded: list[Graded]) -> dict[str, Any]:
    """The card: questions.{a,b,c,d}.universes.{name}. A measure that has no value is null."""
    return {
        "questions": {
            question: {
                "asks": words,
                "universes": {
                    one.universe: _universe(one.result)
                    for one in graded
                    if one.question == question
                },
            }
            for question, words in QUESTIONS.items()
        }
    }


def _universe(result: Universe) -> dict[str, Any]:
    return {
        "rows": result.rows,
        "blocks": result.blocks,
        "base_rate": _number(result.base_rate),
        "forecast": None,
        "baselines": {name: _grade(one) for name, one in result.grades.items()},
        "paired": {
            name: {metric: _interval(found) for metric, found in metrics.items()}
            for name, metrics in result.paired.items()
        },
        "calibration": None,
    }


def _grade(found: Grade) -> dict[str, Any]:
    measured: Mapping[str, Interval] = found.metrics
    return {
        "coverage": _number(found.coverage),
        **{metric: _interval(one) for metric, one in measured.items()},
    }


def _interval(found: Interval) -> dict[str, float | None]:
    return {
        "value": _number(found.value),
        "low": _number(found.low),
        "high": _number(found.high),
    }


def _number(value: float | None) -> float | None:
    return None if value is None or not math.isfinite(value) else round(value, 6)


def _block(first_day: date, day: NDArray[np.int64], length: int) -> NDArray[np.int64]:
    """Stretches of `length` days counted from a Monday, the same for every panel."""
    return ((first_day - MONDAY).days + day) // length


def _is_weekday(name: str) -> bool:
    try:
        return normalise(name, kind=Kind.TOPIC).is_weekday
    except UnusableTerm:
        return False
