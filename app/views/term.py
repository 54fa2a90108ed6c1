"""One term: score, history, what makes the score, season, name check, evidence, ideas."""

from __future__ import annotations

import streamlit as st

from app.client import ApiError
from app.reads import reader
from app.widgets import charts, explain
from app.widgets.evidence import evidence_left, evidence_table
from app.widgets.frame import (
    answers,
    empty,
    origin_words,
    page_head,
    provenance,
    show_as_of,
    show_error,
)
from app.widgets.idea_cards import idea_cards
from app.widgets.markup import chip, chips, plain
from app.widgets.members import asked_note, members_table, similar_terms
from app.widgets.outlook import outlook
from app.widgets.products import suiting
from app.widgets.time_left import STAGE_TONES, time_left
from app.words import day, joined, named, region, t

term = st.query_params.get("term", "")
st.page_link("views/trends.py", label=t("term.back"), icon=":material/arrow_back:")

if not term:
    page_head(t("nav.term"), "")
    empty(t("term.none.title"), t("term.none.text"), icon="search_insights")
    st.stop()

try:
    found = reader().trend(term)
except ApiError as error:
    page_head(t("nav.term"), "")
    if error.code == "trends.unknown_term":
        box = empty(
            t("term.missing.title"), t("term.missing.text", term=plain(term[:80])), icon="search"
        )
        for other in error.details.get("suggestions", []):
            box.page_link(
                "views/term.py",
                label=t("term.missing.close", term=plain(other)),
                query_params={"term": other},
                icon=":material/arrow_forward:",
            )
    else:
        show_error(error)
    st.stop()

badge = page_head(plain(found.display), "")
show_as_of(badge, found.as_of)
labels = [
    chip(named("stage", found.stage), STAGE_TONES.get(found.stage, "calm")),
    chip(
        named("risk", found.risk.status),
        {"clear": "good", "block": "bad"}.get(found.risk.status, "warm"),  # type: ignore[arg-type]
    ),
    chip(named("kind", found.kind)),
]
if found.category:
    labels.append(chip(named("category", found.category)))
if found.sources:
    labels.append(chip(origin_words(found.origin)))
if found.is_curated:
    listed = t("trends.also_our_list") if found.sources else t("trends.our_list")
    labels.append(chip(listed[:1].upper() + listed[1:], "own"))
st.html(chips(labels))
asked_note(found)

explain.headline(found)
provenance(found.sources, found.as_of, found.origin)
if found.regions:
    places = joined(sorted(map(region, found.regions)))
    st.caption(t("term.regions", regions=plain(places)))

st.header(t("term.time"), anchor=False)
time_left(found)

if found.forecast:
    st.header(t("term.forecast"), anchor=False)
    outlook(found.forecast)

st.header(t("term.history"), anchor=False)
if found.history:
    chosen = found.history[0]
    if len(found.history) > 1:
        place = st.selectbox(
            t("term.series"),
            range(len(found.history)),
            format_func=lambda n: (
                f"{named('source', found.history[n].source_id)}: "
                f"{named('series', found.history[n].metric)}, "
                f"{named('period', found.history[n].period)}"
            ),
            key=f"series_{found.term_id}",
        )
        chosen = found.history[place]
    first, last = chosen.points[0].on, chosen.points[-1].on
    st.vega_lite_chart(
        None,
        charts.history(chosen),
        width="stretch",
        key="history",
        alt=t(
            "chart.history_alt",
            what=named("series", chosen.metric),
            source=named("source", chosen.source_id),
            first=day(first),
            last=day(last),
        ),
    )
    provenance([chosen.source_id], last, found.origin)
else:
    st.markdown(t("term.no_history"))

left, right = st.columns([3, 2], gap="large")
with left:
    st.header(t("term.waterfall"), anchor=False)
    st.markdown(t("term.waterfall_lead"))
    explain.contributions(found)
with right:
    st.header(t("term.confidence"), anchor=False)
    explain.confidence(found)
    st.header(t("term.names"), anchor=False)
    explain.names(found)
    st.header(t("term.products"), anchor=False)
    suiting(found)

left, right = st.columns([3, 2], gap="large")
with left:
    st.header(t("term.season"), anchor=False)
    explain.season(found)
with right:
    st.header(t("term.score_history"), anchor=False)
    scored = [point for point in found.score_history if point.score is not None]
    if len(scored) > 1:
        st.vega_lite_chart(
            None,
            charts.score_history(scored),
            width="stretch",
            key="score_history",
            alt=t("chart.score_alt", first=day(scored[0].on), last=day(scored[-1].on)),
        )
        provenance(found.sources, found.as_of, found.origin)
    else:
        st.markdown(t("term.no_score_history"))

if found.similar:
    st.header(t("term.similar"), anchor=False)
    similar_terms(found.similar)

st.header(t("term.evidence"), anchor=False)
if found.evidence:
    evidence_table(found.evidence)
evidence_left(found)

if found.members:
    st.header(t("term.members"), anchor=False)
    members_table(found)

st.header(t("term.ideas"), anchor=False)
with answers():
    ideas = reader().ideas(term_id=found.term_id).items
    drawn = reader().designs().items if ideas else []
if ideas:
    idea_cards(ideas, drawn, on_term=True)
elif found.risk.status != "clear":
    st.markdown(t("term.ideas_blocked"))
else:
    st.markdown(t("term.no_ideas"))
