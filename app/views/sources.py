"""Where the figures come from: who gives what, what is wrong, and how to bring one's own."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from app.reads import reader
from app.widgets.bring import bring_figures
from app.widgets.frame import answers, page_head, show_as_of
from app.widgets.markup import chip, esc, table
from app.widgets.refresh import ask_again
from app.widgets.source_cards import cards
from app.widgets.source_groups import grouped
from app.words import named, t

badge = page_head(t("sources.title"), t("sources.lead"))
with answers():
    page = reader().sources()
    known = reader().capabilities()
show_as_of(badge, page.as_of)
now = datetime.now(UTC)
groups = grouped(page.items, known.mode)

ask_again(known.mode)

if groups.troubled:
    st.header(t("sources.troubled"), anchor=False)
    st.html(cards(groups.troubled, now, known.mode))

st.header(t("sources.in_use"), anchor=False)
if groups.in_use:
    st.html(cards(groups.in_use, now, known.mode))
else:
    st.markdown(t("sources.none_in_use"))

if groups.off:
    st.header(t("sources.off"), anchor=False)
    st.markdown(t("sources.off_lead"))
    with st.expander(t("sources.off_count", n=len(groups.off)), icon=":material/toggle_off:"):
        st.html(cards(groups.off, now, known.mode))

st.header(t("sources.own"), anchor=False)
bring_figures()
if groups.own:
    st.html(cards(groups.own, now, known.mode))
if groups.unused:
    with st.expander(t("sources.unused", n=len(groups.unused)), icon=":material/folder_open:"):
        st.html(cards(groups.unused, now, known.mode))

# What concerns signals is said above, source by source.
missing = [
    feature
    for feature in known.items
    if not feature.available and not feature.name.startswith("trends.")
]
if missing:
    st.header(t("sources.not_connected"), anchor=False)
    st.markdown(t("sources.not_connected_lead"))
    st.html(
        table(
            (t("feature.name"), t("feature.state"), t("feature.needs")),
            [
                (
                    esc(named("feature", feature.name, feature.enables)),
                    chip(
                        t("feature.planned")
                        if feature.code == "capability.planned"
                        else t("feature.needs_key"),
                        "calm" if feature.code == "capability.planned" else "warm",
                    ),
                    f'<span class="pp-soft pp-small">{esc(", ".join(feature.needs) or "–")}</span>',
                )
                for feature in missing
            ],
            caption=t("sources.not_connected"),
        )
    )
