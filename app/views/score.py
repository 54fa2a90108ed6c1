"""How good is this score: what it said on past days, what came, and what it does not know."""

from __future__ import annotations

import streamlit as st

from app.client import ApiError
from app.reads import reader
from app.widgets.frame import RUN, empty, page_head, show_as_of, show_error
from app.widgets.score_card import graded, show_question, show_season
from app.words import moment, number, t

badge = page_head(t("proof.title"), t("proof.lead"))
try:
    card = reader().score_card()
except ApiError as error:
    if error.code == "score_card.none":
        empty(t("proof.none.title"), t("proof.none.text"), icon="fact_check", commands=(RUN,))
    else:
        show_error(error)
    st.stop()

show_as_of(badge, card.as_of)
if not any(graded(name, question) for name, question in card.questions.items()):
    empty(t("proof.short.title"), t("proof.short.text"), icon="hourglass_empty")
else:
    for name, question in card.questions.items():
        show_question(name, question)

if card.season is not None:
    show_season(card.season)

st.header(t("proof.unknown"), anchor=False)
st.markdown(t("proof.unknown_text"))
st.caption(t("proof.made", made=moment(card.made_at), rows=number(sum(card.signals.values()))))
