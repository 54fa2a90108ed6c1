"""The terms that one trend stands for, why each belongs, and trends with like words."""

from __future__ import annotations

import streamlit as st

from api.schemas.terms import Member, SimilarTerm, TrendDetail
from app.widgets.markup import esc, plain, table
from app.words import day, named, number, t


def asked_note(found: TrendDetail) -> None:
    """That another term answers for the one asked for; nothing when it answers for itself."""
    for member in found.members:
        if member.term_id == found.asked_member:
            st.info(
                t("term.member_asked", asked=plain(member.display), head=plain(found.display)),
                icon=":material/merge:",
            )


def members_table(found: TrendDetail) -> None:
    """Each member with its reason and how often it was seen."""
    st.markdown(t("term.members_lead", head=plain(found.display)))
    st.html(
        table(
            (t("members.term"), t("members.reason"), t("members.seen"), t("members.last")),
            [_cells(member) for member in found.members],
            caption=t("term.members"),
            numeric=(2,),
            tall=len(found.members) > 12,
        )
    )


def similar_terms(others: list[SimilarTerm]) -> None:
    """A link to each, with its score and stage."""
    for other in others:
        st.page_link(
            "views/term.py",
            label=t(
                "term.similar_one",
                term=plain(other.display),
                score=number(other.score),
                stage=named("stage", other.stage),
            ),
            query_params={"term": other.term},
            icon=":material/arrow_forward:",
        )


def _cells(member: Member) -> tuple[str, ...]:
    why = esc(named("member", member.reason))
    if member.detail:
        why += f'<div class="pp-soft pp-small">{esc(member.detail)}</div>'
    last = day(member.last_seen_on) if member.last_seen_on else "–"
    return (esc(member.display), why, number(member.n_observations), esc(last))
