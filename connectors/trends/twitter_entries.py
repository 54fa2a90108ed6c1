"""Trends inside an answer of X, found by what they are: explore pages, place lists, API v2."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from connectors.trends.walk import objects
from domain.signals import Period

MOST_WORDS = 5  # a longer name is a sentence
LONGEST_TERM = 200  # characters
_DEEPEST = 60
_NAMES = ("trendname", "name")
_COUNTS = ("tweetvolume", "tweetcount", "postcount", "tweetscount", "postscount")
_MARKS = frozenset(
    {"trendmetadata", "trendurl", "metadescription", "isaitrend", "trendingsince", *_COUNTS}
)
_LARGEST_RANK = 10_000


class UnreadableField(ValueError):
    """A field of a trend that is not what its name says. `code` is a quarantine code."""

    def __init__(self, code: str, detail: str) -> None:
        self.code = code
        super().__init__(detail)


@dataclass(frozen=True, slots=True)
class TrendEntry:
    """One entry of a list: what it holds (keys squashed to small letters), and whether it is paid.

    An entry that is no trend at all has no fields.
    """

    fields: Mapping[str, Any]
    promoted: bool = False

    @property
    def name(self) -> str:
        """The name as shown, without outer blanks; empty when there is none."""
        shown = next((self.fields[key] for key in _NAMES if key in self.fields), None)
        return shown.strip() if isinstance(shown, str) else ""

    @property
    def is_sentence(self) -> bool:
        """Whether the name is a headline (2026) instead of a term."""
        written = self.fields.get("isaitrend") is True
        return written or len(self.name.split()) > MOST_WORDS

    @property
    def url(self) -> str | None:
        """The trend's page on the web; the app's own links are turned into it."""
        metadata = self._metadata
        for link in (self.fields.get("trendurl"), self.fields.get("url"), metadata.get("url")):
            address = link.get("url") if isinstance(link, dict) else link
            if isinstance(address, str) and (found := web_address(address)):
                return found
        return None

    @property
    def context(self) -> str:
        """What stands above the name: "Trending in Canada", "Sports · Trending"."""
        shown = self._metadata.get("domaincontext") or self.fields.get("domaincontext")
        return shown if isinstance(shown, str) else ""

    def rank(self) -> int | None:
        """The place the platform writes beside the trend; raises UnreadableField."""
        shown = self.fields.get("rank")
        if shown is None:
            return None
        text = str(shown).strip()
        if isinstance(shown, bool) or not text.isdecimal() or not 1 <= int(text) <= _LARGEST_RANK:
            raise UnreadableField("bad_rank", f"rank {text[:60]!r}")
        return int(text)

    def count(self) -> tuple[float, Period] | None:
        """Posts and the span they were counted in; None when not shown; raises UnreadableField.

        A volume and the line below a name count the last day. The line of a headline counts the
        story since it began, so it stands for the moment alone.
        """
        for key in _COUNTS:
            if self.fields.get(key) is not None:
                return _number(key, self.fields[key]), Period.DAY
        line = self._metadata.get("metadescription") or self.fields.get("metadescription")
        if isinstance(line, str) and (found := _posts("meta_description", line, bare=True)):
            return found, Period.DAY
        for holder in objects(self.fields.get("socialcontext")):
            text = holder.get("text")
            if isinstance(text, str) and (found := _posts("social_context", text, bare=False)):
                return found, Period.INSTANT
        return None

    @property
    def _metadata(self) -> dict[str, Any]:
        inner = self.fields.get("trendmetadata")
        return _squashed(inner) if isinstance(inner, dict) else {}


def entries_in(value: Any) -> Iterator[TrendEntry]:
    """Every trend inside a value, in the order of the document.

    What is grouped below a trend is not looked at. In a list of trends, whatever is no trend comes
    as an entry without fields.
    """
    yield from _entries(value, promoted=False, depth=0)


def _entries(value: Any, *, promoted: bool, depth: int) -> Iterator[TrendEntry]:
    if depth > _DEEPEST:
        return
    if isinstance(value, dict):
        paid = promoted or _is_paid(value)
        if is_trend(value):
            yield TrendEntry(_squashed(value), paid)
            return
        for inner in value.values():
            yield from _entries(inner, promoted=paid, depth=depth + 1)
    elif isinstance(value, list):
        trends = any(is_trend(each) for each in value)
        for each in value:
            if trends and not is_trend(each):
                yield TrendEntry({})
            else:
                yield from _entries(each, promoted=False, depth=depth + 1)


def is_trend(value: Any) -> bool:
    """Whether an object is one trend, whatever list it stands in."""
    if not isinstance(value, dict):
        return False
    kind = value.get("itemType") or value.get("__typename") or value.get("_type")
    if isinstance(kind, str) and kind.lower().endswith("trend"):
        return True
    keys = {_squash(key) for key in value}
    if "trendname" in keys:
        return True
    return "name" in keys and (bool(keys & _MARKS) or {"query", "url"} <= keys)


def _is_paid(holder: dict[str, Any]) -> bool:
    """Whether somebody paid for what an object holds."""
    for key, value in holder.items():
        name = _squash(key)
        if name.startswith("promoted") and value:
            return True
        if name == "entryid" and isinstance(value, str) and value.lower().startswith("promoted"):
            return True
        if name == "domaincontext" and isinstance(value, str) and value.startswith("Promoted"):
            return True
        if name == "trendmetadata" and isinstance(value, dict) and _is_paid(value):
            return True
    return False


def web_address(link: str) -> str | None:
    """A link as an address of the web; None for what only the platform's app can open."""
    text = link.strip()
    if not text or len(text) > 2000 or re.search(r"[\s\x00-\x1f\x7f]", text):
        return None
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    if parts.scheme in ("http", "https") and parts.netloc:
        return text
    if parts.scheme == "twitter" and parts.netloc == "search":
        query = parse_qs(parts.query).get("query", [""])[0]
        return f"https://x.com/search?q={quote(query)}" if query else None
    if parts.scheme == "twitter" and parts.netloc == "trending" and len(parts.path) > 1:
        return f"https://x.com/i/trending{quote(parts.path)}"
    return f"https://x.com{text}" if text.startswith("/") and not text.startswith("//") else None


def _number(key: str, shown: Any) -> float:
    if isinstance(shown, str):
        counted = _posts(key, shown, bare=True)
        if counted is None:
            raise UnreadableField("bad_number", f"{key} {shown[:60]!r}")
        return counted
    if isinstance(shown, bool) or not isinstance(shown, int | float) or not 0 <= shown <= 1e15:
        raise UnreadableField("bad_number", f"{key} {str(shown)[:60]}")
    return float(shown)


def _posts(key: str, shown: str, *, bare: bool) -> float | None:
    from connectors.trends.twitter_count import posts_counted

    try:
        counted = posts_counted(shown, bare=bare)
    except ValueError as error:
        raise UnreadableField("bad_number", f"{key} {shown[:60]!r}") from error
    return None if counted is None else float(counted)


def _squashed(holder: Mapping[str, Any]) -> dict[str, Any]:
    return {_squash(key): value for key, value in holder.items()}


def _squash(key: str) -> str:
    """`trend_metadata` and `trendMetadata` are one name."""
    return key.replace("_", "").lower()
