"""An answer of X as lists of trends, or as the refusal it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from connectors.errors import (
    Blocked,
    ConnectorError,
    LoginWall,
    NoData,
    RateLimited,
    Refused,
    Unavailable,
)
from connectors.trends.base import naive_utc
from connectors.trends.regions import WORLD, region_code
from connectors.trends.twitter_entries import TrendEntry, entries_in
from connectors.trends.twitter_places import region_of
from connectors.trends.walk import objects

# Error codes of X, by what they mean.
_SIGN_IN = frozenset({32, 36, 89, 99, 135, 215, 220, 239, 353, 401})
_REFUSED = frozenset({37, 63, 64, 87, 93, 179, 226, 261, 326, 402, 403, 453})
_TOO_OFTEN = frozenset({88, 420, 429})
_DOWN = frozenset({29, 130, 131, 500, 502, 503, 504})
_NOTHING = frozenset({34, 404})
_WORDS: tuple[tuple[re.Pattern[str], int], ...] = (
    (re.compile(r"rate limit|too many requests|usage.?cap", re.IGNORECASE), 88),
    (re.compile(r"over capacity|internal|timeout|unavailable", re.IGNORECASE), 130),
    (re.compile(r"suspend|locked|automated|forbidden|not permitted|credits", re.IGNORECASE), 326),
    (re.compile(r"authenticat|authoriz|bearer|token|log ?in|sign ?in", re.IGNORECASE), 32),
    (re.compile(r"not found|does not exist", re.IGNORECASE), 34),
)
_ADVICE = {"twitter_trends_api": "Renew PODPUSHER_X_BEARER_TOKEN."}
_TRENDING_IN = re.compile(r"\b(?:trending|trends) in (?P<place>[^·]+)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TrendList:
    """The trends of one place at one moment (naive UTC). `region` is None when it is not known."""

    region: str | None
    place: str
    seen: datetime
    entries: tuple[TrendEntry, ...]


def trend_lists(answer: Any, region: str | None, captured: datetime) -> list[TrendList]:
    """The lists that hold trends. `region` is where the question was about, if anybody said.

    A list that names its place (`locations`) and moment (`as_of`) keeps them.
    """
    places = [
        holder
        for holder in objects(answer)
        if isinstance(holder.get("locations"), list) and isinstance(holder.get("trends"), list)
    ]
    if places:
        return [_place_list(holder, region, captured) for holder in places if holder["trends"]]
    entries = tuple(entries_in(answer))
    if not entries:
        return []
    known = _country_in(entries) or region or WORLD
    return [TrendList(known, known, captured, entries)]


def _place_list(holder: Mapping[str, Any], region: str | None, captured: datetime) -> TrendList:
    location = next((each for each in holder["locations"] if isinstance(each, dict)), {})
    moments = (_moment(holder.get(name)) for name in ("as_of", "created_at"))
    seen = next((moment for moment in moments if moment), captured)
    entries = tuple(entries_in(holder["trends"]))
    return TrendList(region_of(location) or region, str(location)[:80], seen, entries)


def _moment(shown: Any) -> datetime | None:
    """A time with its zone as naive UTC."""
    if not isinstance(shown, str):
        return None
    try:
        moment = datetime.fromisoformat(shown.strip())
    except ValueError:
        return None
    return naive_utc(moment) if moment.tzinfo else None


def _country_in(entries: tuple[TrendEntry, ...]) -> str | None:
    """The country that most lines above the names speak of ("Trending in Canada")."""
    found: Counter[str] = Counter()
    for entry in entries:
        place = _TRENDING_IN.search(entry.context)
        code = region_code(place["place"]) if place and len(place["place"]) > 3 else None
        if code:
            found[code] += 1
    code, times = found.most_common(1)[0] if found else ("", 0)
    return code if 2 * times >= len(entries) > 0 else None


def is_empty_list(answer: Any) -> bool:
    """Whether an answer without trends is a list that is there and empty."""
    if answer == []:
        return True
    empty = False
    for holder in objects(answer):
        if holder.get("trends") == [] or holder.get("data") == []:
            empty = True
        if holder.get("result_count") == 0:
            empty = True
        if isinstance(holder.get("instructions"), list):
            if not all(_is_cursor(entry) for entry in _timeline_entries(holder["instructions"])):
                return False
            empty = True
    return empty


def _timeline_entries(instructions: list[Any]) -> Iterator[Any]:
    for holder in objects(instructions):
        if isinstance(holder.get("entries"), list):
            yield from holder["entries"]


def _is_cursor(entry: Any) -> bool:
    """Whether an entry only leads to the next page, or is a group without members."""
    if any("cursorType" in holder for holder in objects(entry)):
        return True
    content = entry.get("content") if isinstance(entry, dict) else None
    return isinstance(content, dict) and content.get("items") == []


def refusal(answer: Any, source: str) -> ConnectorError | None:
    """What an answer refuses and why, as the error to raise; None when it refuses nothing."""
    for code, said in _errors(answer):
        meaning = code if code in _KNOWN else _meaning_of(said)
        shown = f"{source}: X answers with an error ({code or 'no code'}: {said[:120]})."
        if meaning in _SIGN_IN:
            return LoginWall(f"{shown} {_ADVICE.get(source, 'Import a list of your own instead.')}")
        if meaning in _REFUSED:
            return Blocked(f"{shown} Look at the app's access and credit with X.")
        if meaning in _TOO_OFTEN:
            return RateLimited(f"{shown} It is asked again at the next run.")
        if meaning in _DOWN:
            return Unavailable(f"{shown} Try again later.")
        if meaning in _NOTHING:
            return NoData(f"{shown} X keeps no trends for this place.")
        return Refused(f"{shown} Report it with the log.")
    return None


_KNOWN = _SIGN_IN | _REFUSED | _TOO_OFTEN | _DOWN | _NOTHING


def _errors(answer: Any) -> Iterator[tuple[int, str]]:
    """Code (0 when none) and words of each error: v1, v2 and GraphQL write them differently."""
    if not isinstance(answer, dict):
        return
    errors = answer.get("errors") or answer.get("error")
    listed = errors if isinstance(errors, list) else [errors] if errors else []
    for error in listed:
        if isinstance(error, dict):
            said = error.get("message") or error.get("detail") or error.get("title") or ""
            yield _whole(error.get("code") or error.get("status")), str(said)
        else:
            yield 0, str(error)
    if not listed and {"title", "status"} <= answer.keys():
        yield _whole(answer["status"]), f"{answer['title']} {answer.get('detail') or ''}".strip()


def _whole(value: Any) -> int:
    text = str(value)
    return int(text) if text.isdecimal() and len(text) < 6 else 0


def _meaning_of(said: str) -> int:
    return next((code for words, code in _WORDS if words.search(said)), 0)
