"""The frame of the dashboard: pages, navigation, look; nothing else."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from app.words import t

HERE = Path(__file__).resolve().parent

st.set_page_config(page_title=t("app.name"), page_icon="🧵", layout="wide")
st.html(HERE / "widgets" / "style.css")
st.logo(str(HERE / "widgets" / "logo.svg"), size="large")

shown = [
    st.Page(
        "views/trends.py",
        title=t("nav.trends"),
        icon=":material/trending_up:",
        url_path="trends",
        default=True,
    ),
    st.Page(
        "views/ideas.py",
        title=t("nav.ideas"),
        icon=":material/lightbulb:",
        url_path="ideas",
    ),
    st.Page(
        "views/designs.py",
        title=t("nav.designs"),
        icon=":material/palette:",
        url_path="designs",
    ),
    st.Page(
        "views/drafts.py",
        title=t("nav.drafts"),
        icon=":material/sell:",
        url_path="drafts",
    ),
    st.Page(
        "views/sources.py",
        title=t("nav.sources"),
        icon=":material/database:",
        url_path="sources",
    ),
    st.Page(
        "views/score.py",
        title=t("nav.score"),
        icon=":material/fact_check:",
        url_path="score",
    ),
]
term = st.Page(
    "views/term.py",
    title=t("nav.term"),
    icon=":material/search_insights:",
    url_path="term",
    visibility="hidden",
)
page = st.navigation([*shown, term], position="top")
# On a phone Streamlit's own menu covers the page and stays open; there this bar takes its place.
with st.container(key="phone_nav", horizontal=True, wrap=False):
    for one in shown:
        st.page_link(one)
page.run()
