"""How good is this score: what it said on past days, what came, and what it does not know."""

from __future__ import annotations

import streamlit as st

from api.schemas.score_card import ScoreCard
from app.client import ApiError
from app.reads import reader
from app.widgets.frame import RUN, empty, page_head, show_as_of, show_error
from app.widgets.opportunity_card import show_opportunity
from app.widgets.score_card import graded, show_question, show_season
from app.words import day, joined, moment, number, t

badge = page_head(t("proof.title"), t("proof.lead"))


def show(card: ScoreCard) -> None:
    """Every question of a card, then what it has of the score itself and of the season."""
    for name, question in card.questions.items():
        show_question(name, question)
    show_opportunity(card.questions)
    if card.season is not None:
        show_season(card.season)


def has_cases(card: ScoreCard) -> bool:
    """Whether any past case was graded."""
    return any(graded(name, question) for name, question in card.questions.items())


def found(of: str) -> ScoreCard | None:
    """A card, None where none was made; another error ends the page."""
    try:
        return reader().score_card(of)
    except ApiError as error:
        if error.code == "score_card.none":
            return None
        show_error(error)
        st.stop()


own = found("installation")
if own is not None:
    show_as_of(badge, own.as_of)
if own is not None and has_cases(own):
    show(own)
    made = own
else:
    if own is None:
        empty(t("proof.none.title"), t("proof.none.text"), icon="fact_check", commands=(RUN,))
    else:
        empty(t("proof.short.title"), t("proof.short.text"), icon="hourglass_empty")
        if own.season is not None:
            show_season(own.season)
    recorded = found("weights")
    if recorded is None:
        st.stop()
    st.subheader(t("proof.recorded.title"), anchor=False)
    st.markdown(
        t("proof.recorded.text", last=day(recorded.as_of), files=joined(list(recorded.signals)))
    )
    show(recorded)
    made = recorded

st.header(t("proof.unknown"), anchor=False)
st.markdown(t("proof.unknown_text"))
st.caption(t("proof.made", made=moment(made.made_at), rows=number(sum(made.signals.values()))))
