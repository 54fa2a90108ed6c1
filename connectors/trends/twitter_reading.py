"""From an answer or a page of X, or about X, to signals."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from connectors.errors import LoginWall, UnknownMarkup
from connectors.http.client import json_body
from connectors.trends.base import Parsed, captured_at
from connectors.trends.pages import refuse_pages
from connectors.trends.regions import WORLD
from connectors.trends.rows import RowGatherer
from connectors.trends.script_data import script_documents
from connectors.trends.twitter_answer import TrendList, is_empty_list, refusal, trend_lists
from connectors.trends.twitter_entries import (
    LONGEST_TERM,
    MOST_WORDS,
    TrendEntry,
    UnreadableField,
    entries_in,
)
from connectors.trends.twitter_trends24 import HourEntry, HourPage, hour_page
from domain.signals import Kind, Metric, Period

PLATFORM = "twitter"
_WALL = re.compile(rb"i/flow/(?:login|signup)|(?:log|sign) in to (?:x|twitter)\b", re.IGNORECASE)


def read_trends(payload: bytes, meta: Mapping[str, Any], source: str) -> Parsed:
    """Signals of any recording of the platform's trends: explore, place lists, API v2, trends24.

    Raises BadAnswer, Blocked, LoginWall, RateLimited, Unavailable, Refused, NoData or
    UnknownMarkup, by what the answer says.
    """
    reading = Reading(source, captured_at(meta), _region(meta), tuple(meta.get("notes") or ()))
    if payload.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] != b"<":
        refuse_pages(payload, source)
        return reading.of_answer(json_body(payload.lstrip(b"\xef\xbb\xbf"), source))
    if page := hour_page(payload, source):
        return reading.of_hours(page)
    carried = [each for each in script_documents(payload) if any(entries_in(each))]
    if carried:
        return reading.of_answer(carried)
    try:
        refuse_pages(payload, source)
    except UnknownMarkup:
        if _WALL.search(payload):
            raise LoginWall(
                f"{source}: X's sign-in page instead of its trends. Import a list of your own, or "
                "use the API with a key."
            ) from None
        raise
    raise UnknownMarkup(f"{source}: markup that is no page of X. Bring the page as it was saved.")


def _region(meta: Mapping[str, Any]) -> str | None:
    return str(meta.get("region") or "").strip().upper() or None


class Reading:
    """One answer on its way to signals. Lines are counted over all its lists, from 1."""

    def __init__(
        self, source: str, captured: datetime, region: str | None, notes: tuple[str, ...]
    ) -> None:
        self._source = source
        self._captured = captured
        self._region = region
        self._notes = list(notes)
        self._rows = self._gatherer(captured)
        self._line = 0
        self._readable = False
        self._promoted = self._repeated = 0

    def of_answer(self, answer: Any) -> Parsed:
        """Signals of a JSON answer."""
        lists = trend_lists(answer, self._region, self._captured)
        error = refusal(answer, self._source)
        if error and not lists:
            raise error
        if error:
            self._notes.append(f"the answer also carries an error: {error.message}")
        if not lists and not is_empty_list(answer):
            raise UnknownMarkup(
                f"{self._source}: an answer without trends this version can find. X changed it; "
                "report it with the file."
            )
        for each in lists:
            self._add_list(each)
        return self._parsed()

    def of_hours(self, page: HourPage) -> Parsed:
        """Signals of a saved trends24 page: each hour is a list seen at that hour."""
        region = page.region or self._region or WORLD
        for hour in page.hours:
            rows = self._gatherer(hour.seen or self._captured)
            terms: set[str] = set()
            for place, entry in enumerate(hour.entries, start=1):
                self._line += 1
                if hour.seen is None:
                    rows.refuse(self._line, "bad_date", "an hour that is no time", entry.name)
                elif not entry.name:
                    rows.refuse(self._line, "missing_term", "an entry without a name")
                else:
                    self._readable = True
                    self._add_hour_entry(rows, entry, place, region, terms)
            self._keep(rows)
        return self._parsed()

    def _add_hour_entry(
        self, rows: RowGatherer, entry: HourEntry, place: int, region: str, terms: set[str]
    ) -> None:
        from domain.counts import parse_count

        count: float | None = None
        try:
            count = float(parse_count(entry.count).value) if entry.count else None
        except ValueError:
            rows.refuse(self._line, "bad_number", f"count {entry.count[:60]!r}", entry.name)
        counted = (count, Period.DAY) if count is not None else None
        for term in self._terms(rows, entry.name, len(entry.name.split()) > MOST_WORDS, terms):
            self._signal(rows, term, place, counted, region, entry.url)

    def _add_list(self, each: TrendList) -> None:
        rows = self._gatherer(each.seen)
        terms: set[str] = set()
        place = 0
        for entry in each.entries:
            self._line += 1
            if entry.promoted:
                self._promoted += 1
                continue
            place += 1
            if not entry.name:
                rows.refuse(self._line, "missing_term", "an entry without a name")
            elif each.region is None:
                rows.refuse(self._line, "bad_region", f"no known place: {each.place}", entry.name)
            elif entry.name.casefold() in terms:
                self._repeated += 1
                place -= 1
            else:
                self._add_entry(rows, entry, place, each.region, terms)
            self._readable = self._readable or bool(entry.name)
        self._keep(rows)

    def _add_entry(
        self, rows: RowGatherer, entry: TrendEntry, place: int, region: str, terms: set[str]
    ) -> None:
        rank: int | None = None
        counted: tuple[float, Period] | None = None
        try:
            rank = entry.rank() or place
        except UnreadableField as error:
            rows.refuse(self._line, error.code, str(error), entry.name)
        try:
            counted = entry.count()
        except UnreadableField as error:
            rows.refuse(self._line, error.code, str(error), entry.name)
        for term in self._terms(rows, entry.name, entry.is_sentence, terms):
            self._signal(rows, term, rank, counted, region, entry.url)

    def _terms(
        self, rows: RowGatherer, name: str, sentence: bool, known: set[str]
    ) -> tuple[str, ...]:
        """The terms a name stands for: itself, or a headline's key phrases, each once a list."""
        from domain.terms.phrases import key_phrases

        terms = key_phrases(name) if sentence else (name,)
        if not terms:
            rows.refuse(self._line, "missing_term", "a sentence without a key phrase", name)
        elif len(max(terms, key=len)) > LONGEST_TERM:
            rows.refuse(self._line, "term_too_long", f"over {LONGEST_TERM} characters", name)
            return ()
        fresh = tuple(term for term in terms if term.casefold() not in known)
        known.update(term.casefold() for term in (*terms, name))
        return fresh

    def _signal(
        self,
        rows: RowGatherer,
        term: str,
        rank: int | None,
        counted: tuple[float, Period] | None,
        region: str,
        url: str | None,
    ) -> None:
        if rank is not None:
            rows.rank(term, rank, region=region, line=self._line, url=url)
        if counted is not None:
            posts, period = counted
            rows.value(
                term,
                Metric.MENTIONS,
                posts,
                period=period,
                region=region,
                line=self._line,
                url=url,
            )

    def _parsed(self) -> Parsed:
        if self._line and not self._readable and not self._promoted:
            raise UnknownMarkup(
                f"{self._source}: entries, and none of them has a name. X changed its answer; "
                "report it with the file."
            )
        if self._promoted:
            self._notes.append(f"{self._promoted} promoted entries are no trends and were left out")
        if self._repeated:
            self._notes.append(f"{self._repeated} entries repeat a name of the same list")
        return self._rows.parsed(self._source, self._line, tuple(self._notes))

    def _gatherer(self, seen: datetime) -> RowGatherer:
        return RowGatherer(self._source, PLATFORM, Kind.TOPIC, seen)

    def _keep(self, rows: RowGatherer) -> None:
        self._rows.rows.extend(rows.rows)
        self._rows.refused.extend(rows.refused)
