"""Product ideas, and the terms that did not become one."""

from __future__ import annotations

from collections import Counter

import streamlit as st

from app.families import FAMILIES
from app.reads import reader
from app.widgets import choices, pager
from app.widgets.frame import answers, empty, page_head, show_as_of
from app.widgets.idea_cards import idea_cards
from app.widgets.markup import esc, table
from app.widgets.pages import paged
from app.words import day, named, number, t

FILTERS = ("q", "category", "style", "made_from")
PAGE = 50
CARDS = 12
MADE_FROM = ("measured", "list")

badge = page_head(t("ideas.title"), t("ideas.lead"))
with answers():
    page = reader().ideas()
    designs = reader().designs().items
show_as_of(badge, page.as_of)

chosen_tab, refused_tab = st.tabs([t("ideas.tab"), t("ideas.why_not")])

with chosen_tab:
    if not page.items:
        empty(t("ideas.nothing.title"), t("ideas.nothing.text"), icon="lightbulb")
    else:
        first, second, third, fourth = st.columns([2, 1.2, 1.2, 1.2], vertical_alignment="bottom")
        with first:
            text = choices.text("q", t("filter.search"), t("ideas.search_hint"))
        present = {idea.category for idea in page.items}
        with second:
            category = choices.choice(
                "category",
                t("filter.category"),
                [code for code in FAMILIES["category"] if code in present],
                lambda code: named("category", code),
            )
        styles = {idea.style for idea in page.items}
        with third:
            style = choices.choice(
                "style",
                t("filter.style"),
                [code for code in FAMILIES["style"] if code in styles],
                lambda code: named("style", code),
            )
        words = {"measured": t("ideas.measured"), "list": t("trends.our_list")}
        with fourth:
            made_from = choices.choice(
                "made_from", t("ideas.made_from"), MADE_FROM, words.__getitem__
            )
        needle = (text or "").casefold()
        found = [
            idea
            for idea in page.items
            if needle in " ".join([idea.term, *idea.phrase, idea.audience]).casefold()
            and category in (None, idea.category)
            and style in (None, idea.style)
            and made_from in (None, "list" if idea.origin == "curated" else "measured")
        ]
        if found:
            origins = Counter(idea.origin == "curated" for idea in found)
            st.markdown(
                t(
                    "ideas.count",
                    n=len(found),
                    measured=number(origins[False]),
                    listed=number(origins[True]),
                )
            )
            holder, _, cards = paged(found, CARDS, "ideas_page")
            with holder:
                idea_cards(cards, designs)
        else:
            with empty(t("ideas.none.title"), t("ideas.none.text"), icon="filter_alt_off"):
                choices.clear(FILTERS)

with refused_tab:
    st.markdown(t("refusals.lead"))
    code = choices.choice(
        "reason", t("refusals.reason"), FAMILIES["refusal"], lambda one: named("refusal", one)
    )
    where = pager.place("refusals", code)
    with answers():
        refusals = reader().refusals(limit=PAGE, cursor=where.cursor, code=code)
    if refusals.items:
        more = refusals.next_cursor is not None
        st.markdown(pager.shown(where, PAGE, len(refusals.items), more=more))
        st.html(
            table(
                (t("column.term"), t("refusals.reason"), t("refusals.detail")),
                [
                    (esc(one.display), esc(named("refusal", one.code)), esc(one.reason))
                    for one in refusals.items
                ],
                caption=t("ideas.why_not"),
            )
        )
        st.caption(t("refusals.as_of", day=day(refusals.as_of)))
        pager.buttons(where, refusals.next_cursor)
    else:
        empty(t("refusals.nothing.title"), t("refusals.nothing.text"), icon="task_alt")
