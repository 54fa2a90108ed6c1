"""The score card as one HTML file that needs nothing else: no script, no font, no address."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from assets.backtest import words
from assets.backtest.card import HEADLINE
from assets.backtest.plots import Bin, Dot, dots, reliability
from assets.backtest.style import STYLE

Json = Mapping[str, Any]
COIN = {"auc": 0.5, "spearman": 0.0}
NONE = "–"


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
        body.extend(_season(card["season"]))
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
            f"with {words.metric(metric)} {_interval(value)}."
        )
    unsure = [
        words.rule(name)
        for name, paired in universe["paired"].items()
        if paired["low"] is None or paired["low"] <= 0
    ]
    said = f"The forecast reaches {words.metric(metric)} {_interval(forecast[metric])}"
    ahead = {
        name: paired["value"]
        for name, paired in universe["paired"].items()
        if paired["value"] is not None
    }
    if ahead:
        nearest = min(ahead, key=lambda name: ahead[name])
        less = _interval(universe["paired"][nearest], sign=True)
        said += f", against the nearest rule ({words.rule(nearest)}) {less}"
    if not unsure:
        return f"{said}. It beats every rule beyond chance."
    return f"{said}. Not shown to be better than: {', '.join(unsure)}."


def best_rule(question: str, universe: Json) -> tuple[str, Json] | None:
    """The rule with the greatest headline measure, and that measure."""
    metric = HEADLINE[question]
    known = {
        name: one[metric]
        for name, one in universe["baselines"].items()
        if one[metric]["value"] is not None
    }
    if not known:
        return None
    name = max(known, key=lambda one: known[one]["value"])
    return name, known[name]


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
    return f"<h2>What was graded</h2><p>Days graded: {escape(days)}.</p>" + _table(
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
    yield (
        f"<p>{found['rows']:,} rows in {found['blocks']} blocks of time; base rate {rate}. "
        f"{escape(verdict(question, found))}</p>"
    )
    plots = "".join(
        f"<figure>{svg}<figcaption>{escape(title)}</figcaption></figure>"
        for title, svg in _plots(question, universe, found)
    )
    yield f'<div class="plots">{plots}</div>'
    yield _numbers(question, found)
    if found["calibration"]:
        yield _bins(found["calibration"])
    if found.get("horizons"):
        yield _horizons(question, found, days)


def _plots(question: str, universe: str, found: Json) -> Iterator[tuple[str, str]]:
    metric = HEADLINE[question]
    rows = [
        _dot(words.rule(name), one[metric])
        for name, one in found["baselines"].items()
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


def _numbers(question: str, found: Json) -> str:
    metrics = [one for one in words.METRICS if one in next(iter(found["baselines"].values()), {})]
    entries = [("our forecast", found["forecast"])] if found["forecast"] else []
    entries += [(words.rule(name), one) for name, one in found["baselines"].items()]
    less = {words.rule(name): one for name, one in found["paired"].items()}
    rows = "".join(
        f'<tr><th scope="row">{escape(name)}</th>'
        + "".join(f'<td class="num">{_interval(one[metric])}</td>' for metric in metrics)
        + f'<td class="num">{_interval(less[name], sign=True) if name in less else NONE}</td>'
        + f'<td class="num">{_share(one["coverage"])}</td></tr>'
        for name, one in entries
    )
    heads = ("Rule", *(words.metric(one) for one in metrics), "Forecast less rule", "Coverage")
    return _table(heads, rows, "The numbers of the plots, with 95 % intervals")


def _bins(calibration: Json) -> str:
    drawn = calibration["intervals"]
    said = (
        f"Slope {_interval(drawn['slope'])}; mean stated {_share(calibration['mean_stated'])} "
        f"where {_share(calibration['base_rate'])} came true; Brier {_interval(drawn['brier'])}, "
        f"skill {_interval(drawn['brier_skill'])}."
    )
    rows = "".join(
        f'<tr><td class="num">{_share(one["stated"])}</td><td class="num">'
        f'{_share(one["came_true"])}</td><td class="num">{_share(one["low"])} to '
        f'{_share(one["high"])}</td><td class="num">{one["rows"]:,}</td></tr>'
        for one in calibration["bins"]
    )
    heads = ("Stated", "Came true", "95 % interval", "Rows")
    return f"<p>{said}</p>" + _table(heads, rows, "The chances of the plot")


def _horizons(question: str, found: Json, days: int) -> str:
    metric = HEADLINE[question]
    rows = ""
    for horizon, one in sorted([(str(days), found), *found["horizons"].items()], key=_days):
        best = best_rule(question, one)
        forecast = one["forecast"][metric] if one["forecast"] else None
        rows += (
            f'<tr><th scope="row">{horizon} days</th><td class="num">{one["rows"]:,}</td>'
            f'<td class="num">{_share(one["base_rate"])}</td>'
            f'<td class="num">{_interval(forecast)}</td>'
            f"<td>{escape(words.rule(best[0])) if best else NONE}</td>"
            f'<td class="num">{_interval(best[1]) if best else NONE}</td></tr>'
        )
    name = words.metric(metric)
    heads = ("Horizon", "Rows", "Base rate", f"Forecast, {name}", "Best rule", name)
    caption = f"The forecast of {days} days, asked of other horizons too"
    return _table(heads, rows, caption)


def _season(season: Json) -> Iterator[str]:
    yield "<h2>Season of product words</h2>"
    yield (
        f"<p>Monthly interest of {escape(str(season['trained']))}, read by the season measure of "
        f"the score, against the months of {escape(str(season['checked']))}. Spearman by word: 1 "
        "when the months come in the same order.</p>"
    )
    rows = "".join(
        f'<tr><th scope="row">{escape(word)}</th><td class="num">{_number(one["index"])}</td>'
        f'<td class="num">{_number(one["last_year"])}</td>'
        f"<td>{_months(one['peak_index'])}</td><td>{_months(one['peak_last_year'])}</td>"
        f"<td>{_months(one['peak'])}</td>"
        f"<td>{'yes' if one['peak_agrees'] else 'no'}</td></tr>"
        for word, one in season["words"].items()
    )
    heads = (
        *("Word", "Season index", "Same month last year", "Peak by the index"),
        *("Peak last year", "Peak that came", "Agrees"),
    )
    yield _table(heads, rows, "Rank correlation of the months, and the month of the peak")


def _dot(label: str, one: Json, *, ours: bool = False) -> Dot:
    return Dot(label, one["value"], one["low"], one["high"], ours)


def _table(heads: tuple[str, ...], rows: str, caption: str) -> str:
    columns = "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
    return (
        f'<div class="scroll" role="region" aria-label="{escape(caption)}" tabindex="0"><table>'
        f"<caption>{escape(caption)}</caption><thead><tr>{columns}</tr></thead>"
        f"<tbody>{rows}</tbody></table></div>"
    )


def _interval(found: Json | None, *, sign: bool = False) -> str:
    if found is None or found["value"] is None:
        return NONE
    form = "+.3f" if sign else ".3f"
    said = f"{found['value']:{form}}"
    if found["low"] is None:
        return said
    return f"{said} ({found['low']:{form}} to {found['high']:{form}})"


def _share(value: float | None) -> str:
    return NONE if value is None else f"{value:.1%}"


def _number(value: float | None) -> str:
    return NONE if value is None else f"{value:.2f}"


def _months(months: list[str]) -> str:
    return escape(", ".join(months)) or NONE


def _days(entry: tuple[str, Any]) -> int:
    return int(entry[0])
