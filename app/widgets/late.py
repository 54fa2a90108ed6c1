"""One quiet line about sources that are asked and give nothing new."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from api.schemas.sources import Source
from app.widgets.markup import plain
from app.widgets.source_groups import late
from app.words import ago, joined, named, t

NAMED = 2  # sources that the line names; the others are counted


def late_line(sources: Sequence[Source], now: datetime, mode: str | None) -> None:
    """Names them with the age of their last good answer and leads to the sources; else nothing."""
    found = late(sources, mode)
    if not found:
        return
    parts = [_with_age(source, now) for source in found[:NAMED]]
    if len(found) > NAMED:
        parts.append(t("late.more", n=len(found) - NAMED))
    with st.container(
        key="late", horizontal=True, vertical_alignment="center", gap="small", wrap=True
    ):
        st.caption(t("late.line", n=len(found), sources=plain(joined(parts))), width="content")
        st.page_link(
            "views/sources.py",
            label=t("late.to_sources"),
            icon=":material/database:",
            width="content",
        )


def _with_age(source: Source, now: datetime) -> str:
    name = named("source", source.source_id, source.name)
    good = source.health.last_ok_at
    if good is None:
        return t("late.without_age", source=name)
    return t("late.with_age", source=name, age=ago(good, now))
