"""Wikimedia pageviews, CC0: the most read articles of a day, and daily views of articles.

A day's figures appear some hours after it has ended (UTC). `wikimedia_top` is the list with the
histories of its first articles; `wikimedia_article` are the histories of named terms. A term is
read as the article that Wikipedia itself resolves it to, and its rows carry that article's title.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote

from connectors.errors import (
    ConnectorError,
    NoData,
    RateLimited,
    Refused,
    Unavailable,
    UnknownMarkup,
)
from connectors.http.client import Answer, json_body
from connectors.trends.base import Parsed, Payload, Visit
from connectors.trends.pages import refuse_pages
from connectors.trends.pageviews import PROJECT, parse_pageviews
from domain.signals import Metric

PAGEVIEWS = "https://wikimedia.org/api/rest_v1/metrics/pageviews"
TITLES = "https://en.wikipedia.org/w/api.php"
HISTORY_DAYS = 120
LATE_DAYS = 2  # a day may not be counted yet; look this many days further back
TITLES_A_CALL = 50
NAMED_TERMS = 100
_NO_TITLE = frozenset("#<>[]{}|")
_BUSY = ("maxlag", "readonly", "internal")


class WikimediaSource:
    """The top list of the last counted day, then the history of its first articles."""

    id = "wikimedia_top"
    version = "2"

    def fetch(self, visit: Visit) -> list[Payload]:
        """The top list and as many histories as the deadline allows; at least the list.

        Raises NoData when no recent day is counted, and the errors of the client for the list.
        """
        day, top = self._top(visit)
        try:
            titles = self._titles(top.body)[: visit.settings.live_articles]
        except ConnectorError:
            return [top]  # kept as it came; parsing will name what is wrong
        answers = []
        for title in titles:
            try:
                answers.append(_history(title, day, visit, self.id))
            except NoData:
                continue
            except ConnectorError:
                break  # the list alone is worth having
        return [top, _bundle(answers)] if answers else [top]

    def parse(self, payload: bytes, meta: Mapping[str, Any]) -> Parsed:
        """Rows of a top list (rank and views), or of histories (views), one answer a line."""
        return parse_pageviews(payload, self.id)

    def _top(self, visit: Visit) -> tuple[date, Payload]:
        # Of a day long past a list is there or not; that of the day before is not that of the day.
        late = 0 if visit.past else LATE_DAYS
        for back in range(1, late + 2):
            day = visit.today - timedelta(days=back)
            url = f"{PAGEVIEWS}/top/{PROJECT}/all-access/{day:%Y/%m/%d}"
            try:
                answer = visit.http.get(url, deadline=visit.deadline, source=self.id)
            except NoData:
                continue
            meta = {
                "url": answer.url,
                "day": day.isoformat(),
                "project": PROJECT,
                "captured_at": answer.received_at.isoformat(),
            }
            return day, Payload(answer.body, ".json", answer.received_at, meta)
        raise NoData(
            f"{self.id}: no top list of {visit.today - timedelta(days=1)}."
            if visit.past
            else f"{self.id}: no top list of the last {LATE_DAYS + 1} days yet. Try again later."
        )

    def _titles(self, body: bytes) -> list[str]:
        frame = parse_pageviews(body, self.id).frame
        return frame.filter(frame["metric"] == Metric.RANK.value).sort("rank")["term"].to_list()


class WikimediaArticleSource:
    """The histories of the articles that named terms lead to."""

    id = "wikimedia_article"
    version = "1"

    def fetch(self, visit: Visit) -> list[Payload]:
        """One payload: as many histories as the deadline allows, one a line.

        Its meta holds `resolved` (term to title) and `missing` (terms without an article). Raises
        NoData when there is no term, no article or no view, and the errors of the client.
        """
        terms = list(dict.fromkeys(term.strip().lstrip("#").strip() for term in visit.terms))
        terms = [term for term in terms if term][:NAMED_TERMS]
        if not terms:
            raise NoData(f"{self.id}: no named term. Set PODPUSHER_WATCH_TERMS to some.")
        resolved = self._resolve(terms, visit)
        answers: list[Answer] = []
        failure: ConnectorError | None = None
        for title in dict.fromkeys(resolved.values()):
            try:
                answers.append(_history(title, visit.today - timedelta(days=1), visit, self.id))
            except NoData:
                continue
            except ConnectorError as error:
                failure = error
                break
        missing = [term for term in terms if term not in resolved]
        if not answers:
            raise failure or NoData(
                f"{self.id}: none of {len(terms)} named terms has an article that was read. "
                "Choose others in PODPUSHER_WATCH_TERMS."
            )
        payload = _bundle(answers)
        return [replace(payload, meta={**payload.meta, "resolved": resolved, "missing": missing})]

    def parse(self, payload: bytes, meta: Mapping[str, Any]) -> Parsed:
        """Views of each article by its title; the notes say which terms led where."""
        parsed = parse_pageviews(payload, self.id)
        resolved = meta.get("resolved")
        led = resolved.items() if isinstance(resolved, Mapping) else ()
        notes = [
            f"{term!r} is read as the article {title!r}."
            for term, title in led
            if str(term).casefold() != str(title).casefold()
        ]
        missing = meta.get("missing")
        if isinstance(missing, Sequence) and missing:
            notes.append(f"No article: {', '.join(map(str, missing))}.")
        return replace(parsed, notes=tuple(notes))

    def _resolve(self, terms: Sequence[str], visit: Visit) -> dict[str, str]:
        """The title of the article that each term leads to, for those that lead to one."""
        askable = [term for term in terms if not _NO_TITLE & set(term)]
        resolved: dict[str, str] = {}
        for first in range(0, len(askable), TITLES_A_CALL):
            asked = askable[first : first + TITLES_A_CALL]
            answer = visit.http.get(
                TITLES,
                params={
                    "action": "query",
                    "redirects": "1",
                    "prop": "pageprops",
                    "ppprop": "disambiguation",
                    "titles": "|".join(asked),
                    "format": "json",
                    "formatversion": "2",
                },
                deadline=visit.deadline,
                source=self.id,
            )
            table = redirect_table(answer.body, self.id)
            resolved |= {term: title for term in asked if (title := table.target(term))}
        return resolved


CONNECTORS = {"wikimedia_top": WikimediaSource, "wikimedia_article": WikimediaArticleSource}


@dataclass(frozen=True, slots=True)
class RedirectTable:
    """Where titles lead: as Wikipedia writes them, on to their target, if that is an article."""

    normalised: Mapping[str, str]
    redirects: Mapping[str, str]
    articles: frozenset[str]

    def target(self, term: str) -> str | None:
        """The article's title, or None when there is none."""
        title = self.normalised.get(term, term)
        title = self.redirects.get(title, title)
        return title if title in self.articles else None


