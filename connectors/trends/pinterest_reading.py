"""From an answer of Pinterest to signals: places on lists and weekly interest."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from connectors.errors import (
    Blocked,
    ConnectorError,
    LoginWall,
    NoData,
    RateLimited,
    Refused,
    Unavailable,
    UnknownMarkup,
)
from connectors.http.client import json_body
from connectors.trends.base import Parsed, captured_at
from connectors.trends.pages import refuse_pages
from connectors.trends.pinterest_entries import (
    SearchEntry,
    UnreadablePoint,
    is_empty_list,
    lists_in,
    read_index,
    read_point,
    spacing,
)
from connectors.trends.regions import WORLD
from connectors.trends.rows import RowGatherer
from connectors.trends.script_data import script_documents
from domain.signals import Kind, Metric, Period

PLATFORM = "pinterest"
RANKING = "growing"  # the list whose places are kept; the others order the same words differently
_LONGEST_TERM = 200  # characters
_LARGEST_RANK = 10_000
_SHOWN_GROWTH = 10  # entries whose growth a note repeats
_ADVICE = "Renew PODPUSHER_PINTEREST_ACCESS_TOKEN."
# Codes of the API, and of HTTP where it repeats them.
_SIGN_IN = frozenset({2, 401})
_FORBIDDEN = frozenset({3, 7, 29, 403})
_TOO_OFTEN = frozenset({8, 429})
_NOTHING = frozenset({50, 404})
_DOWN = frozenset({11, 12, 500, 502, 503, 504})
_WORDS: tuple[tuple[re.Pattern[str], int], ...] = (
    (re.compile(r"rate limit|too many|exceeded", re.IGNORECASE), 8),
    (re.compile(r"authenticat|unauthorized|token|log ?in", re.IGNORECASE), 2),
    (re.compile(r"permi|forbidden|not authorized|scope", re.IGNORECASE), 3),
    (re.compile(r"not found", re.IGNORECASE), 50),
    (re.compile(r"unexpected|server|unavailable|try again", re.IGNORECASE), 11),
)


def read_searches(payload: bytes, meta: Mapping[str, Any], source: str) -> Parsed:
    """Signals of an answer of the API or of the trends page, or of the page that carries them.

    `meta` may hold `trend_type`: places are kept of the growing list alone. Raises BadAnswer,
    Blocked, LoginWall, RateLimited, Unavailable, Refused, NoData or UnknownMarkup.
    """
    if payload.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        carried = [each for each in script_documents(payload) if lists_in(each)]
        if not carried:
            refuse_pages(payload, source)
            raise UnknownMarkup(f"{source}: markup that is no page of Pinterest. Bring the file.")
        return _Reading(source, meta).of_answer(carried)
    refuse_pages(payload, source)
    return _Reading(source, meta).of_answer(json_body(payload.lstrip(b"\xef\xbb\xbf"), source))


def refusal(answer: Any, source: str) -> ConnectorError | None:
    """What an answer such as `{"code": 2, "message": …}` refuses, as the error to raise."""
    if not isinstance(answer, dict) or not isinstance(answer.get("message"), str):
        return None
    code, said = answer.get("code"), answer["message"]
    known = _SIGN_IN | _FORBIDDEN | _TOO_OFTEN | _NOTHING | _DOWN
    meaning = code if code in known else next((n for w, n in _WORDS if w.search(said)), 0)
    shown = f"{source}: Pinterest answers with an error ({code}: {said[:120]})."
    if meaning in _SIGN_IN:
        return LoginWall(f"{shown} {_ADVICE}")
    if meaning in _FORBIDDEN:
        return Blocked(f"{shown} The app needs Pinterest's leave to read trends.")
    if meaning in _TOO_OFTEN:
        return RateLimited(f"{shown} It is asked again at the next run.")
    if meaning in _NOTHING:
        return NoData(f"{shown} Pinterest keeps no trends for this place.")
    if meaning in _DOWN:
        return Unavailable(f"{shown} Try again later.")
    return Refused(f"{shown} Report it with the log.")


class _Reading:
    """One answer on its way to signals. Lines are counted over all its lists, from 1."""

    def __init__(self, source: str, meta: Mapping[str, Any]) -> None:
        self._source = source
        self._captured = captured_at(meta)
        self._rows = RowGatherer(source, PLATFORM, Kind.SEARCH, self._captured)
        self._region = str(meta.get("region") or WORLD).upper().partition("+")[0]
        self._keeps_places = str(meta.get("trend_type") or RANKING) == RANKING
        self._notes = [str(note) for note in meta.get("notes") or ()]
        self._growth: list[str] = []
        self._line = self._undated = self._unranked = 0
        self._readable = False
        self._seen: set[tuple[str, Metric, date | None]] = set()

    def of_answer(self, answer: Any) -> Parsed:
        """Signals of a JSON answer."""
        lists = lists_in(answer)
        if not lists:
            if error := refusal(answer, self._source):
                raise error
            if not is_empty_list(answer):
                raise UnknownMarkup(
                    f"{self._source}: an answer without trends this version can find. Pinterest "
                    "changed it; report it with the file."
                )
        for entries in lists:
            for place, entry in enumerate(entries, start=1):
                self._line += 1
                self._add(entry, place)
        if self._line and not self._readable:
            raise UnknownMarkup(
                f"{self._source}: entries, and none of them has a term. Pinterest changed its "
                "answer; report it with the file."
            )
        self._remark()
        return self._rows.parsed(self._source, self._line, tuple(self._notes))

    def _add(self, entry: SearchEntry, place: int) -> None:
        term = entry.term
        if not term:
            self._rows.refuse(self._line, "missing_term", "an entry without a term")
            return
        self._readable = True
        if len(term) > _LONGEST_TERM:
            self._rows.refuse(self._line, "term_too_long", f"over {_LONGEST_TERM} characters", term)
            return
        kind = Kind.SEARCH if entry.is_search else Kind.TOPIC
        if entry.ranked and self._keeps_places:
            self._place(entry, term, place, kind)
        elif entry.ranked:
            self._unranked += 1
        if growth := entry.growth():
            self._growth.append(f"{term}: {growth}")
        points = entry.points()
        if points:
            self._series(points, term, kind)
        elif (level := entry.level()) is not None:
            self._level(level, term, kind)
        elif entry.has_undated_counts():
            self._undated += 1

    def _place(self, entry: SearchEntry, term: str, place: int, kind: Kind) -> None:
        rank = entry.rank if entry.rank is not None else place
        text = str(rank).strip()
        if isinstance(rank, bool) or not text.isdecimal() or not 1 <= int(text) <= _LARGEST_RANK:
            self._rows.refuse(self._line, "bad_rank", f"rank {text[:60]!r}", term)
        elif self._is_new(term, Metric.RANK, None):
            self._rows.rank(term, int(text), region=self._region, line=self._line, kind=kind)

    def _series(self, points: list[tuple[Any, Any]], term: str, kind: Kind) -> None:
        read: list[tuple[date, float]] = []
        for day, value in points:
            try:
                read.append(read_point(day, value))
            except UnreadablePoint as error:
                self._rows.refuse(self._line, error.code, str(error), term)
        covers = spacing([day for day, _ in read])
        if covers is None:
            detail = "points that are neither days nor weeks apart"
            self._rows.refuse(self._line, "bad_period", detail, term)
            return
        period, days = covers
        for day, index in sorted(read):
            self._point(day, index, period, days, term, kind)

    def _point(
        self, day: date, index: float, period: Period, days: int, term: str, kind: Kind
    ) -> None:
        """A span ends with its day; the one that still runs is known now and partial."""
        ends = datetime.combine(day, datetime.min.time()) + timedelta(days=1)
        partial = ends > self._captured
        if ends - timedelta(days=days) >= self._captured:
            detail = f"the span up to {day} had not begun"
            self._rows.refuse(self._line, "captured_before_observed", detail, term)
        elif self._is_new(term, Metric.INTEREST, day):
            self._rows.value(
                term,
                Metric.INTEREST,
                index,
                period=period,
                region=self._region,
                line=self._line,
                kind=kind,
                observed=None if partial else ends,
                partial=partial,
            )

    def _level(self, level: Any, term: str, kind: Kind) -> None:
        try:
            index = read_index(level)
        except UnreadablePoint as error:
            self._rows.refuse(self._line, error.code, str(error), term)
            return
        if self._is_new(term, Metric.INTEREST, None):
            self._rows.value(
                term,
                Metric.INTEREST,
                index,
                period=Period.INSTANT,
                region=self._region,
                line=self._line,
                kind=kind,
            )

    def _is_new(self, term: str, metric: Metric, day: date | None) -> bool:
        """Whether it is not yet said: an answer may repeat a term in several lists."""
        key = (term.casefold(), metric, day)
        known = key in self._seen
        self._seen.add(key)
        return not known

    def _remark(self) -> None:
        if self._growth:
            shown = "; ".join(self._growth[:_SHOWN_GROWTH])
            more = len(self._growth) - _SHOWN_GROWTH
            rest = f"; and {more} more" if more > 0 else ""
            self._notes.append(f"growth is shown here and kept as no figure: {shown}{rest}")
        if self._undated:
            self._notes.append(f"{self._undated} series without dates were left out")
        if self._unranked:
            self._notes.append(
                f"the places of {self._unranked} entries belong to another order than the "
                f"{RANKING} list's and were left out"
            )
