"""The score card in a seller's words: what was said, what came, and against what."""

from __future__ import annotations

import streamlit as st

from api.schemas.score_card import Calibration, Interval, Measures, Question, Season, Universe
from app.widgets import score_charts
from app.widgets.markup import chip, chips, esc, facts, plain, table
from app.widgets.score_charts import Reached
from app.words import joined, month, named, number, percent, t

# What a seller can picture: of two cases the right one first; of ten the ones that were.
SHOWN = {"a": "auc", "b": "precision_at_10", "c": "auc", "d": "auc"}
CHANCE, PREDECESSOR = "random", "predecessor"
COIN = 0.5


def whole(question: str, universe: str) -> bool:
    """Whether it is a source, and no part of one."""
    return "@" not in universe and not (question == "c" and "/" in universe)


def graded(name: str, question: Question) -> dict[str, Universe]:
    """The sources of a question that have past cases."""
    return {
        universe: found
        for universe, found in question.universes.items()
        if found.rows and whole(name, universe)
    }


def show_question(name: str, question: Question) -> None:
    """One question with all its sources."""
    st.header(named("question", name), anchor=False)
    st.markdown(named("question_help", name))
    found = graded(name, question)
    if not found:
        st.markdown(t("proof.no_cases"))
    for universe, result in found.items():
        with st.container(border=True, key=f"proof_{name}_{universe.replace('/', '_')}"):
            _source(name, universe, result)


def show_season(found: Season) -> None:
    """Which month it expected to be the greatest of a product word, and which was."""
    mean = found.mean
    st.header(t("proof.season", year=found.checked), anchor=False)
    st.markdown(
        t(
            "proof.season_say",
            words=number(len(found.words)),
            agree=number(mean["index"].peaks_agree),
            last=number(mean["last_year"].peaks_agree),
            error=percent(mean["index"].error, 1),
            error_last=percent(mean["last_year"].error, 1),
            error_none=percent(mean["no_season"].error, 1),
        )
    )
    st.html(
        table(
            (t("proof.word"), t("proof.peak_said"), t("proof.peak_came"), t("proof.agrees")),
            [
                (
                    esc(word),
                    esc(_months(one.index.peak)),
                    esc(_months(one.peak)),
                    chip(t("proof.yes"), "good")
                    if one.index.peak_agrees
                    else chip(t("proof.no"), "warm"),
                )
                for word, one in found.words.items()
            ],
            caption=t("proof.season", year=found.checked),
            tall=True,
        )
    )


def _months(numbers: list[int]) -> str:
    return joined([month(one) for one in numbers]) or "–"


def _source(question: str, universe: str, found: Universe) -> None:
    st.subheader(plain(title_of(universe)), anchor=False)
    st.html(chips([_verdict(found)]))
    st.html(
        facts(
            [
                (t("proof.cases"), number(found.rows)),
                (t("proof.base_rate"), percent(found.base_rate)),
                (t("proof.blocks"), number(found.blocks)),
            ]
        )
    )
    rows = _reached(question, found)
    if not rows:
        st.markdown(t("proof.no_value"))
        return
    st.markdown(_sentence(question, found))
    pairs = question != "b"
    title = t("proof.of_pairs") if pairs else t("proof.of_ten")
    st.vega_lite_chart(
        None,
        score_charts.beside(rows, title, COIN if pairs else None),
        width="stretch",
        key=f"beside_{question}_{universe}",
        alt=t("proof.beside_alt", rows="; ".join(f"{one.label} {_span(one)}" for one in rows)),
    )
    st.html(
        table(
            (t("proof.who"), t("proof.right"), t("proof.between")),
            [(esc(one.label), percent(one.value, 1), between(one.low, one.high)) for one in rows],
            caption=title,
            numeric=(1, 2),
        )
    )
    if found.calibration is not None:
        _chances(question, universe, found.calibration)


def title_of(universe: str) -> str:
    """A source, and what is counted of it unless that is understood."""
    source, _, metric = universe.partition("/")
    title = named("source", source)
    return f"{title}, {named('series', metric)}" if metric else title


