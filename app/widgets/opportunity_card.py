"""What the opportunity score says of the days to come, though it is no forecast, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from api.schemas.score_card import Interval, Measures, Opportunity, Question, Universe
from app.widgets.markup import esc, plain, table
from app.widgets.score_card import (
    CHANCE,
    COIN,
    SHOWN,
    between,
    interval_of,
    rules_of,
    title_of,
)
from app.words import named, number, percent, t

# What tells the right way round from the wrong one, and its value where nothing is known.
HEADLINE = {"a": ("auc", COIN), "b": ("spearman", 0.0), "d": ("auc", COIN)}
TABLED = {"a": ("auc",), "b": ("spearman", "precision_at_10"), "d": ("auc",)}


def show_opportunity(questions: Mapping[str, Question]) -> None:
    """The section, source by source; nothing where the card has none of it."""
    found = _by_source(questions)
    if not found:
        return
    st.header(t("proof.opportunity"), anchor=False)
    st.markdown(t("proof.opportunity_text"))
    for source, asked in found.items():
        with st.container(border=True, key=f"opportunity_{source.replace('/', '_')}"):
            st.subheader(plain(title_of(source)), anchor=False)
            for name, universe in asked.items():
                st.markdown(_sentence(name, universe))
            st.html(_table({name: _scored(universe) for name, universe in asked.items()}))


def _by_source(questions: Mapping[str, Question]) -> dict[str, dict[str, Universe]]:
    """By source and question, where the score has a figure."""
    found: dict[str, dict[str, Universe]] = {}
    for name in HEADLINE.keys() & questions.keys():
        for source, universe in questions[name].universes.items():
            scored = universe.opportunity
            if scored is not None and interval_of(scored.measures, SHOWN[name]):
                found.setdefault(source, {})[name] = universe
    return {source: dict(sorted(asked.items())) for source, asked in found.items()}


def _scored(universe: Universe) -> Opportunity:
    assert universe.opportunity is not None
    return universe.opportunity


def _sentence(name: str, universe: Universe) -> str:
    """How often the higher score stood with the right one, and whether that is more than luck."""
    metric, scored = SHOWN[name], _scored(universe)
    question = plain(named("question", name))
    score = _of_hundred(scored.measures, metric)
    forecast = _of_hundred(universe.forecast, metric)
    chance = _of_hundred(rules_of(universe).get(CHANCE), metric)
    if name == "b":
        said = t(
            "proof.opportunity_tops",
            question=question,
            score=score,
            forecast=forecast,
            chance=chance,
        )
    else:
        said = t(
            "proof.opportunity_pairs",
            question=question,
            score=score,
            forecast=forecast,
            chance=chance,
        )
    metric, nothing = HEADLINE[name]
    return f"{said} {_against_luck(interval_of(scored.measures, metric), nothing)}"


def _against_luck(found: Interval | None, nothing: float) -> str:
    if found is not None and found.low is not None and found.low > nothing:
        return t("proof.opportunity_helps")
    if found is not None and found.high is not None and found.high < nothing:
        return t("proof.opportunity_reversed")
    return t("proof.opportunity_luck")


def _of_hundred(measures: Measures | None, metric: str) -> str:
    found = interval_of(measures, metric)
    return number(None if found is None or found.value is None else 100 * found.value)


def _table(asked: Mapping[str, Opportunity]) -> str:
    """Every measure by version: the one in use, and the one before it on the same cases."""
    first = next(iter(asked.values()))
    before = next(iter(first.versions), None)
    head = [
        t("proof.opportunity_asked"),
        t("proof.opportunity_measure"),
        t("proof.opportunity_version", version=first.score_version),
        t("proof.between"),
    ]
    if before is not None:
        head += [
            t("proof.opportunity_version", version=before),
            t("proof.opportunity_than", version=before),
        ]
    rows = [
        _row(name, metric, scored, before)
        for name, scored in asked.items()
        for metric in TABLED[name]
        if interval_of(scored.measures, metric)
    ]
    return table(head, rows, caption=t("proof.opportunity"), numeric=(2, 3, 4))


def _row(name: str, metric: str, scored: Opportunity, before: str | None) -> Sequence[str]:
    found = interval_of(scored.measures, metric)
    cells = [esc(named("question", name)), esc(_measure(metric)), *_figure(found)]
    if before is not None:
        older = interval_of(scored.versions.get(before), metric)
        cells += [_figure(older)[0], esc(_than(scored.paired.get(before, {}).get(metric)))]
    return cells


def _figure(found: Interval | None) -> tuple[str, str]:
    if found is None:
        return percent(None), t("proof.no_interval")
    return percent(found.value, 1), between(found.low, found.high)


def _measure(metric: str) -> str:
    if metric == "precision_at_10":
        return t("proof.of_ten")
    return t("proof.of_order") if metric == "spearman" else t("proof.of_pairs")


def _than(less: Interval | float | str | None) -> str:
    """What the difference on the same draws allows to say."""
    if not isinstance(less, Interval):
        return t("proof.no_interval")
    if less.low is not None and less.low > 0:
        return t("proof.opportunity_better")
    if less.high is not None and less.high < 0:
        return t("proof.opportunity_worse")
    return t("proof.opportunity_same")
