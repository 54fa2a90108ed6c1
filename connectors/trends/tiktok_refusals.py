"""Tell what an answer of TikTok says instead of hashtags: a refusal, an empty list, a filter."""

from __future__ import annotations

import re
from typing import Any

from connectors.errors import (
    Blocked,
    ConnectorError,
    LoginWall,
    RateLimited,
    Unavailable,
    UnknownMarkup,
)
from connectors.trends.walk import objects

_FINE = (0, 200)
_CODES = frozenset({"code", "statuscode", "errcode", "errorcode", "errno"})
_MESSAGES = frozenset({"msg", "message", "statusmessage", "statusmsg", "errmsg", "errormessage"})
_CAPTCHA = re.compile(r"captcha|verif|robot|spider|crawl|risk|forbid|blocked|illegal")
_TOO_OFTEN = re.compile(r"toomany|toooften|frequen|ratelimit|toofast")
_SIGN_IN = re.compile(r"login|logon|signin|unauth|auth|session|token|permission|credential")
_DOWN = re.compile(
    r"internal|servererror|systemerror|timeout|timedout|unavailable|busy|maintenance"
)
_EMPTY_LISTS = frozenset(
    {"items", "list", "hashtag", "hashtags", "hashtaglist", "challenges", "challengelist"}
    | {"challengeinfolist", "keywordlist", "discoverlist", "explorelist", "itemlist"}
)


def refuse_code(document: Any, source: str) -> None:
    """Raise what the code of an answer means when it is a refusal.

    The code stands at the top (`code`, `statusCode`) or in `BaseResp`.
    """
    if not isinstance(document, dict):
        return
    parts = [document, *(inner for inner in document.values() if isinstance(inner, dict))]
    parts += [
        inner
        for part in parts[1:]
        for key, inner in part.items()
        if _plain(key) == "baseresp" and isinstance(inner, dict)
    ]
    for number, part in enumerate(parts):
        if number == 0 or _looks_like_status(part):
            _refuse_part(part, source)


def refuse_any_code(documents: list[Any], source: str) -> None:
    """The same for the documents of a page, where a code may stand anywhere."""
    for document in documents:
        for part in objects(document):
            if any(_plain(key) == "statuscode" for key in part):
                _refuse_part(part, source)


def says_empty(documents: list[Any], *, anywhere: bool) -> bool:
    """Whether an answer holds a list of hashtags or keywords that is empty.

    `anywhere` false looks at names that can mean nothing else, as a page holds many lists.
    """
    for document in documents:
        for part in objects(document):
            for key, inner in part.items():
                name = _plain(key)
                listed = name in _EMPTY_LISTS and (anywhere or "tag" in name or "chall" in name)
                if listed and (inner == [] or (inner is None and anywhere)):
                    return True
            if anywhere and str(part.get("total", part.get("totalCount"))) == "0":
                return True
    return False


def refuse_unknown(documents: list[Any], source: str) -> None:
    """Raise UnknownMarkup with what the answer is, as far as it can be told."""
    for document in documents:
        for values in _lists(document):
            if values and all(_is_option(each) for each in values):
                raise UnknownMarkup(
                    f"{source}: a list of choices for the page's filter (countries, industries), "
                    "not trends. Give the answer that holds the hashtags."
                )
    raise UnknownMarkup(
        f"{source}: an answer without hashtags or keywords. The page may have changed; report it."
    )


def _refuse_part(part: dict[str, Any], source: str) -> None:
    code = next((_number(part[key]) for key in part if _plain(key) in _CODES), None)
    if code is None or code in _FINE:
        return
    said = next(
        (str(part[key]) for key in part if _plain(key) in _MESSAGES and part[key]), "no reason"
    )
    raise _meaning(code, said, source)


def _meaning(code: int, said: str, source: str) -> ConnectorError:
    text = re.sub(r"[^a-z0-9]", "", said.lower())
    shown = f"code {code}, {said[:80]!r}"
    if _CAPTCHA.search(text):
        return Blocked(
            f"{source}: TikTok asks for a check ({shown}). Wait a day, or import an export."
        )
    if _TOO_OFTEN.search(text) or str(code).startswith("429"):
        return RateLimited(f"{source}: asked too often ({shown}). It is asked at the next run.")
    if _SIGN_IN.search(text) or str(code).startswith("401"):
        return LoginWall(
            f"{source}: TikTok gives this only after a sign-in ({shown}). Import an export."
        )
    if _DOWN.search(text):
        return Unavailable(f"{source}: TikTok has an error of its own ({shown}). Try again later.")
    return Blocked(f"{source}: TikTok refuses ({shown}). Wait a day, or import an export.")


def _looks_like_status(part: dict[str, Any]) -> bool:
    names = {_plain(key) for key in part}
    return bool(names & _CODES and names & _MESSAGES)


def _number(value: Any) -> int | None:
    if isinstance(value, bool):
        return None
    text = str(value).strip()
    return int(text) if re.fullmatch(r"-?\d{1,12}", text) else None


def _is_option(value: Any) -> bool:
    return isinstance(value, dict) and "id" in value and bool({"value", "label"} & set(value))


def _lists(document: Any) -> list[list[Any]]:
    found = [document] if isinstance(document, list) else []
    for part in objects(document):
        found += [inner for inner in part.values() if isinstance(inner, list)]
    return found


def _plain(key: str) -> str:
    return re.sub(r"[^a-z0-9]", "", key.lower())
