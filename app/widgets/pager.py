"""Next and previous over a list that the API pages by cursor."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from app.words import number, t


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a list a page stands. `cursor` None: the first page."""

    name: str
    cursor: str | None
    page: int  # from 0


def place(name: str, query: object) -> Place:
    """The page reached so far; another query begins anew."""
    kept = st.session_state.get(_key(name))
    if kept is None or kept["query"] != repr(query):
        kept = st.session_state[_key(name)] = {"query": repr(query), "cursors": []}
    cursors: list[str] = kept["cursors"]
    return Place(name, cursors[-1] if cursors else None, len(cursors))


def first(name: str) -> None:
    """Back to the first page, for instance when a cursor no longer holds."""
    st.session_state.pop(_key(name), None)


def shown(where: Place, size: int, count: int, *, more: bool) -> str:
    """Which rows of how many, as far as that is known."""
    start = where.page * size + 1
    end = start + count - 1
    if more:
        return t("pager.some", start=number(start), end=number(end))
    return t("pager.all", start=number(start), end=number(end), total=number(end))


def buttons(where: Place, following: str | None) -> None:
    """Previous and next; nothing when everything is on one page."""
    if where.cursor is None and following is None:
        return
    with st.container(horizontal=True, horizontal_alignment="right", gap="small"):
        st.button(
            t("pager.previous"),
            icon=":material/chevron_left:",
            key=f"{where.name}_previous",
            disabled=where.cursor is None,
            on_click=_back,
            args=(where.name,),
        )
        st.button(
            t("pager.next"),
            icon=":material/chevron_right:",
            icon_position="right",
            key=f"{where.name}_next",
            disabled=following is None,
            on_click=_on,
            args=(where.name, following),
        )


def _key(name: str) -> str:
    return f"pager_{name}"


def _on(name: str, cursor: str) -> None:
    st.session_state[_key(name)]["cursors"].append(cursor)


def _back(name: str) -> None:
    if st.session_state[_key(name)]["cursors"]:
        st.session_state[_key(name)]["cursors"].pop()
