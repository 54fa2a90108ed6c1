"""Listing drafts: the list, and one draft ready to be copied into Etsy's form."""

from __future__ import annotations

import streamlit as st

from api.schemas.drafts import Draft
from app.reads import reader
from app.widgets import choices, draft_page
from app.widgets.frame import answers, empty, page_head, show_as_of
from app.widgets.markup import chip, esc, picture, plain
from app.widgets.pages import paged
from app.widgets.pictures import MOCKUP_SIZE
from app.words import number, price, t

PAGE = 12


def image(draft: Draft) -> str:
    """The mockup of the design that the draft sells."""
    if not draft.preview_url or not draft.preview_url.startswith("/"):
        return ""
    alt = t("drafts.picture", title=draft.title)
    return picture(draft.preview_url, alt, width=MOCKUP_SIZE[0], height=MOCKUP_SIZE[1])


def state(draft: Draft) -> str:
    """Whether something forbids publishing, and how much is left to do."""
    if draft.blocked:
        return chip(t("drafts.blocked"), "bad")
    todo = sum(finding.status == "todo" for finding in draft.findings)
    return chip(t("drafts.todo", n=todo), "warm") if todo else chip(t("drafts.ready"), "good")


def one(draft: Draft) -> None:
    """The page of one draft."""
    left, right = st.columns([2, 3], gap="large")
    with left:
        if shirt := image(draft):
            st.html(shirt)
        with st.container(horizontal=True):
            st.page_link(
                "views/designs.py",
                label=t("idea.to_design"),
                icon=":material/palette:",
                query_params={"design": draft.design_id},
            )
            if draft.term:
                st.page_link(
                    "views/term.py",
                    label=t("idea.to_term"),
                    icon=":material/search_insights:",
                    query_params={"term": draft.term},
                )
        st.header(t("draft.price"), anchor=False)
        draft_page.pricing(draft.pricing)
    with right:
        draft_page.texts(draft)
    left, right = st.columns([1, 1], gap="large")
    with left:
        st.header(t("draft.checks"), anchor=False)
        draft_page.findings(draft.findings)
    with right:
        st.header(t("draft.quality_score", score=number(draft.quality.score)), anchor=False)
        draft_page.quality(draft.quality)


def listed(drafts: list[Draft]) -> None:
    """Cards of all drafts that hold the searched words."""
    text = choices.text("q", t("filter.search"), t("drafts.search_hint"))
    needle = (text or "").casefold()
    found = [
        draft
        for draft in drafts
        if needle in " ".join([draft.title, draft.term or "", *draft.tags]).casefold()
    ]
    if not found:
        with empty(t("drafts.none.title"), t("drafts.none.text"), icon="filter_alt_off"):
            choices.clear(("q",))
        return
    holder, begin, cards = paged(found, PAGE, "drafts_page")
    with holder:
        st.markdown(
            t(
                "drafts.count",
                start=number(begin + 1),
                end=number(begin + len(cards)),
                n=len(found),
            )
        )
        grid = st.grid("auto", min_column_width=340, gap="medium")
    for draft in cards:
        with grid.container(border=True, key=f"draft_{draft.id}", gap="small"):
            st.html(
                f'<div class="pp-draft"><div class="pp-thumb">{image(draft)}</div><div>'
                f"<h2>{esc(draft.title)}</h2>"
                f'<p class="pp-soft pp-small">{esc(_line(draft))}</p>'
                f'<div class="pp-chips">{state(draft)}'
                f"{chip(t('drafts.quality', score=number(draft.quality.score)))}</div></div></div>"
            )
            st.page_link(
                "views/drafts.py",
                label=t("drafts.open"),
                icon=":material/edit_note:",
                query_params={"draft": draft.id},
            )


def _line(draft: Draft) -> str:
    return t(
        "drafts.line",
        price=price(draft.price),
        profit=price(draft.pricing.profit),
        length=number(len(draft.title)),
        tags=number(len(draft.tags)),
    )


asked = st.query_params.get("draft")
with answers():
    page = reader().drafts()

if asked:
    st.page_link("views/drafts.py", label=t("drafts.back"), icon=":material/arrow_back:")
    chosen = next((draft for draft in page.items if draft.id == asked), None)
    if chosen is None:
        page_head(t("drafts.title"), "")
        empty(t("drafts.missing.title"), t("drafts.missing.text"), icon="search")
    else:
        badge = page_head(plain(chosen.term or t("drafts.title")), t("drafts.one_lead"))
        show_as_of(badge, page.as_of)
        st.html(f'<div class="pp-chips">{state(chosen)}</div>')
        one(chosen)
else:
    badge = page_head(t("drafts.title"), t("drafts.lead"))
    show_as_of(badge, page.as_of)
    if page.items:
        listed(page.items)
    else:
        empty(t("drafts.nothing.title"), t("drafts.nothing.text"), icon="sell")