def _verdict(found: Universe) -> str:
    """What the paired differences allow to say."""
    if found.forecast is None:
        return chip(t("proof.only_rules"), "calm")
    unsure = [name for name, paired in found.paired.items() if not _beaten(paired)]
    if not unsure:
        return chip(t("proof.beats_all"), "good")
    names = joined([named("rule", name) for name in unsure[:3]])
    return chip(t("proof.not_shown", rules=names), "warm")


def _beaten(paired: dict[str, Interval | float | str | None]) -> bool:
    low = paired.get("low")
    return isinstance(low, float | int) and low > 0


def _reached(question: str, found: Universe) -> list[Reached]:
    """The forecast, the best rules, the earlier product and chance, best first."""
    metric = SHOWN[question]
    rules = {
        name: value
        for name, measures in rules_of(found).items()
        if (value := interval_of(measures, metric)) is not None
    }
    best = sorted(rules, key=lambda name: -_value(rules[name]))[:3]
    chosen = {*best, *({CHANCE, PREDECESSOR} & rules.keys())}
    rows = [_row(named("rule", name), rules[name]) for name in chosen]
    ours = interval_of(found.forecast, metric) if found.forecast else None
    if ours is not None:
        rows.append(_row(t("proof.ours"), ours, ours=True))
    return sorted(rows, key=lambda row: -row.value)


def _sentence(question: str, found: Universe) -> str:
    """How often it was right against the simplest good rule and against chance."""
    metric = SHOWN[question]
    rules = {
        name: _value(value)
        for name, measures in rules_of(found).items()
        if (value := interval_of(measures, metric)) is not None
    }
    best = max(rules, key=lambda name: rules[name])
    ours = interval_of(found.forecast, metric) if found.forecast else None
    chance = number(100 * rules[CHANCE]) if CHANCE in rules else "–"
    rule, right = plain(named("rule", best)), number(100 * rules[best])
    if ours is None and question == "b":
        return t("proof.rule_tops_say", rule=rule, right=right, chance=chance)
    if ours is None:
        return t("proof.rule_pairs_say", rule=rule, right=right, chance=chance)
    said = number(100 * _value(ours))
    if question == "b":
        return t("proof.tops_say", ours=said, rule=rule, right=right, chance=chance)
    return t("proof.pairs_say", ours=said, rule=rule, right=right, chance=chance)


def _chances(question: str, universe: str, found: Calibration) -> None:
    st.markdown(f"**{t('proof.chances')}**")
    st.markdown(
        t(
            "proof.chances_say",
            said=percent(found.mean_stated),
            came=percent(found.base_rate),
            skill=percent(found.brier_skill),
        )
    )
    st.vega_lite_chart(
        None,
        score_charts.reliability(found.bins),
        width="stretch",
        key=f"chances_{question}_{universe}",
        alt=score_charts.reliability_words(found.bins),
    )
    with st.expander(t("proof.chances_table"), icon=":material/table_rows:"):
        st.html(
            table(
                (t("proof.said"), t("proof.came"), t("proof.between"), t("proof.cases")),
                [
                    (
                        percent(one.stated),
                        percent(one.came_true),
                        between(one.low, one.high),
                        number(one.rows),
                    )
                    for one in found.bins
                ],
                caption=t("proof.chances_table"),
                numeric=(0, 1, 2, 3),
            )
        )


def rules_of(found: Universe) -> dict[str, Measures]:
    """The rules on the cases that the forecast reached, on all where it reached none."""
    return found.beside or found.baselines


def interval_of(measures: Measures | None, metric: str) -> Interval | None:
    """A measure that has a value."""
    found = (measures or {}).get(metric)
    return found if isinstance(found, Interval) and found.value is not None else None


def _value(found: Interval) -> float:
    return found.value or 0.0


def _row(label: str, found: Interval, *, ours: bool = False) -> Reached:
    return Reached(label, _value(found), found.low, found.high, ours)


def _span(one: Reached) -> str:
    return f"{percent(one.value, 1)} ({between(one.low, one.high)})"


def between(low: float | None, high: float | None) -> str:
    """The likely span in words."""
    if low is None or high is None:
        return t("proof.no_interval")
    return t("proof.from_to", low=percent(low, 1), high=percent(high, 1))
