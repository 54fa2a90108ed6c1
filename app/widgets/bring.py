"""Figures that a person brings: files dropped on the page, or text copied from another one."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from api.schemas.requests import Imported, Refused
from app.client import ApiError
from app.reads import reader
from app.widgets import work
from app.widgets.markup import chip, esc, said
from app.words import error_words, named, number, sentence, spelled, t

GROUP = "import"
TYPES = ("csv", "tsv", "txt", "json", "jsonl", "parquet")
LARGEST_MB = 20
NAME_MAX = 120  # characters of a name that the API takes
SHOWN = 20  # the last files and texts brought
TEXT_HEIGHT = 190  # pixels, about that of the place for files
_BROUGHT, _TAKEN, _ROUND = "brought", "brought_files", "brought_round"
_TEXT, _EMPTY_TEXT = "bring_text", "bring_text_empty"


@dataclass(frozen=True, slots=True)
class Brought:
    """A file or text and what was read from it, or why nothing was."""

    name: str
    imported: Imported | None = None
    refused: ApiError | None = None


def bring_figures() -> None:
    """The place for files, the place for text, and what came of each; or why there is none."""
    st.markdown(t("bring.lead"))
    if work.token() is None:
        st.caption(t("bring.no_token"))
        return
    left, right = st.columns(2, gap="large")
    with left:
        _files()
    with right:
        _text()
    work.follow(GROUP, _outcomes)


def _files() -> None:
    """Files are sent once each; those that could not be sent stay where they are."""
    found = st.file_uploader(
        t("bring.files"),
        type=list(TYPES),
        accept_multiple_files=True,
        max_upload_size=LARGEST_MB,
        key=f"bring_files_{_round()}",
    )
    if not st.button(t("bring.read_files"), icon=":material/upload_file:", key="bring_read_files"):
        return
    taken: set[str] = st.session_state.setdefault(_TAKEN, set())
    waiting = [file for file in found if file.file_id not in taken]
    if not waiting:
        st.caption(t("bring.no_files"))
        return
    with st.spinner(t("bring.reading")):
        for file in waiting:
            if _send(file.name, file.getvalue()):
                taken.add(file.file_id)
    if all(file.file_id in taken for file in found):
        st.session_state[_ROUND] = _round() + 1
        taken.clear()
    st.rerun()


def _round() -> int:
    """How often the place for files was emptied: it is a new one each time."""
    count: int = st.session_state.setdefault(_ROUND, 0)
    return count


def _text() -> None:
    """Copied text goes away when it was read, and stays when it was not."""
    if st.session_state.pop(_EMPTY_TEXT, False):
        st.session_state[_TEXT] = ""
    written = st.text_area(
        t("bring.text"),
        key=_TEXT,
        height=TEXT_HEIGHT,
        placeholder=t("bring.text_hint"),
    )
    if not st.button(
        t("bring.read_text"), icon=":material/content_paste_go:", key="bring_read_text"
    ):
        return
    if not (written or "").strip():
        st.caption(t("bring.no_text"))
        return
    with st.spinner(t("bring.reading")):
        taken = _send(t("bring.text_name"), (written or "").encode())
    st.session_state[_EMPTY_TEXT] = taken
    st.rerun()


def _send(name: str, body: bytes) -> bool:
    """Send one; whether it was read."""
    if not body.strip():
        _note(Brought(name, refused=ApiError("input.empty", "")))
        return False
    try:
        imported = reader().import_file(work.token() or "", name[-NAME_MAX:], body)
    except ApiError as error:
        _note(Brought(name, refused=error))
        return False
    work.keep(GROUP, imported.request)
    _note(Brought(name, imported))
    return True


def _note(brought: Brought) -> None:
    """Newest first; a file that is tried again takes the place of its earlier failure."""
    earlier: list[Brought] = st.session_state.get(_BROUGHT, [])
    others = [one for one in earlier if one.imported or one.name != brought.name]
    st.session_state[_BROUGHT] = [brought, *others][:SHOWN]


def _outcomes() -> None:
    found: list[Brought] = st.session_state.get(_BROUGHT, [])
    if found:
        listed = "".join(f'<li class="pp-card">{_outcome(one)}</li>' for one in found)
        st.html(f'<ul class="pp-list pp-brought">{listed}</ul>')


def _outcome(brought: Brought) -> str:
    head = f"<h3>{esc(brought.name)}</h3>"
    if brought.imported is not None:
        return head + _taken(brought.imported)
    return head + _not_taken(brought.refused) if brought.refused else head


def _taken(found: Imported) -> str:
    """What was recognised, how much was read, what was left out, and how far its loading is."""
    read = t("bring.recognised", format=named("format", found.format), rows=number(found.rows))
    parts = [f"<p>{esc(read)}</p>"]
    if found.refused:
        rows = "".join(f"<li>{_left_out(one)}</li>" for one in found.refused)
        total = sum(one.rows for one in found.refused)
        parts.append(f"<p>{esc(t('bring.left_out', n=total))}</p>")
        parts.append(f'<ul class="pp-evidence pp-small">{rows}</ul>')
    parts += [f'<p class="pp-soft">{esc(sentence(spelled(note)))}</p>' for note in found.notes]
    request = work.kept(GROUP).get(found.request.id, found.request)
    parts.append(work.progress(request, named("work_import", request.status)))
    return "".join(parts)


def _left_out(refused: Refused) -> str:
    rows = t("bring.rows", n=refused.rows)
    example = t("bring.example", what=spelled(refused.example))
    return (
        f"{esc(named('refused_row', refused.reason))}: {esc(rows)}"
        f'<div class="pp-soft">{esc(example)}</div>'
    )


def _not_taken(error: ApiError) -> str:
    """Why it was not read, and what the reader said of it; when to try again."""
    why = said(error_words(error.code, error.message))
    if error.retry_after is not None:
        why += " " + esc(t("problem.wait", n=error.retry_after))
    detail = ""
    if error.code.startswith("input.") and error.message:
        detail = f'<p class="pp-soft">{esc(sentence(spelled(error.message)))}</p>'
    kept = f'<p class="pp-soft">{esc(t("bring.kept_here"))}</p>'
    return (
        f'{chip(t("bring.not_read"), "bad")}<p class="pp-problem" role="alert">{why}</p>'
        f"{detail}{kept}"
    )
