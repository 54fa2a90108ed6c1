"""Filters that live in the page's address, so that a filtered page can be shared."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from app.words import t

TEXT_MAX = 80


def _key(name: str) -> str:
    return f"filter_{name}"


def _from_address(name: str) -> str | None:
    """What the address asks for when it says something new, else None: the widget's value holds.

    The address is new on arrival, after the browser's back button and after a link to this page.
    """
    asked = st.query_params.get(name, "")
    known = f"address_{name}"
    if _key(name) in st.session_state and st.session_state.get(known) == asked:
        return None
    st.session_state[known] = asked
    return asked


def _remember(name: str, value: str | None) -> None:
    """Write a filter into the address, or take it out."""
    st.session_state[f"address_{name}"] = value or ""
    if value:
        if st.query_params.get(name) != value:
            st.query_params[name] = value
    elif name in st.query_params:
        del st.query_params[name]


def choice(
    name: str,
    label: str,
    options: Sequence[str],
    words: Callable[[str], str],
    *,
    anything: str | None = None,
) -> str | None:
    """One of the options, or None for any. An unknown value in the address counts as any."""
    asked = _from_address(name)
    if asked is not None:
        st.session_state[_key(name)] = asked or None
    if st.session_state[_key(name)] not in options:
        st.session_state[_key(name)] = None
    chosen: str | None = st.selectbox(
        label,
        options,
        index=None,
        key=_key(name),
        format_func=words,
        placeholder=anything or t("filter.any"),
    )
    _remember(name, chosen)
    return chosen


def text(name: str, label: str, placeholder: str) -> str | None:
    """Free text to look for, or None."""
    asked = _from_address(name)
    if asked is not None:
        st.session_state[_key(name)] = asked[:TEXT_MAX]
    written = st.text_input(
        label,
        key=_key(name),
        placeholder=placeholder,
        max_chars=TEXT_MAX,
        icon=":material/search:",
    )
    found = " ".join((written or "").split()) or None
    _remember(name, found)
    return found


def at_least(name: str, label: str, help_text: str) -> float | None:
    """A share to be reached, 0 to 1 in steps of 0.05, or None for any."""
    asked = _from_address(name)
    if asked is not None:
        st.session_state[_key(name)] = _share(asked)
    percent: int = st.slider(label, 0, 95, step=5, key=_key(name), help=help_text, format="%d%%")
    _remember(name, f"{percent / 100:.2f}" if percent else None)
    return percent / 100 if percent else None


def clear(names: Sequence[str]) -> None:
    """A button that takes every filter away."""
    st.button(
        t("filter.clear"),
        icon=":material/filter_alt_off:",
        key="filters_clear",
        on_click=_forget,
        args=(tuple(names),),
    )


def _forget(names: Sequence[str]) -> None:
    for name in names:
        st.session_state.pop(_key(name), None)
        if name in st.query_params:
            del st.query_params[name]


def _share(written: str) -> int:
    """Per cent of a share in the address, 0 when it is none."""
    try:
        share = float(written)
    except ValueError:
        return 0
    return min(95, 5 * round(share * 20)) if 0 < share <= 1 else 0
