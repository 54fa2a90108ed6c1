"""The tables of the score card, and how its figures are written."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from assets.backtest import words
from assets.backtest.card import HEADLINE

Json = Mapping[str, Any]
NONE = "–"


def best_rule(question: str, universe: Json) -> tuple[str, Json] | None:
    """The rule with the greatest headline measure, and that measure."""
    metric = HEADLINE[question]
    known = {
        name: one[metric]
        for name, one in rules(universe).items()
        if one[metric]["value"] is not None
    }
    if not known:
        return None
    name = max(known, key=lambda one: known[one]["value"])
    return name, known[name]


def rules(universe: Json) -> Json:
    """The rules on the rows that the forecast reached; on all rows where it reached none."""
    found: Json = universe["beside"] or universe["baselines"]
    return found


def numbers(question: str, found: Json) -> str:
    """Every measure of the forecast and of each rule."""
    metrics = [one for one in words.METRICS if one in next(iter(found["baselines"].values()), {})]
    entries = [("our forecast", found["forecast"])] if found["forecast"] else []
    entries += [(words.rule(name), one) for name, one in rules(found).items()]
    less = {words.rule(name): one for name, one in found["paired"].items()}
    rows = "".join(
        f'<tr><th scope="row">{escape(name)}</th>'
        + "".join(f'<td class="num">{interval(one[metric])}</td>' for metric in metrics)
        + f'<td class="num">{interval(less[name], sign=True) if name in less else NONE}</td>'
        + f'<td class="num">{share(one["coverage"])}</td></tr>'
        for name, one in entries
    )
    heads = ("Rule", *(words.metric(one) for one in metrics), "Forecast less rule", "Coverage")
    return table(heads, rows, "The numbers of the plots, with 95 % intervals")


def bins(calibration: Json) -> str:
    """What was stated and what came true, with the measures of the chances."""
    drawn = calibration["intervals"]
    said = (
        f"Slope {interval(drawn['slope'])}; mean stated {share(calibration['mean_stated'])} "
        f"where {share(calibration['base_rate'])} came true; Brier {interval(drawn['brier'])}, "
        f"skill {interval(drawn['brier_skill'])}."
    )
    rows = "".join(
        f'<tr><td class="num">{share(one["stated"])}</td><td class="num">'
        f'{share(one["came_true"])}</td><td class="num">{share(one["low"])} to '
        f'{share(one["high"])}</td><td class="num">{one["rows"]:,}</td></tr>'
        for one in calibration["bins"]
    )
    heads = ("Stated", "Came true", "95 % interval", "Rows")
    return f"<p>{said}</p>" + table(heads, rows, "The chances of the plot")


def horizons(question: str, found: Json, days: int) -> str:
    """The forecast and the best rule by number of days; `days` is the usual one."""
    metric = HEADLINE[question]
    rows = ""
    for horizon, one in sorted([(str(days), found), *found["horizons"].items()], key=_days):
        best = best_rule(question, one)
        forecast = one["forecast"][metric] if one["forecast"] else None
        rows += (
            f'<tr><th scope="row">{horizon} days</th><td class="num">{one["rows"]:,}</td>'
            f'<td class="num">{share(one["base_rate"])}</td>'
            f'<td class="num">{interval(forecast)}</td>'
            f"<td>{escape(words.rule(best[0])) if best else NONE}</td>"
            f'<td class="num">{interval(best[1]) if best else NONE}</td></tr>'
        )
    name = words.metric(metric)
    heads = ("Horizon", "Rows", "Base rate", f"Forecast, {name}", "Best rule", name)
    caption = f"The forecast of {days} days, asked of other horizons too"
    return table(heads, rows, caption)


def opportunity(found: Json) -> str:
    """The opportunity score by version; the newest less each older one on the same draws."""
    measured = found["opportunity"]
    newest = measured["score_version"]
    metrics = [one for one in words.METRICS if one in measured]
    less = {name: interval(one, sign=True) for name, one in measured["paired"].items()}
    rows = "".join(
        f'<tr><th scope="row">{escape(name)}</th>'
        + "".join(f'<td class="num">{interval(one[metric])}</td>' for metric in metrics)
        + f'<td class="num">{less.get(name, NONE)}</td></tr>'
        for name, one in {newest: measured, **measured["versions"]}.items()
    )
    heads = ("Version", *(words.metric(one) for one in metrics), f"{newest} less this one")
    caption = (
        f"The opportunity score on the {measured['rows']:,} rows that the forecast reached. It "
        "weighs season, words and competition too and is not made for this question alone"
    )
    return table(heads, rows, caption)


def season(found: Json) -> Iterator[str]:
    """The section on the season of product words."""
    mean = found["mean"]
    yield "<h2>Season of product words</h2>"
    yield (
        f"<p>Interest by month from {escape(found['trained'])}, read by the season measure of the "
        f"score, against the twelve months of {escape(found['checked'])}. Over all words the order "
        f"of the months agrees with Spearman {_number(mean['index']['spearman'])}; saying the same "
        f"month last year gives {_number(mean['last_year']['spearman'])}, no season 0. The shape "
        f"is off by {share(mean['index']['error'])} of a mean month, against "
        f"{share(mean['last_year']['error'])} and {share(mean['no_season']['error'])}. The "
        f"greatest month agrees for {mean['index']['peaks_agree']} of {len(found['words'])} "
        f"words, for {mean['last_year']['peaks_agree']} as last year.</p>"
    )
    rows = "".join(
        f'<tr><th scope="row">{escape(word)}</th>'
        + "".join(
            f'<td class="num">{_number(one[name]["spearman"])}</td>'
            for name in ("index", "last_year")
        )
        + "".join(
            f'<td class="num">{share(one[name]["error"])}</td>'
            for name in ("index", "last_year", "no_season")
        )
        + f"<td>{_months(one['index']['peak'])}</td><td>{_months(one['last_year']['peak'])}</td>"
        f"<td>{_months(one['peak'])}</td>"
        f"<td>{'yes' if one['index']['peak_agrees'] else 'no'}</td></tr>"
        for word, one in found["words"].items()
    )
    heads = (
        *("Word", "Spearman, index", "Spearman, last year"),
        *("Off, index", "Off, last year", "Off, no season"),
        *("Peak said", "Peak last year", "Peak that came", "Agrees"),
    )
    yield table(heads, rows, "The months of each word: order, shape and peak")


def table(heads: tuple[str, ...], rows: str, caption: str) -> str:
    """A table that scrolls in its own box; `rows` is HTML."""
    columns = "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
    return (
        f'<div class="scroll" role="region" aria-label="{escape(caption)}" tabindex="0"><table>'
        f"<caption>{escape(caption)}</caption><thead><tr>{columns}</tr></thead>"
        f"<tbody>{rows}</tbody></table></div>"
    )


def interval(found: Json | None, *, sign: bool = False) -> str:
    """A measure with its interval; a dash for none."""
    if found is None or found["value"] is None:
        return NONE
    form = "+.3f" if sign else ".3f"
    said = f"{found['value']:{form}}"
    if found["low"] is None:
        return said
    return f"{said} ({found['low']:{form}} to {found['high']:{form}})"


def share(value: float | None) -> str:
    """A share in percent; a dash for none."""
    return NONE if value is None else f"{value:.1%}"


def _number(value: float | None) -> str:
    return NONE if value is None else f"{value:.2f}"


def _months(months: list[int]) -> str:
    return ", ".join(calendar.month_name[month] for month in months) or NONE


def _days(entry: tuple[str, Any]) -> int:
    return int(entry[0])
