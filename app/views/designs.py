"""The gallery of designs, and one design with its print check and downloads."""

from __future__ import annotations

import streamlit as st

from api.schemas.designs import Design, Variant
from app.reads import reader
from app.widgets import choices, design_page
from app.widgets.frame import answers, empty, page_head, show_as_of
from app.widgets.markup import chip, esc, plain
from app.widgets.pages import paged
from app.widgets.pictures import phrase_words, shown
from app.words import humane, named, number, t

PAGE = 12
LOOKS = (Variant.MOCKUP_LIGHT, Variant.MOCKUP_DARK, Variant.PREVIEW)


def look() -> Variant:
    """Which picture is shown: on a light shirt, on a dark one, or the artwork alone."""
    chosen: Variant | None = st.segmented_control(
        t("designs.look"),
        LOOKS,
        format_func=lambda variant: named("variant", variant.value),
        default=Variant.MOCKUP_LIGHT,
        required=True,
        key="look",
        label_visibility="collapsed",
    )
    return chosen or Variant.MOCKUP_LIGHT


def one(design: Design) -> None:
    """The page of one design."""
    left, right = st.columns([1, 1], gap="large")
    with left:
        design_page.pictures(design, look())
    with right:
        st.header(t("designs.download"), anchor=False)
        design_page.downloads(design)
        st.header(t("designs.about"), anchor=False)
        design_page.about(design)
        with st.container(horizontal=True):
            if design.term:
                st.page_link(
                    "views/term.py",
                    label=t("idea.to_term"),
                    icon=":material/search_insights:",
                    query_params={"term": design.term},
                )
            with answers():
                drafts = reader().drafts(design_id=design.id).items
            if drafts:
                st.page_link(
                    "views/drafts.py",
                    label=t("idea.to_draft"),
                    icon=":material/sell:",
                    query_params={"draft": drafts[0].id},
                )
    st.header(t("design.check"), anchor=False)
    design_page.print_check(design)


def gallery(designs: list[Design]) -> None:
    """Cards with a picture each, a page of them at a time."""
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    with left:
        text = choices.text("q", t("filter.search"), t("designs.search_hint"))
    with right:
        variant = look()
    needle = (text or "").casefold()
    found = [
        design
        for design in designs
        if needle in " ".join([design.term or "", *design.phrase, humane(design.layout)]).casefold()
    ]
    if not found:
        with empty(t("designs.none.title"), t("designs.none.text"), icon="filter_alt_off"):
            choices.clear(("q",))
        return
    holder, begin, cards = paged(found, PAGE, "designs_page")
    with holder:
        st.markdown(
            t(
                "designs.count",
                start=number(begin + 1),
                end=number(begin + len(cards)),
                n=len(found),
            )
        )
        grid = st.grid("auto", min_column_width=260, gap="medium")
        for design in cards:
            with grid.container(border=True, key=f"design_{design.id}", gap="small"):
                _card(design, variant)


def _card(design: Design, variant: Variant) -> None:
    verdict = (
        chip(t("design.check_passed"), "good")
        if design.report.passed
        else chip(t("design.check_failed"), "bad")
    )
    st.html(
        f'{shown(design, variant)}<h2 class="pp-phrase pp-tight">'
        f"{esc(phrase_words(design.phrase))}</h2>"
        f'<div class="pp-chips">{verdict}{chip(humane(design.layout))}</div>'
    )
    st.page_link(
        "views/designs.py",
        label=t("designs.open"),
        icon=":material/open_in_full:",
        query_params={"design": design.id},
    )


asked = st.query_params.get("design")
with answers():
    page = reader().designs()

if asked:
    st.page_link("views/designs.py", label=t("designs.back"), icon=":material/arrow_back:")
    chosen = next((design for design in page.items if design.id == asked), None)
    if chosen is None:
        page_head(t("designs.title"), "")
        empty(t("designs.missing.title"), t("designs.missing.text"), icon="search")
    else:
        badge = page_head(
            plain(phrase_words(chosen.phrase)), t("idea.about", term=chosen.term or "")
        )
        show_as_of(badge, page.as_of)
        one(chosen)
else:
    badge = page_head(t("designs.title"), t("designs.lead"))
    show_as_of(badge, page.as_of)
    if page.items:
        gallery(page.items)
    else:
        empty(t("designs.nothing.title"), t("designs.nothing.text"), icon="palette")
