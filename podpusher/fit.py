"""`podpusher fit`: weights of the forecasts from recorded signals, as a version to be shipped."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from assets import durations, weights
from assets.backtest.card import Graded, Span
from assets.backtest.fit import fit, hash_of_files
from assets.backtest.rises import read_off
from assets.backtest.signals import RecordedSignals, read_signals
from assets.backtest.written import card
from podpusher.backtest import graded_with_progress
from podpusher.errors import CommandError, ExitStatus

VERSION = re.compile(r"[a-z][a-z0-9_.-]{0,31}")


def run_fit(
    signals: Path,
    version: str | None,
    until: date | None,
    today: date,
    console: Console,
    folder: Path = weights.SEEDS,
) -> ExitStatus:
    """Fit, grade walk-forward, write seeds and card. Raises UnusableInput, CommandError."""
    name = version or _next(folder)
    _check(name, folder)
    recorded = _read(signals, until, console)
    graded = graded_with_progress(recorded, Span(), console, with_opportunity=True)
    with console.status("Fitting ..."):
        found = fit(name, recorded.frame, graded, recorded.hashes, today)
    if not found.weights:
        raise CommandError(
            "Too little to fit on: a counter needs readings of 28 days before and 7 after, a list "
            "nine days after a sighting, and more than 300 such rows. Give more history.",
            code="fit.too_little",
            status=ExitStatus.UNUSABLE_INPUT,
        )
    _show(found, console)
    for path in weights.write(found, _card(name, recorded, graded, until), folder):
        console.print(f"Written: {escape(str(path))}", highlight=False)
    _fit_rises(recorded, today, console, folder)
    return ExitStatus.OK


def run_fit_of_card(
    signals: Path,
    version: str | None,
    until: date | None,
    console: Console,
    folder: Path = weights.SEEDS,
) -> ExitStatus:
    """Write the card of a shipped version anew, with what was not graded when it was made.

    Raises UnusableInput, NotFound, and CommandError for other signals or where another figure
    than before would be told: what was said of a version stays.
    """
    weights.shipped(version, folder)
    name = version or weights.versions(folder)[-1]
    recorded = _read(signals, until, console)
    if hash_of_files(recorded.hashes) != weights.data_hash(name, folder):
        raise CommandError(
            f"Version {name} was fitted on other signals than these. Give those.",
            code="fit.other_signals",
            status=ExitStatus.UNUSABLE_INPUT,
        )
    graded = graded_with_progress(recorded, Span(), console, with_opportunity=True)
    made = json.loads(json.dumps(_card(name, recorded, graded, until)))
    path = weights.card_path(name, folder)
    if path.is_file() and _without_opportunity(json.loads(path.read_bytes())) != (
        _without_opportunity(made)
    ):
        raise CommandError(
            f"The card of {name} would tell other figures than when it was made. Nothing is "
            "written; `podpusher fit` makes a new version.",
            code="fit.other_figures",
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(made, allow_nan=False) + "\n", encoding="utf-8")
    console.print(f"Written: {escape(str(path))}", highlight=False)
    return ExitStatus.OK


def _card(
    name: str, recorded: RecordedSignals, graded: list[Graded], until: date | None
) -> dict[str, Any]:
    """The card as it is shipped: without other horizons."""
    whole = [replace(one, horizons={}) for one in graded]
    return {"score": name, "frozen": False, **card(recorded, Span(last=until), whole)}


def _without_opportunity(made: dict[str, Any]) -> dict[str, Any]:
    """What a card says of the forecasts and rules."""
    questions = {
        name: {
            **question,
            "universes": {
                universe: {key: value for key, value in found.items() if key != "opportunity"}
                for universe, found in question["universes"].items()
            },
        }
        for name, question in made["questions"].items()
    }
    return {**made, "questions": questions}


def run_fit_of_rises(
    signals: Path, until: date | None, today: date, console: Console, folder: Path = weights.SEEDS
) -> ExitStatus:
    """Read off how long rises last, and nothing else. Raises UnusableInput, CommandError."""
    if not _fit_rises(_read(signals, until, console), today, console, folder):
        raise CommandError(
            "Too few rises: a kind of series needs 20 of one age, each after 63 days of history.",
            code="fit.too_little",
            status=ExitStatus.UNUSABLE_INPUT,
        )
    return ExitStatus.OK


def _read(signals: Path, until: date | None, console: Console) -> RecordedSignals:
    with console.status("Reading the signals ..."):
        recorded = _until(read_signals(signals), until)
    for file, why in recorded.failures.items():
        console.print(f"  [yellow]left out[/yellow] {escape(file)}: {escape(why)}", highlight=False)
    return recorded


def _fit_rises(recorded: RecordedSignals, today: date, console: Console, folder: Path) -> bool:
    with console.status("Timing rises ..."):
        found = read_off(recorded.frame)
    if not found:
        return False
    name = durations.next_version(folder)
    table = Table(title=f"Rises {name}: days still to come", title_justify="left", box=None)
    for column in ("Kind", "Age", "Rises", "A quarter over in", "Half", "Three quarters"):
        table.add_column(column)
    for one in found:
        for bin_ in one.bins:
            age = f"{bin_.age_from} to {bin_.age_to}" if bin_.age_to else f"{bin_.age_from} on"
            reached = (
                "–" if day is None else str(day) for day in (bin_.low, bin_.median, bin_.high)
            )
            table.add_row(one.kind, age, f"{bin_.rises:,}", *reached)
    console.print(table)
    for one in found:
        if one.held_out:
            console.print(
                f"{one.kind}: of {one.held_out.rises:,} later rises on {one.held_out.days:,} days "
                f"{one.held_out.within:.1%} ended within the middle half of earlier ones, "
                f"{one.held_out.before:.1%} before it, {one.held_out.after:.1%} after it.",
                highlight=False,
            )
    path = durations.write(name, found, recorded.hashes, today, folder)
    console.print(f"Written: {escape(str(path))}", highlight=False)
    return True


def _next(folder: Path) -> str:
    numbers = [int(one[1:]) for one in weights.versions(folder) if re.fullmatch(r"f\d+", one)]
    return f"f{max(numbers, default=0) + 1}"


def _check(name: str, folder: Path) -> None:
    if not VERSION.fullmatch(name):
        raise CommandError(
            f"{name!r} is no name of a version. Use small letters, digits, '.', '_' and '-', "
            "a letter first.",
            code="fit.bad_version",
            status=ExitStatus.USAGE,
        )
    if name in weights.versions(folder):
        raise CommandError(
            f"Version {name!r} exists. What was said with it must stay: choose a new name.",
            code="fit.version_exists",
            status=ExitStatus.USAGE,
        )


def _until(recorded: RecordedSignals, until: date | None) -> RecordedSignals:
    if until is None:
        return recorded
    known = pl.col("captured_at").dt.date() <= until
    frame = recorded.frame.filter(known & (pl.col("observed_on") <= until))
    return RecordedSignals(frame, recorded.files, recorded.failures, recorded.hashes)


def _show(found: weights.Version, console: Console) -> None:
    table = Table(title=f"Version {found.name}", title_justify="left", box=None)
    for column in ("Forecast", "Rows", "Series", "From", "To", "Heaviest features"):
        table.add_column(column)
    for forecast, fitted in found.weights.items():
        made_of = found.origins[forecast]
        heavy = sorted(zip(fitted.names, fitted.known, strict=True), key=lambda one: -abs(one[1]))
        table.add_row(
            forecast,
            f"{made_of.rows:,}",
            f"{made_of.series:,}",
            str(made_of.fitted_from),
            str(made_of.fitted_to),
            ", ".join(f"{name} {weight:+.2f}" for name, weight in heavy[:4]),
        )
    console.print(table)
