"""The ranking of trends: filters, table, next and previous."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import streamlit as st

from app.client import ApiError
from app.families import FAMILIES
from app.reads import reader
from app.widgets import choices, pager, refresh, trend_list
from app.widgets.frame import (
    answers,
    current_mode,
    empty,
    page_head,
    provenance,
    show_as_of,
    show_error,
)
from app.widgets.late import late_line
from app.words import WORLD, named, region, t

PAGE = 25
FILTERS = (
    *("q", "stage", "source", "region", "risk", "origin", "category", "product"),
    *("in_time", "min_confidence", "sort"),
)
STALE = {"serving.bad_cursor", "serving.snapshot_gone"}


def regions_to_choose() -> list[str]:
    """The world first, then countries by name; none while nothing is published."""
    try:
        found = reader().regions()
    except ApiError:  # the list below says what is wrong
        return []
    return sorted(found, key=lambda code: (code != WORLD, region(code)))


badge = page_head(t("trends.title"), t("trends.lead"))

with answers():
    sources = reader().sources().items
in_use = [one for one in sources if one.n_observations]
mode = current_mode()
late_line(sources, datetime.now(UTC), mode)

asked: dict[str, Any] = {}
with st.container(key="filters", gap="small"):
    first, second, third, fourth = st.columns([2, 1.2, 1.6, 1.2], vertical_alignment="bottom")
    with first:
        asked["q"] = choices.text("q", t("filter.search"), t("filter.search_hint"))
    with second:
        asked["stage"] = choices.choice(
            "stage", t("filter.stage"), FAMILIES["stage"], lambda code: named("stage", code)
        )
    with third:
        names = {one.source_id: named("source", one.source_id, one.name) for one in in_use}
        asked["source"] = choices.choice(
            "source", t("filter.source"), sorted(names, key=names.__getitem__), names.__getitem__
        )
    with fourth, st.popover(t("filter.more"), icon=":material/tune:", width="stretch"):
        asked["risk"] = choices.choice(
            "risk", t("filter.risk"), FAMILIES["risk"], lambda code: named("risk", code)
        )
        asked["origin"] = choices.choice(
            "origin", t("filter.origin"), FAMILIES["origin"], lambda code: named("origin", code)
        )
        places = regions_to_choose()
        if len(places) > 1:
            asked["region"] = choices.choice("region", t("filter.region"), places, region)
        asked["category"] = choices.choice(
            "category",
            t("filter.category"),
            FAMILIES["category"],
            lambda code: named("category", code),
        )
        asked["in_time"] = choices.choice(
            "in_time", t("filter.in_time"), ("true",), lambda _code: t("filter.in_time_only")
        )
        asked["product"] = choices.choice(
            "product",
            t("filter.product"),
            FAMILIES["product"],
            lambda code: named("product", code),
        )
        asked["sort"] = choices.choice(
            "sort",
            t("filter.sort"),
            FAMILIES["sort"],
            lambda code: named("sort", code),
            anything=named("sort", "rank"),
        )
        asked["min_confidence"] = choices.at_least(
            "min_confidence", t("filter.confidence"), t("column.confidence_help")
        )

where = pager.place("trends", asked)
try:
    page = reader().trends(limit=PAGE, cursor=where.cursor, **asked)
except ApiError as error:
    if where.cursor is not None and error.code in STALE:
        # A newer snapshot took the place of the one this page belonged to.
        pager.first("trends")
        st.rerun()
    show_error(error)
    st.stop()

show_as_of(badge, page.as_of)
active = [name for name in FILTERS if asked.get(name)]
if not page.items and active:
    with empty(t("trends.none.title"), t("trends.none.text"), icon="filter_alt_off"):
        choices.clear(FILTERS)
    st.stop()
if not page.items:
    empty(t("trends.nothing.title"), t("trends.nothing.text"), icon="inbox")
    st.stop()

with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
    st.markdown(pager.shown(where, PAGE, len(page.items), more=page.next_cursor is not None))
    if active:
        choices.clear(FILTERS)

trend_list.table(page.items, f"{page.generation}_{where.page}_{hash(repr(asked))}")
trend_list.cards(page.items)
spoken = sorted({source for trend in page.items for source in trend.sources})
with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
    provenance(spoken, page.as_of)
    st.download_button(
        t("trends.download"),
        lambda: reader().trend_table(as_of=page.as_of, **asked),
        file_name=f"trends-{page.as_of}.csv",
        mime="text/csv",
        key="trends_download",
        help=t("trends.download_help"),
        icon=":material/download:",
        type="tertiary",
        on_click="ignore",
    )
    refresh.quiet_button(mode)
refresh.outcome()

left, right = st.columns([3, 2], vertical_alignment="bottom")
with left:
    by_term = {trend.term: trend.display for trend in page.items}
    chosen = st.selectbox(
        t("trends.open"),
        list(by_term),
        index=None,
        format_func=by_term.__getitem__,
        placeholder=t("trends.open_hint"),
        key=f"open_term_{where.page}",
    )
    if chosen is not None:
        trend_list.open_term(chosen)
with right:
    pager.buttons(where, page.next_cursor)

with st.expander(t("trends.how.title"), icon=":material/help:"):
    st.markdown(t("trends.how.text"))
