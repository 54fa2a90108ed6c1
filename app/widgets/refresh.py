"""The button that asks the sources again, and what came of it."""

from __future__ import annotations

from contextlib import suppress
from uuid import uuid4

import streamlit as st

from api.schemas.requests import WorkRequest
from app.client import ApiError
from app.reads import reader
from app.widgets import work
from app.widgets.source_groups import ON_RECORD
from app.words import named, t

GROUP = "refresh"
UNKNOWN = "app.unreachable"  # sent, and nobody knows whether it arrived
_REFUSED, _KEY = "refresh_refused", "refresh_key"


def ask_again(mode: str | None) -> None:
    """The button with its progress, or why there is none."""
    if mode == ON_RECORD:
        st.caption(t("refresh.replay"))
        return
    if work.token() is None:
        st.caption(t("refresh.no_token"))
        return
    _find_open()
    _button()
    outcome()


def quiet_button(mode: str | None) -> None:
    """The button in a corner of a page: nothing where it cannot be used."""
    if mode != ON_RECORD and work.token() is not None:
        _button(quiet=True)


def outcome() -> None:
    """How far the work is that this visitor asked for, or why it was not begun."""
    if refused := _refused():
        work.refusal(refused)
    work.follow(GROUP, _draw)


def _button(*, quiet: bool = False) -> None:
    st.button(
        t("refresh.ask"),
        icon=":material/refresh:",
        key="refresh_ask",
        type="tertiary" if quiet else "primary",
        help=t("refresh.help"),
        disabled=work.is_open(GROUP),
        on_click=_ask,
    )


def _ask() -> None:
    """One key a click. A click after one whose answer never came means the same request."""
    st.session_state.pop(_REFUSED, None)
    work.kept(GROUP).clear()
    key = st.session_state.setdefault(_KEY, uuid4().hex)
    try:
        work.keep(GROUP, reader().refresh(work.token() or "", key))
    except ApiError as error:
        st.session_state[_REFUSED] = error
        if error.code == UNKNOWN:
            return
    del st.session_state[_KEY]


def _find_open() -> None:
    """Follow what was asked for elsewhere, before this page was loaded anew, or unheard."""
    if work.is_open(GROUP):
        return
    with suppress(ApiError):  # it only spares a click
        for request in reader().requests():
            if request.kind == "refresh" and request.status in work.OPEN:
                _heard(request)


def _heard(request: WorkRequest) -> None:
    """A click whose answer never came did arrive: the next one is a new wish."""
    work.kept(GROUP).clear()
    work.keep(GROUP, request)
    st.session_state.pop(_KEY, None)
    if (refused := _refused()) and refused.code == UNKNOWN:
        del st.session_state[_REFUSED]


def _refused() -> ApiError | None:
    return st.session_state.get(_REFUSED)


def _draw() -> None:
    for request in work.kept(GROUP).values():
        st.html(work.progress(request, named("work_refresh", request.status)))
