"""The score card: every question, every universe, every rule, with intervals."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from assets.backtest import forecasts
from assets.backtest.features import Columns, features, weekday_names
from assets.backtest.forecasts import COUNTERS_LEARN, LISTS_LEARN, Forecaster, Weights
from assets.backtest.opportunity import Asked, opportunity
from assets.backtest.panels import counter_panels, list_panels
from domain.backtest import counter_rules, counters, lead, list_rules, lists
from domain.backtest.calibration import Calibration, Reliability, calibration, reliability
from domain.backtest.counters import CounterPanel, Rows
from domain.backtest.grading import Leads, Places, Universe, grade_orders, grade_outcomes
from domain.backtest.lists import ListPanel
from domain.backtest.ranking import Flags, Floats
from domain.forecast.walk import LEAST_ROWS

MONDAY = date(2001, 1, 1)
WEEK, MONTH = 7, 28
FORECAST = "forecast"
HEADLINE = {"a": "auc", "b": "spearman", "c": "auc", "d": "auc"}
HORIZONS = (7, 14, 28)  # days
DEFAULT = {"a": 7, "b": 7, "c": 7, "d": 28}
ROWS: dict[str, Callable[[CounterPanel, int], Rows]] = {
    "a": counters.rise,
    "b": counters.rank,
    "d": counters.sustain,
}
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
class Forecast:
    """How good the forecast is on the rows it was made for, and how much better than each rule.

    calibration: of a stated chance. top_tenth: share that came true among the tenth with the
    highest chances. Both None where an order is forecast. reliability: what like chances came to.
    """

    result: Universe
    calibration: Calibration | None
    top_tenth: float | None
    reliability: tuple[Reliability, ...] = ()


@dataclass(frozen=True, slots=True)
class Graded:
    """One universe of one question: the rules on all rows, the forecast on those it reached.

    horizons: the same question asked of other numbers of days; the forecast is the same.
    opportunity: the opportunity score by version, newest first, on the rows that the forecast
    reached; the newest is paired with the others. None where it was not asked for.
    """

    question: str
    universe: str
    result: Universe
    forecast: Forecast | None = None
    horizons: dict[int, Graded] = field(default_factory=dict)
    opportunity: Universe | None = None


def grade(
    frame: pl.DataFrame,
    span: Span,
    weights: Weights | None = None,
    *,
    with_opportunity: bool = False,
) -> Iterator[Graded]:
    """Grade every rule and our forecasts on every universe; yields each as it is done.

    weights: given ones are graded as they are; without, they are fitted on earlier days only.
    with_opportunity: grade the opportunity score of counters beside them.
    """
    panels, listed = counter_panels(frame), list_panels(frame)
    by = {name: _forecaster(one, span, COUNTERS_LEARN, weights) for name, one in panels.items()}
    long = {
        name: one
        for name, one in panels.items()
        if _can_learn(one.days, len(counters.rise(one)), by[name])
    }
    lists_by = {name: _forecaster(one, span, LISTS_LEARN, weights) for name, one in listed.items()}
    long_lists = {
        name: one for name, one in listed.items() if _can_learn(one.days, len(one), lists_by[name])
    }
    made, made_lists = features(list(long.values()), list(long_lists.values()))
    found = dict(zip(long, made, strict=True))
    lists_found = dict(zip(long_lists, made_lists, strict=True))
    scored = _scored(long, found, by) if with_opportunity else {}
    for name, panel in panels.items():
        stated = _stated_of_counters(panel, found.get(name), by[name])
        yield from _counters(name, panel, stated, span, scored.get(name, {}))
    for name, names in listed.items():
        back = _stated_of_lists(names, lists_found.get(name), lists_by[name])
        yield from _lists(name, names, back, span)


def _scored(
    panels: Mapping[str, CounterPanel],
    features_of: Mapping[str, Columns],
    by: Mapping[str, Forecaster],
) -> dict[str, dict[str, Floats]]:
    """The opportunity score of each panel by version."""
    asked = [
        Asked(
            name,
            panel,
            features_of[name],
            {question: ROWS[question](panel, DEFAULT[question]) for question in ROWS},
            by[name],
        )
        for name, panel in panels.items()
    ]
    return dict(zip(panels, opportunity(asked), strict=True))


def _stated_of_counters(
    panel: CounterPanel, columns: Columns | None, by: Forecaster
) -> dict[str, Floats]:
    """What is forecast of each series and day, by question; not a number where nothing is."""
    if columns is None:
        return {}
    stated = {}
    for question, forecast_of in (
        ("a", forecasts.rise),
        ("b", forecasts.rank),
        ("d", forecasts.sustain),
    ):
        rows = ROWS[question](panel, DEFAULT[question])
        matrix = np.full(panel.evidence.shape, np.nan)
        matrix[rows.series, rows.day] = forecast_of(forecasts.of_rows(columns, rows), rows, by)
        stated[question] = matrix
    return stated


def _stated_of_lists(panel: ListPanel, columns: Columns | None, by: Forecaster) -> Floats:
    """Chance of each row of the panel to be back; not a number where nothing is forecast."""
    found = np.full(len(panel), np.nan)
    if columns is not None:
        rows = lists.back_on_the_list(panel)
        found[rows.place] = forecasts.back(columns, panel, rows, by)
    return found


def _counters(
    name: str,
    panel: CounterPanel,
    stated: Mapping[str, Floats],
    span: Span,
    scored: Mapping[str, Floats],
) -> Iterator[Graded]:
    scores = {rule: score(panel) for rule, score in counter_rules.RULES.items()}
    every_peak = lead.peaks(panel)

    def asked(question: str, days: int) -> Graded:
        every = ROWS[question](panel, days)
        rows = every.only(span.holds(panel.first_day, every.day))
        picked = {rule: score[rows.series, rows.day] for rule, score in scores.items()}
        length = max(days, WEEK)

        def graded(chosen: Flags, of: Mapping[str, Floats], forecast: str | None) -> Universe:
            mine = rows.only(chosen)
            block = _block(panel.first_day, mine.day, length)
            if question == "b":
                return grade_orders(mine.target, mine.day, block, of, forecast, member=mine.series)
            leads = _leads(panel, every_peak, mine, block, length) if usual else None
            places = Places(mine.day, mine.series)
            return grade_outcomes(mine.outcome, block, of, forecast, places, leads)

        usual = days == DEFAULT[question]
        said = stated[question][rows.series, rows.day] if question in stated else None
        block = _block(panel.first_day, rows.day, length)
        whole = np.ones(len(rows), dtype=np.bool_)
        made = _forecast(question, rows.outcome, said, block, picked, graded, usual=usual)
        beside = None
        if scored and usual and len(rows):
            reached = whole if made is None or said is None else np.isfinite(said)
            versions = {
                version: matrix[rows.series, rows.day][reached]
                for version, matrix in reversed(list(scored.items()))
            }
            beside = graded(reached, versions, next(iter(versions)))
        return Graded(question, name, graded(whole, picked, None), made, opportunity=beside)

    for question in ROWS:
        yield _with_horizons(question, asked)


def _lists(name: str, panel: ListPanel, stated: Floats, span: Span) -> Iterator[Graded]:
    scores = {rule: score(panel) for rule, score in list_rules.RULES.items()}
    weekdays = weekday_names(panel.names)
    within = span.holds(panel.first_day, panel.day)
    whole = {"": np.ones(len(panel), dtype=np.bool_)}
    for kind, members in (whole | lists.universes(panel, weekdays)).items():

        def asked(question: str, days: int, kind: str = kind, members: Flags = members) -> Graded:
            rows = lists.back_on_the_list(panel, days)
            kept = (within & members)[rows.place]
            place, outcome = rows.place[kept], rows.outcome[kept]
            picked = {rule: score[place] for rule, score in scores.items()}
            block = _block(panel.first_day, panel.day[place], max(days, WEEK))

            def graded(chosen: Flags, of: Mapping[str, Floats], forecast: str | None) -> Universe:
                mine = place[chosen]
                places = Places(panel.day[mine], panel.name[mine])
                return grade_outcomes(outcome[chosen], block[chosen], of, forecast, places)

            usual = days == DEFAULT[question]
            return Graded(
                question,
                f"{name}/{kind}" if kind else name,
                graded(np.ones(len(place), dtype=np.bool_), picked, None),
                _forecast(question, outcome, stated[place], block, picked, graded, usual=usual),
            )

        yield _with_horizons("c", asked)


def _with_horizons(question: str, asked: Callable[[str, int], Graded]) -> Graded:
    others = [days for days in HORIZONS if days != DEFAULT[question]]
    found = asked(question, DEFAULT[question])
    return replace(found, horizons={days: asked(question, days) for days in others})


def _forecast(
    question: str,
    outcome: Flags,
    stated: Floats | None,
    block: NDArray[np.int64],
    scores: Mapping[str, Floats],
    graded: Callable[[Flags, Mapping[str, Floats], str | None], Universe],
    *,
    usual: bool,
) -> Forecast | None:
    """The forecast beside every rule, on the rows that it reached."""
    known = np.zeros(0, dtype=np.bool_) if stated is None else np.isfinite(stated)
    if stated is None or not known.any():
        return None
    reached = {rule: score[known] for rule, score in scores.items()}
    reached[FORECAST] = stated[known]
    result = graded(known, reached, FORECAST)
    if question == "b":
        return Forecast(result, None, None)
    came_true, chance = outcome[known], stated[known]
    top = float(came_true[chance >= np.quantile(chance, 0.9)].mean())
    # A chance is stated of the usual number of days only.
    told_apart = usual and bool(came_true.any()) and not bool(came_true.all())
    if not told_apart:
        return Forecast(result, None, top)
    calibrated = calibration(came_true, chance, block[known])
    return Forecast(result, calibrated, top, reliability(came_true, chance, block[known]))


def _leads(
    panel: CounterPanel, every: lead.Peaks, rows: Rows, block: NDArray[np.int64], length: int
) -> Leads:
    """The peaks that these rows could tell."""
    found = lead.watched(every, rows, panel.days)
    of_peak = _block(panel.first_day, found.day, length)
    held = np.isin(of_peak, block)
    found = lead.Peaks(found.series[held], found.day[held])
    return Leads(of_peak[held], lambda score: lead.leads(found, rows, panel.days, score))


def _forecaster(
    panel: CounterPanel | ListPanel, span: Span, learning: int, weights: Weights | None
) -> Forecaster:
    """From the first graded day on; weights of its own need some days to learn from."""
    asked = (span.first - panel.first_day).days if span.first else 0
    return Forecaster(max(asked, 0 if weights else learning), weights)


def _can_learn(days: int, rows: int, by: Forecaster) -> bool:
    """Whether there are days to forecast, and rows enough for a first fit at some time."""
    return by.first < days and (by.weights is not None or rows > LEAST_ROWS)


def _block(first_day: date, day: NDArray[np.int64], length: int) -> NDArray[np.int64]:
    """Stretches of `length` days counted from a Monday, the same for every panel."""
    return ((first_day - MONDAY).days + day) // length
