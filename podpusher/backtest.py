"""`podpusher backtest`: how good rules and forecasts are, as a table, as JSON and as a page."""

from __future__ import annotations

import json
import math
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from assets.backtest.card import FORECAST, HEADLINE, QUESTIONS, Graded, Span, grade
from assets.backtest.forecasts import Weights
from assets.backtest.page import page
from assets.backtest.season import check_season
from assets.backtest.signals import RecordedSignals, read_signals
from assets.backtest.written import card
from assets.weights import shipped, versions
from domain.backtest.resampling import Interval
from podpusher.errors import CommandError, ExitStatus

SHOWN = 1  # best rules of a universe; the file has all


@dataclass(frozen=True, slots=True)
class Asked:
    """Which weights are graded. frozen: as they are shipped; else fitted walk-forward.

    opportunity: whether the opportunity score is graded beside the forecasts.
    """

    score: str | None = None
    frozen: bool = False
    opportunity: bool = False


def run_backtest(
    signals: Path,
    span: Span,
    target: Path | None,
    console: Console,
    *,
    html: Path | None = None,
    asked: Asked = Asked(),  # frozen: nothing can change it
) -> ExitStatus:
    """Grade, show, and write.

    Raises UnusableInput when nothing can be read, NotFound for weights that are not shipped.
    """
    if span.first and span.last and span.last < span.first:
        raise CommandError(
            f"--test-to {span.last} lies before --test-from {span.first}. Swap them.",
            code="usage.bad_span",
            status=ExitStatus.USAGE,
        )
    weights = shipped(asked.score) if asked.score or asked.frozen else None
    with console.status("Reading the signals ..."):
        recorded = read_signals(signals)
    for name, why in recorded.failures.items():
        console.print(f"  [yellow]left out[/yellow] {escape(name)}: {escape(why)}", highlight=False)
    graded = graded_with_progress(
        recorded,
        span,
        console,
        weights if asked.frozen else None,
        with_opportunity=asked.opportunity,
    )
    if not any(one.result.rows for one in graded):
        console.print(
            "No row can be graded: counters need 28 days before and 7 after, lists nine days after "
            "a sighting, and both must lie within --test-from and --test-to."
        )
    _show(graded, console)
    with console.status("Checking the season of product words ..."):
        season = check_season(recorded.frame, span)
    whole = {**_weights(asked), **card(recorded, span, graded, season)}
    if target:
        _write(target, json.dumps(whole, indent=1, allow_nan=False) + "\n", console)
    if html:
        _write(html, page(whole), console)
    return ExitStatus.OK


def _weights(asked: Asked) -> dict[str, Any]:
    """What the card says of the weights that were graded; of `score` are the features."""
    known = versions()
    version = asked.score or (known[-1] if known else None)
    if asked.frozen:
        weights = "as shipped; the days they were fitted on are in sample"
    else:
        weights = "fitted anew before each block, on the days before it"
    return {"score": version, "frozen": asked.frozen, "weights": weights}


def graded_with_progress(
    recorded: RecordedSignals,
    span: Span,
    console: Console,
    weights: Weights | None = None,
    *,
    with_opportunity: bool = False,
) -> list[Graded]:
    """Grade, and say on the console how far it is."""
    found = []
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("Building the panels ...", total=None)
        for one in grade(recorded.frame, span, weights, with_opportunity=with_opportunity):
            found.append(one)
            progress.update(task, description=f"graded ({one.question}) {escape(one.universe)}")
    return found


def _show(graded: list[Graded], console: Console) -> None:
    for question, words in QUESTIONS.items():
        mine = [one for one in graded if one.question == question and one.result.rows]
        if not mine:
            continue
        metric = HEADLINE[question]
        table = Table(title=f"({question}) {words}", title_justify="left", box=None)
        table.add_column("Universe")
        table.add_column("Rows", justify="right")
        table.add_column("Base rate", justify="right")
        table.add_column(f"Best rule ({metric}, 95 %)")
        table.add_column("Our forecast")
        scored = any(one.opportunity for one in mine)
        if scored:
            table.add_column("Opportunity score")
        for one in mine:
            rate = "" if one.result.base_rate is None else f"{one.result.base_rate:.3f}"
            table.add_row(
                escape(one.universe),
                f"{one.result.rows:,}",
                rate,
                _best(one, metric),
                _forecast(one, metric),
                *([_opportunity(one, metric)] if scored else []),
            )
        console.print(table)
    if not any(one.forecast for one in graded):
        console.print(
            "Rules only: forecasts need enough days before the first one graded to be fitted on "
            "(200 of a counter, 60 of a list)."
        )


def _forecast(one: Graded, metric: str) -> str:
    if one.forecast is None:
        return ""
    return _interval(one.forecast.result.grades[FORECAST].metrics[metric])


def _opportunity(one: Graded, metric: str) -> str:
    found = one.opportunity.grades.items() if one.opportunity else ()
    return "; ".join(f"{version} {_interval(grade.metrics[metric])}" for version, grade in found)


def _best(one: Graded, metric: str) -> str:
    ranked = sorted(
        ((name, grade.metrics[metric]) for name, grade in one.result.grades.items()),
        key=lambda entry: -1.0 if math.isnan(entry[1].value) else entry[1].value,
        reverse=True,
    )
    return "; ".join(f"{name} {_interval(found)}" for name, found in ranked[:SHOWN])


def _interval(found: Interval) -> str:
    between = "" if found.low is None else f" ({found.low:.3f} to {found.high:.3f})"
    return f"{found.value:.3f}{between}"


def _write(target: Path, text: str, console: Console) -> None:
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(text, encoding="utf-8")
        part.replace(target)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise CommandError(
            f"{target} cannot be written ({error.strerror or error}). Choose another place.",
            code="backtest.cannot_write",
        ) from error
    console.print(f"Written: {escape(str(target))}", highlight=False)
