"""Wikimedia pageviews: the most read articles of a day, and daily views of the first of them.

REST API of wikimedia.org, CC0. A day's figures appear some hours after it has ended (UTC).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from urllib.parse import quote

import polars as pl

from connectors.errors import BadAnswer, ConnectorError, NoData, UnknownMarkup
from connectors.http.client import Answer, HttpClient, json_body
from connectors.http.deadline import Deadline
from connectors.trends.base import Parsed, Payload, quarantine_frame, signal_frame
from connectors.trends.pages import refuse_pages
from domain.signals import Kind, Metric, Origin, Period

BASE = "https://wikimedia.org/api/rest_v1/metrics/pageviews"
PROJECT = "en.wikipedia"
HISTORY_DAYS = 120
LATE_DAYS = 2  # a day may not be counted yet; look this many days further back
# Pages that everybody passes through, and names that are not articles.
_NAMESPACES = frozenset(
    {"special", "wikipedia", "portal", "file", "help", "user", "talk", "category", "template"}
    | {"draft", "module", "mediawiki", "book", "timedtext", "wp", "project"}
)
_PASSAGES = frozenset(
    {"main_page", "-", "undefined", "search", "wikipedia", "index.php", "404.php"}
)


def is_article(title: str) -> bool:
    """Whether a title of a top list is an article and not a passage or a service page."""
    folded = title.strip().casefold()
    namespace, colon, _ = folded.partition(":")
    space = namespace.removesuffix("_talk")
    return bool(folded) and folded not in _PASSAGES and not (colon and space in _NAMESPACES)


class WikimediaSource:
    """The top list of the last counted day, then the history of its first articles."""

    id = "wikimedia_top"
    platform = "wikimedia"

    def __init__(
        self, *, today: date, articles: int = 40, project: str = PROJECT, base: str = BASE
    ) -> None:
        self._today = today
        self._articles = articles
        self._project = project
        self._base = base

    def fetch(self, client: HttpClient, deadline: Deadline) -> list[Payload]:
        """The top list and as many histories as the deadline allows; at least the list.

        Raises NoData when no recent day is counted, and the errors of the client for the list.
        """
        day, top = self._top(client, deadline)
        try:
            titles = self._titles(top.body)[: self._articles]
        except ConnectorError:
            return [top]  # kept as it came; parsing will name what is wrong
        answers = []
        for title in titles:
            try:
                answers.append(self._history(title, day, client, deadline))
            except NoData:
                continue
            except ConnectorError:
                break  # the list alone is worth having
        return [top, _bundle(answers)] if answers else [top]

    def parse(self, payload: bytes, meta: Mapping[str, Any]) -> Parsed:
        """Rows of a top list (rank and views), or of histories (views), one answer a line."""
        refuse_pages(payload, self.id)
        lines = payload.strip().split(b"\n")
        if len(lines) > 1 and lines[1].startswith(b"{"):
            return self._parse_bundle(lines)
        body = json_body(payload, self.id)
        items = body.get("items") if isinstance(body, dict) else None
        if not isinstance(items, list):
            raise UnknownMarkup(f"{self.id}: no list of items in the answer. Report it.")
        if not items:
            return Parsed(signal_frame([]), quarantine_frame([]), "wikimedia", 0)
        if not isinstance(items[0], dict):
            raise UnknownMarkup(f"{self.id}: items of an unknown shape. Report it.")
        if "articles" in items[0]:
            return _parse_top(items[0])
        if "article" in items[0] and "timestamp" in items[0]:
            return _parse_history(items)
        raise UnknownMarkup(f"{self.id}: items without articles. The API changed; report it.")

    def _parse_bundle(self, lines: list[bytes]) -> Parsed:
        parts, refused = [], []
        for number, line in enumerate(lines, start=1):
            try:
                parts.append(self.parse(line, {}))
            except ConnectorError as error:
                refused.append(_refusal(number, "bad_json", error.message))
        if not parts:
            raise BadAnswer(f"{self.id}: no history could be read. They were kept; report it.")
        return Parsed(
            pl.concat([part.frame for part in parts]),
            pl.concat([*(part.quarantine for part in parts), quarantine_frame(refused)]),
            "wikimedia_article",
            sum(part.rows_read for part in parts) + len(refused),
        )

    def _top(self, client: HttpClient, deadline: Deadline) -> tuple[date, Payload]:
        for back in range(1, LATE_DAYS + 2):
            day = self._today - timedelta(days=back)
            url = f"{self._base}/top/{self._project}/all-access/{day:%Y/%m/%d}"
            try:
                answer = client.get(url, deadline=deadline, source=self.id)
            except NoData:
                continue
            meta = {"url": answer.url, "day": day.isoformat(), "project": self._project}
            return day, Payload(answer.body, ".json", answer.received_at, meta)
        raise NoData(
            f"{self.id}: no top list of the last {LATE_DAYS + 1} days yet. Try again later."
        )

    def _titles(self, body: bytes) -> list[str]:
        frame = self.parse(body, {}).frame
        return frame.filter(frame["metric"] == Metric.RANK.value).sort("rank")["term"].to_list()

    def _history(self, title: str, last: date, client: HttpClient, deadline: Deadline) -> Answer:
        first = last - timedelta(days=HISTORY_DAYS - 1)
        article = quote(title.replace(" ", "_"), safe="")
        url = (
            f"{self._base}/per-article/{self._project}/all-access/user/{article}/daily/"
            f"{first:%Y%m%d}/{last:%Y%m%d}"
        )
        return client.get(url, deadline=deadline, source="wikimedia_article")


def _bundle(answers: list[Answer]) -> Payload:
    """The histories of one fetch, one answer a line: one file to land instead of dozens."""
    body = b"\n".join(answer.body.replace(b"\n", b" ") for answer in answers)
    meta = {"urls": [answer.url for answer in answers]}
    return Payload(body, ".jsonl", answers[-1].received_at, meta)


def _row(title: str, project: str, line: int, metric: Metric, observed: datetime) -> dict[str, Any]:
    return {
        "origin": Origin.LIVE.value,
        "region": "WW",
        "term": title.replace("_", " "),
        "kind": Kind.ARTICLE.value,
        "metric": metric.value,
        "period": Period.DAY.value,
        "value": None,
        "rank": None,
        "observed_at": observed,
        "captured_at": observed,
        "is_partial": False,
        "url": f"https://{project}.org/wiki/{quote(title, safe='/:(),')}",
        "platform": "wikimedia",
        "line": line,
    }


def _refusal(line: int, reason: str, detail: str, term: Any = None) -> dict[str, Any]:
    return {
        "platform": "wikimedia",
        "line": line,
        "reason": reason,
        "detail": detail,
        "term": str(term)[:200] if term is not None else None,
    }


def _count(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _parse_top(item: dict[str, Any]) -> Parsed:
    project = str(item.get("project") or PROJECT)
    articles = item["articles"]
    if not isinstance(articles, list):
        raise UnknownMarkup("wikimedia_top: articles is not a list. The API changed; report it.")
    try:
        day = date(int(item["year"]), int(item["month"]), int(item["day"]))
    except (KeyError, TypeError, ValueError) as error:
        raise BadAnswer("wikimedia_top: the list names no day. Report it.") from error
    observed = datetime.combine(day, time.max)
    rows: list[dict[str, Any]] = []
    refused = []
    place = 0  # among articles: service pages leave no gaps
    for line, entry in enumerate(articles, start=1):
        title = entry.get("article") if isinstance(entry, dict) else None
        if not isinstance(title, str) or not title.strip():
            refused.append(_refusal(line, "missing_term", "an entry without a title"))
            continue
        if not is_article(title):
            continue
        views = _count(entry.get("views"))
        if views is None:
            refused.append(_refusal(line, "bad_number", f"views {entry.get('views')!r}", title))
            continue
        place += 1
        ranked = _row(title, project, line, Metric.RANK, observed)
        counted = _row(title, project, line, Metric.VIEWS, observed)
        rows.append({**ranked, "source": "wikimedia_top", "rank": place})
        rows.append({**counted, "source": "wikimedia_top", "value": float(views)})
    return Parsed(signal_frame(rows), quarantine_frame(refused), "wikimedia_top", len(articles))


def _parse_history(items: list[Any]) -> Parsed:
    rows, refused = [], []
    for line, entry in enumerate(items, start=1):
        entry = entry if isinstance(entry, dict) else {}
        title, stamp = entry.get("article"), str(entry.get("timestamp") or "")
        views = _count(entry.get("views"))
        if not isinstance(title, str) or not title:
            refused.append(_refusal(line, "missing_term", "an entry without a title"))
            continue
        try:
            start = datetime.strptime(stamp[:8], "%Y%m%d").replace(tzinfo=UTC)
        except ValueError:
            refused.append(_refusal(line, "bad_date", f"timestamp {stamp[:40]!r}", title))
            continue
        if views is None:
            refused.append(_refusal(line, "bad_number", f"views {entry.get('views')!r}", title))
            continue
        observed = datetime.combine(start.date(), time.max)
        row = _row(title, str(entry.get("project") or PROJECT), line, Metric.VIEWS, observed)
        rows.append({**row, "source": "wikimedia_article", "value": float(views)})
    return Parsed(signal_frame(rows), quarantine_frame(refused), "wikimedia_article", len(items))
