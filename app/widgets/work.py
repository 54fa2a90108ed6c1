"""Pieces of work that people asked for: kept for the visitor, followed while they are open."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from api.schemas.requests import SourceProgress, WorkRequest
from app.client import ApiError
from app.config import app_settings
from app.reads import forget, reader
from app.widgets.markup import Tone, chip, esc, plain, said
from app.widgets.source_cards import TONES
from app.words import error_words, named, number, t

POLL_SECONDS = 2.0
OPEN = ("queued", "running")
GONE = "warehouse.not_found"
WORK_TONES: dict[str, Tone] = {"done": "good", "failed": "bad", "running": "warm"}


def token() -> str | None:
    """The admin's token, when this screen has one. It goes to the API and nowhere else."""
    secret = app_settings().admin_token
    return secret.get_secret_value() if secret else None


def keep(group: str, request: WorkRequest) -> None:
    """Remember a piece of work, or how far it is by now."""
    kept(group)[request.id] = request


def kept(group: str) -> dict[str, WorkRequest]:
    """The work remembered under a name, by id, oldest first."""
    found: dict[str, WorkRequest] = st.session_state.setdefault(f"work_{group}", {})
    return found


def is_open(group: str) -> bool:
    """Whether some of it has not ended."""
    return any(request.status in OPEN for request in kept(group).values())


def follow(group: str, draw: Callable[[], None]) -> None:
    """Draw how far the work is, anew every two seconds while some of it is open.

    When the last piece ends, kept answers are forgotten and the page runs anew: the new figures
    show.
    """
    if is_open(group):
        st.fragment(_look_again, run_every=POLL_SECONDS)(group, draw)
    else:
        draw()


def _look_again(group: str, draw: Callable[[], None]) -> None:
    trouble: ApiError | None = None
    for request in [one for one in kept(group).values() if one.status in OPEN]:
        try:
            keep(group, reader().request(request.id))
        except ApiError as error:
            trouble = error
            if error.code == GONE:
                del kept(group)[request.id]
    if not is_open(group):
        forget()
        st.rerun()
    draw()
    if trouble is not None:
        st.html(f'<p class="pp-soft">{said(error_words(trouble.code, trouble.message))}</p>')


def progress(request: WorkRequest, how_far: str) -> str:
    """How far one piece of work is, with the sources it has asked or loaded so far.

    `how_far` is a sentence about it; a failed one says why.
    """
    words = how_far
    if request.status == "failed":
        words += " " + error_words(request.error_code, request.message)
    asked = [source for source in request.sources if source.status != "skipped"]
    rows = "".join(f"<li>{_source(source)}</li>" for source in asked)
    listed = f'<ul class="pp-steps">{rows}</ul>' if rows else ""
    label = chip(named("work", request.status), WORK_TONES.get(request.status, "calm"))
    return f'<div role="status" aria-live="polite"><p>{label} {said(words)}</p>{listed}</div>'


def refusal(error: ApiError) -> None:
    """Why something that was asked for was not begun, and when to try again."""
    words = said(error_words(error.code, error.message))
    if error.retry_after is not None:
        words += " " + esc(t("problem.wait", n=error.retry_after))
    st.html(f'<p class="pp-problem" role="alert">{words}</p>')
    small = t("problem.code", code=plain(error.code))
    if error.request_id:
        small += " · " + t("problem.request", request=plain(error.request_id))
    st.caption(small)


def _source(source: SourceProgress) -> str:
    name = esc(named("source", source.source_id, source.name))
    status = chip(named("health", source.status), TONES.get(source.status, "calm"))
    counts = t("work.counts", kept=number(source.accepted), read=number(source.collected))
    return f'<span>{name}</span> {status} <span class="pp-soft pp-small">{esc(counts)}</span>'
