"""Tell what an answer of Instagram says instead of hashtags."""

from __future__ import annotations

import re
from typing import Any

from connectors.errors import BadAnswer, Blocked, LoginWall, RateLimited, UnknownMarkup
from connectors.trends.pages import refuse_pages
from connectors.trends.script_data import is_cut_off

_WAIT = re.compile(r"wait a few minutes|try again later|too many|rate.?limit|limit how often", re.I)
_SIGN_IN = re.compile(
    r"log.?in|sign.?in|logged.?out|not.?authori[sz]ed|unauthori[sz]ed|checkpoint|challenge|consent",
    re.IGNORECASE,
)
_SIGN_IN_PAGE = re.compile(
    rb"<title[^>]*>\s*(?:log ?in|sign ?up)\b|<meta[^>]{0,300}\blog in to instagram|"
    rb"href=[\"'][^\"']*accounts/login/\?next=|"
    rb'"entry_data":\s*\{\s*"(?:LoginAndSignupPage|Challenge)"',
    re.IGNORECASE,
)
_WAIT_PAGE = re.compile(rb"please wait a few minutes", re.IGNORECASE)
_DEPTH = 5  # of a message inside its parts
_SAID = ("message", "error_type", "error_title", "feedback_message", "summary", "title", "errors")


def refuse_answer(document: Any, source: str) -> None:
    """Raise what a JSON answer without hashtags means; UnknownMarkup when it says nothing."""
    answer = document if isinstance(document, dict) else {}
    said = " ".join(_texts([answer[key] for key in _SAID if key in answer]))
    shown = f" ({said[:80]!r})" if said else ""
    if _WAIT.search(said):
        raise RateLimited(f"{source}: asked too often{shown}. It is asked at the next run.")
    if (
        answer.get("authenticated") is False
        or answer.get("require_login")
        or answer.get("checkpoint_url")
        or _SIGN_IN.search(said)
    ):
        raise LoginWall(
            f"{source}: Instagram gives this only after a sign-in{shown}. Import figures of "
            "your own instead."
        )
    if answer.get("status") == "fail" or answer.get("errors") or answer.get("error_type"):
        raise Blocked(
            f"{source}: Instagram refuses{shown}. Wait a day, or import your own figures."
        )
    raise UnknownMarkup(
        f"{source}: an answer without hashtags. The page may have changed; report it."
    )


def refuse_page(page: bytes, source: str) -> None:
    """Raise what a page without hashtags means."""
    if _WAIT_PAGE.search(page):
        raise RateLimited(f"{source}: asked too often. It is asked again at the next run.")
    if is_cut_off(page):
        raise BadAnswer(f"{source}: the page is not complete. It was kept; try again later.")
    if _SIGN_IN_PAGE.search(page):
        raise LoginWall(
            f"{source}: a sign-in page instead of the hashtag. Import figures of your own instead."
        )
    refuse_pages(page, source)
    raise UnknownMarkup(f"{source}: a page without hashtags. It may have changed; report it.")


def _texts(value: Any, depth: int = 0) -> list[str]:
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value
    if depth > _DEPTH or not isinstance(value, dict | list):
        return []
    return [text for each in inner for text in _texts(each, depth + 1)]
