"""Product ideas as cards: the printed words, for whom, why now, and what was made of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from api.schemas.designs import Design, Variant
from api.schemas.ideas import Idea, IdeaEvidence
from app.widgets.markup import chip, chips, esc, more, picture
from app.widgets.pictures import address, phrase_words
from app.words import compact, day, joined, named, number, percent, region, spelled, t

SHOWN_EVIDENCE = 3


def idea_cards(
    ideas: Sequence[Idea], designs: Sequence[Design] = (), *, on_term: bool = False
) -> None:
    """A grid of cards; each leads to its design, its draft and, off its page, its term."""
    drawn = {design.idea_id: design for design in designs}
    grid = st.grid("auto", min_column_width=320, gap="medium")
    for idea in ideas:
        with grid.container(border=True, key=f"idea_{idea.id}", gap="small"):
            st.html(_card(idea, drawn))
            with st.container(horizontal=True, gap="small"):
                if not on_term:
                    st.page_link(
                        "views/term.py",
                        label=t("idea.to_term"),
                        icon=":material/search_insights:",
                        query_params={"term": idea.term},
                    )
                if idea.design_ids:
                    st.page_link(
                        "views/designs.py",
                        label=t("idea.to_design"),
                        icon=":material/palette:",
                        query_params={"design": idea.design_ids[0]},
                    )
                if idea.draft_ids:
                    st.page_link(
                        "views/drafts.py",
                        label=t("idea.to_draft"),
                        icon=":material/sell:",
                        query_params={"draft": idea.draft_ids[0]},
                    )


def _card(idea: Idea, drawn: Mapping[str, Design]) -> str:
    lines = "".join(f"<span>{esc(line)}</span>" for line in idea.phrase)
    labels = [chip(named("style", idea.style)), chip(named("category", idea.category))]
    if idea.occasion:
        labels.append(chip(idea.occasion, "warm"))
    labels.append(
        chip(t("trends.our_list"), "own")
        if idea.origin == "curated"
        else chip(named("origin", idea.origin.split(",")[0]), "good")
    )
    image = ""
    design = drawn.get(idea.id)
    url = address(design, Variant.PREVIEW) if design else None
    if url:
        image = picture(
            url,
            t("idea.picture", words=phrase_words(idea.phrase)),
            width=4500,
            height=5400,
            name="pp-art pp-thumb",
        )
    return (
        f'<div class="pp-idea">{image}<div><h3 class="pp-phrase">{lines}</h3>'
        f'<div class="pp-soft pp-small">{esc(t("idea.about", term=idea.term))}</div></div></div>'
        f"<p>{esc(idea.concept)}</p>"
        f'<p class="pp-small"><b>{esc(t("idea.audience"))}</b> {esc(idea.audience)}</p>'
        f'<p class="pp-small"><b>{esc(t("idea.why_now"))}</b> {esc(spelled(idea.why_now))}</p>'
        f'<p class="pp-small"><b>{esc(t("idea.products"))}</b> {esc(_products(idea))}</p>'
        f"{chips(labels)}{_evidence(idea)}"
    )


def _products(idea: Idea) -> str:
    return joined([named("product", product) for product in idea.product_types])


def _evidence(idea: Idea) -> str:
    rows = "".join(f"<li>{esc(_seen(row))}</li>" for row in idea.evidence[:SHOWN_EVIDENCE])
    figures = t(
        "idea.figures",
        score=number(idea.score),
        low=number(idea.score_low),
        sure=percent(idea.confidence),
        day=day(idea.as_of),
    )
    listed = f'<ul class="pp-evidence">{rows}</ul>' if rows else ""
    return more(t("idea.evidence"), f'{listed}<p class="pp-soft">{esc(figures)}</p>')


def _seen(row: IdeaEvidence) -> str:
    if row.metric == "listed":
        what = named("metric", "listed")
    elif row.value is None:
        what = t("idea.rank", rank=number(row.rank))
    else:
        what = f"{compact(row.value)} {named('metric', row.metric)}"
    return (
        f"{named('source', row.source_id)}: {what}, {day(row.observed_on)} "
        f"({named('origin', row.origin)}, {region(row.region)})"
    )
