"""What every page has: its head, where its figures come from, and what it says without data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from app.client import ApiError
from app.reads import reader
from app.widgets.markup import chip, chips, esc, plain
from app.words import day, named, t, t_or

RUN = "make run"
REPLAY = "make run SIGNALS=<folder-or-file> AS_OF=<YYYY-MM-DD>"


def page_head(title: str, lead: str) -> DeltaGenerator:
    """Title and one sentence; returns the place for the as-of badge."""
    with st.container(key="page_head", gap="xsmall"):
        badge = st.empty()
        st.title(title, anchor=False)
        if lead:
            st.html(f'<p class="pp-lead">{esc(lead)}</p>')
    return badge


def show_as_of(place: DeltaGenerator, as_of: date | None) -> None:
    """Fill the badge: the day the figures stand for, and whether they are live or replayed."""
    if as_of is None:
        return
    labels = [chip(t("frame.as_of", day=day(as_of)), "warm")]
    if (mode := current_mode()) is not None:
        labels.append(chip(named("mode", mode), "calm"))
    place.html(chips(labels))


def current_mode() -> str | None:
    """Whether the figures are live or replayed; None before the first, and when nobody tells."""
    try:
        return reader().capabilities().mode
    except ApiError:
        return None


def source_names(sources: Sequence[str]) -> list[str]:
    """Sources in people's words."""
    return [named("source", source) for source in sources]


def origin_words(origin: str) -> str:
    """How figures came to us; several ways are joined."""
    return " · ".join(named("origin", part) for part in origin.split(",") if part)


def provenance(sources: Sequence[str], as_of: date | None, origin: str = "") -> None:
    """The line under a figure: who measured it, how it came to us, and the day it stands for."""
    who = ", ".join(source_names(sources)) if sources else t("frame.not_measured")
    parts = [t("frame.source", sources=plain(who))]
    if origin and sources:
        parts.append(origin_words(origin))
    if as_of is not None:
        parts.append(t("frame.as_of_small", day=day(as_of)))
    st.caption(" · ".join(parts))


def empty(
    title: str, text: str, *, icon: str = "inbox", commands: Sequence[str] = ()
) -> DeltaGenerator:
    """Nothing to show: says why and what to do next; returns the box, for a button."""
    box = st.container(border=True, key=f"empty_{icon}", gap="small")
    with box:
        st.subheader(f":material/{icon}: {title}", anchor=False)
        st.markdown(text)
        for command in commands:
            st.code(command, language=None, wrap_lines=True)
    return box


def not_published() -> None:
    """Nothing has been published yet, with the commands that change it."""
    empty(
        t("empty.not_published.title"),
        t("empty.not_published.text"),
        icon="rocket_launch",
        commands=(RUN, REPLAY),
    )


@contextmanager
def answers() -> Iterator[None]:
    """Read the API inside; an error is said in people's words and ends the page."""
    try:
        yield
    except ApiError as error:
        show_error(error)
        st.stop()


def show_error(error: ApiError) -> None:
    """What went wrong and what to do, with the code in small print."""
    if error.code == "serving.not_published":
        not_published()
        return
    with st.container(border=True, key="problem", gap="small"):
        st.subheader(f":material/error: {t('problem.title')}", anchor=False)
        st.markdown(t_or(f"error.{error.code}", plain(error.message)))
        again = t("problem.again")
        if st.button(again, icon=":material/refresh:", key="problem_again"):
            st.rerun()
        small = t("problem.code", code=plain(error.code))
        if error.request_id:
            small += " · " + t("problem.request", request=plain(error.request_id))
        st.caption(small)
