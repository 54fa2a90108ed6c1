"""The score card as one HTML file that needs nothing else: no script, no font, no address."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from assets.backtest import words
from assets.backtest.card import HEADLINE
from assets.backtest.plots import Bin, Dot, dots, reliability
from assets.backtest.style import STYLE
from assets.backtest.tables import (
    NONE,
    Json,
    best_rule,
    bins,
    horizons,
    interval,
    numbers,
    opportunity,
    rules,
    season,
    table,
)

COIN = {"auc": 0.5, "spearman": 0.0}


def page(card: Json) -> str:
    """The whole file. `card` is the JSON card."""
    questions = card["questions"]
    body = [
        "<h1>How good is this score?</h1>",
        f'<p class="lead">{escape(_said(card))}</p>',
        "<ul>",
        *(f"<li>{escape(line)}</li>" for line in _verdicts(questions)),
        "</ul>",
        _data(card),
    ]
    for name, question in questions.items():
        body.extend(_question(name, question))
    if card.get("season"):
        body.extend(season(card["season"]))
    body.append("<h2>What the words mean</h2><dl>")
    body += [f"<dt>{word}</dt><dd>{meaning}</dd>" for word, meaning in words.DEFINITIONS.items()]
    body.append("</dl>")
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Score card</title><style>{STYLE}</style></head>"
        f"<body><main>{''.join(body)}</main></body></html>\n"
    )


def plots_of(card: Json) -> Iterator[tuple[str, str]]:
    """Each plot of the universes as (title, SVG), in the order of the page."""
    for name, question in card["questions"].items():
        for universe, found in question["universes"].items():
            if found["rows"]:
                yield from _plots(name, universe, found)


def verdict(question: str, universe: Json) -> str:
    """What the figures of one universe say, in a sentence."""
    metric = HEADLINE[question]
    best = best_rule(question, universe)
    forecast = universe["forecast"]
    if forecast is None:
        if best is None:
            return "Nothing can be said: no rule has a value."
        name, value = best
        return (
            f"No forecast was made. The best simple rule is {words.rule(name)} "
            f"with {words.metric(metric)} {interval(value)}."
        )
    unsure = [
        words.rule(name)
        for name, paired in universe["paired"].items()
        if paired["low"] is None or paired["low"] <= 0
    ]
    said = f"The forecast reaches {words.metric(metric)} {interval(forecast[metric])}"
    ahead = {
        name: paired["value"]
        for name, paired in universe["paired"].items()
        if paired["value"] is not None
    }
    if ahead:
        nearest = min(ahead, key=lambda name: ahead[name])
        less = interval(universe["paired"][nearest], sign=True)
        said += f", against the nearest rule ({words.rule(nearest)}) {less}"
    if not unsure:
        return f"{said}. It beats every rule beyond chance."
    return f"{said}. Not shown to be better than: {', '.join(unsure)}."


def _said(card: Json) -> str:
    graded = [
        found
        for question in card["questions"].values()
        for found in question["universes"].values()
        if found["rows"]
    ]
    if not graded:
        return "No row can be graded: the history is too short. Nothing below is a result."
    return (
        "Every row below is a past day. What the forecast and simple rules said with what was "
        "known on that day stands beside what then came. A forecast is worth having where it "
        "beats the best simple rule by more than luck."
    )


def _verdicts(questions: Json) -> Iterator[str]:
    for name, question in questions.items():
        for universe, found in question["universes"].items():
            if found["rows"] and "/" not in universe and "@" not in universe:
                yield f"({name}) {question['asks']} {universe}: {verdict(name, found)}"


def _data(card: Json) -> str:
    span = card.get("span") or {}
    days = f"{span.get('test_from') or 'the first day'} to {span.get('test_to') or 'the last day'}"
    rows = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td class="num">{count:,}</td>'
        f"<td><code>{escape((card.get('sha256') or {}).get(name) or NONE)}</code></td></tr>"
        for name, count in (card.get("signals") or {}).items()
    )
    return f"<h2>What was graded</h2><p>Days graded: {escape(days)}.</p>" + table(
        ("Data", "Rows", "SHA-256"), rows, "The data that was read"
    )


def _question(name: str, question: Json) -> Iterator[str]:
    days = question["days"]
    yield f"<h2>({name}) {escape(question['asks'])}</h2>"
    graded = {one: found for one, found in question["universes"].items() if found["rows"]}
    if not graded:
        yield "<p>No row can be graded.</p>"
    for universe, found in graded.items():
        inside = "".join(_universe(name, universe, found, days))
        if "/" in universe or "@" in universe:
            yield f"<details><summary>{escape(universe)}</summary>{inside}</details>"
        else:
            yield f"<section><h3>{escape(universe)}</h3>{inside}</section>"


def _universe(question: str, universe: str, found: Json, days: int) -> Iterator[str]:
    rate = NONE if found["base_rate"] is None else f"{found['base_rate']:.1%}"
    reached = found["forecast"]["rows"] if found["forecast"] else 0
    same = f"Compared on the {reached:,} rows that the forecast reached. " if reached else ""
    yield (
        f"<p>{found['rows']:,} rows in {found['blocks']} blocks of time; base rate {rate}. {same}"
        f"{escape(verdict(question, found))}</p>"
    )
    plots = "".join(
        f"<figure>{svg}<figcaption>{escape(title)}</figcaption></figure>"
        for title, svg in _plots(question, universe, found)
    )
    yield f'<div class="plots">{plots}</div>'
    yield numbers(question, found)
    if found["calibration"]:
        yield bins(found["calibration"])
    if found.get("opportunity"):
        yield opportunity(found)
    if found.get("horizons"):
        yield horizons(question, found, days)


def _plots(question: str, universe: str, found: Json) -> Iterator[tuple[str, str]]:
    metric = HEADLINE[question]
    rows = [
        _dot(words.rule(name), one[metric])
        for name, one in rules(found).items()
        if one[metric]["value"] is not None
    ]
    forecast = found["forecast"]
    if forecast is not None and forecast[metric]["value"] is not None:
        rows.append(_dot("our forecast", forecast[metric], ours=True))
    if rows:
        title = f"({question}) {universe}: {words.metric(metric)} with 95 % intervals"
        rows.sort(key=lambda one: -one.value)
        yield title, dots(title, words.metric(metric), rows, line=COIN[metric])
    paired = [
        _dot(words.rule(name), one)
        for name, one in found["paired"].items()
        if one["value"] is not None
    ]
    if paired:
        title = f"({question}) {universe}: the forecast less each rule, on the same draws"
        paired.sort(key=lambda one: one.value)
        yield title, dots(title, f"difference in {words.metric(metric)}", paired, line=0.0)
    if found["calibration"]:
        title = f"({question}) {universe}: chances stated and what came true"
        yield title, reliability(title, [Bin(**one) for one in found["calibration"]["bins"]])


def _dot(label: str, one: Json, *, ours: bool = False) -> Dot:
    return Dot(label, one["value"], one["low"], one["high"], ours)