def redirect_table(body: bytes, source: str) -> RedirectTable:
    """The table in an answer of the MediaWiki API; pages that only list meanings lead nowhere."""
    refuse_pages(body, source)
    answer = json_body(body, source)
    query = answer.get("query") if isinstance(answer, dict) else None
    if not isinstance(query, dict):
        _raise_for_error(answer, source)
        raise UnknownMarkup(f"{source}: no table of titles in the answer. Report it.")
    articles = {
        str(page.get("title"))
        for page in _objects_in(query.get("pages"))
        if not (page.get("missing") or page.get("invalid") or page.get("ns"))
        and "disambiguation" not in (page.get("pageprops") or {})
    }
    return RedirectTable(
        _pairs(query.get("normalized")), _pairs(query.get("redirects")), frozenset(articles)
    )


def _pairs(value: Any) -> dict[str, str]:
    return {str(each.get("from")): str(each.get("to")) for each in _objects_in(value)}


def _objects_in(value: Any) -> Iterable[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _raise_for_error(answer: Any, source: str) -> None:
    """Raise what the API's own error says: {"error": {"code": "maxlag", "info": …}}."""
    error = answer.get("error") if isinstance(answer, dict) else None
    if not isinstance(error, dict):
        return
    code = str(error.get("code"))[:40]
    if code == "ratelimited":
        raise RateLimited(f"{source}: asked too often. It is asked again at the next run.")
    if code.startswith(_BUSY):
        raise Unavailable(f"{source}: Wikipedia is busy ({code}). Try again later.")
    raise Refused(f"{source}: Wikipedia refuses the question ({code}). Report it with the log.")


def _history(title: str, last: date, visit: Visit, source: str) -> Answer:
    first = last - timedelta(days=HISTORY_DAYS - 1)
    article = quote(title.replace(" ", "_"), safe="")
    url = (
        f"{PAGEVIEWS}/per-article/{PROJECT}/all-access/user/{article}/daily/"
        f"{first:%Y%m%d}/{last:%Y%m%d}"
    )
    return visit.http.get(url, deadline=visit.deadline, source=source)


def _bundle(answers: Sequence[Answer]) -> Payload:
    """The histories of one fetch, one answer a line: one file to land instead of dozens."""
    body = b"\n".join(answer.body.replace(b"\n", b" ") for answer in answers)
    received = answers[-1].received_at
    meta = {"urls": [answer.url for answer in answers], "captured_at": received.isoformat()}
    return Payload(body, ".jsonl", received, meta)
