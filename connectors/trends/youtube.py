"""YouTube Data API: the most popular videos of a country, and videos about named terms.

Every question costs units of a daily quota: a list 1, a search 100. What the operator allows is a
bucket of that many units, refilled over a day and shared by all processes. Only titles, tags and
view counters are asked for, no channel.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from typing import Any

from connectors.errors import (
    BadAnswer,
    Blocked,
    ConnectorError,
    LoginWall,
    NoData,
    NotConfigured,
    RateLimited,
    Refused,
    Unavailable,
    UnknownMarkup,
)
from connectors.http.client import Answer, json_body
from connectors.http.shared import Bucket
from connectors.settings import ProviderKeys
from connectors.trends.base import Parsed, Payload, Visit, captured_at
from connectors.trends.figures import whole
from connectors.trends.pages import refuse_pages
from connectors.trends.rows import RowGatherer
from connectors.trends.walk import objects
from domain.signals import Kind, Metric, Period

BASE = "https://www.googleapis.com/youtube/v3"
VIDEOS = "50"
SEARCHED_TERMS = 2
SEARCHED_DAYS = 30  # videos about a term that are not older
LIST_UNITS, SEARCH_UNITS = 1, 100
TAGS = 10  # of one video
_FIELDS = "kind,items(id,snippet(title,tags),statistics(viewCount))"
_KEY = ProviderKeys.variable("youtube_api_key")
_HASHTAG = re.compile(r"#(?!\d+\b)\w{2,60}")
_USED_UP = frozenset(
    {"quotaExceeded", "dailyLimitExceeded", "rateLimitExceeded", "userRateLimitExceeded"}
    | {"RESOURCE_EXHAUSTED", "RATE_LIMIT_EXCEEDED"}
)
_BAD_KEY = frozenset(
    {"keyInvalid", "keyExpired", "accessNotConfigured", "ipRefererBlocked", "required"}
    | {"API_KEY_INVALID", "API_KEY_SERVICE_BLOCKED", "SERVICE_DISABLED", "UNAUTHENTICATED"}
    | {"authError", "forbidden", "PERMISSION_DENIED"}
)


class YouTubeSource:
    """Titles with place and views, and the tags and hashtags of the videos with the same place."""

    id = "youtube_data_api"
    version = "1"

    def fetch(self, visit: Visit) -> list[Payload]:
        """One payload a country, then one a named term while the day's units last.

        Raises NotConfigured without a key or without units, RateLimited when the units of the day
        are spent, and the last error when no country answered.
        """
        if not visit.keys.has("youtube_api_key"):
            raise NotConfigured(f"{self.id}: no key. Set {_KEY} to a YouTube Data API key.")
        if visit.settings.youtube_daily_units < LIST_UNITS:
            raise NotConfigured(
                f"{self.id}: no unit a day is allowed. Raise PODPUSHER_YOUTUBE_DAILY_UNITS."
            )
        payloads: list[Payload] = []
        failure: ConnectorError | None = None
        for region in visit.settings.regions:
            try:
                payloads.append(self._popular(region, visit))
            except ConnectorError as error:
                failure = error
                if not isinstance(error, Unavailable | NoData | Refused):
                    break  # the same key would be told the same
        if not payloads:
            raise failure or NotConfigured(
                f"{self.id}: no country is chosen. Set PODPUSHER_LIVE_REGIONS, such as US,GB."
            )
        for term in visit.terms[:SEARCHED_TERMS] if failure is None else ():
            try:
                found = self._about(term, visit)
            except ConnectorError:
                break  # the lists are worth having without it
            if found:
                payloads.append(found)
        return payloads

    def parse(self, payload: bytes, meta: Mapping[str, Any]) -> Parsed:
        """Rows of a list of videos. A video found by a term has views and no place of its own.

        Errors of the API raise RateLimited (units spent), LoginWall (the key) or Refused.
        """
        refuse_pages(payload, self.id)
        body = json_body(payload, self.id)
        _raise_for_error(body, self.id)
        videos = _videos(body)
        if videos is None:
            raise UnknownMarkup(f"{self.id}: no list of videos in the answer. Report it.")
        gathered = RowGatherer(self.id, "youtube", Kind.TITLE, captured_at(meta))
        region = str(meta.get("region") or "WW")
        ranked = not meta.get("term")
        tagged: set[str] = set()
        place = 0
        for line, entry in enumerate(videos, start=1):
            video = _fields_of(entry)
            snippet = _fields_of(video.get("snippet"))
            title = snippet.get("title")
            if not isinstance(title, str) or not title.strip():
                gathered.refuse(line, "missing_term", "a video without a title")
                continue
            place += 1
            title = title.strip()
            url = _address(video.get("id"))
            if ranked:
                gathered.rank(title, place, region=region, line=line, url=url)
                for tag, kind in _tags(title, snippet.get("tags")):
                    if tag.casefold() not in tagged:  # a tag stands where it stood first
                        tagged.add(tag.casefold())
                        gathered.rank(tag, place, region=region, line=line, url=url, kind=kind)
            _gather_views(video, title, region, line, url, gathered)
        if videos and not place:
            raise UnknownMarkup(f"{self.id}: videos without titles. The API changed; report it.")
        return gathered.parsed(self.id, len(videos))

    def _popular(self, region: str, visit: Visit) -> Payload:
        params = {"chart": "mostPopular", "regionCode": region, "maxResults": VIDEOS}
        answer = self._ask(
            "videos", {"part": "snippet,statistics", "fields": _FIELDS, **params}, visit, LIST_UNITS
        )
        return _payload(answer, region=region)

    def _about(self, term: str, visit: Visit) -> Payload | None:
        """The counters of the most viewed recent videos about a term, or None when there is none.

        A search shows no counters: the videos it finds are looked up for one unit more.
        """
        region = visit.settings.regions[0]
        since = visit.today - timedelta(days=SEARCHED_DAYS)
        found = self._ask(
            "search",
            {
                "part": "id",
                "fields": "items(id(videoId))",
                "type": "video",
                "order": "viewCount",
                "safeSearch": "strict",
                "q": term,
                "regionCode": region,
                "publishedAfter": f"{since.isoformat()}T00:00:00Z",
                "maxResults": VIDEOS,
            },
            visit,
            SEARCH_UNITS,
        )
        names = [
            str(each["videoId"])
            for each in objects(json_body(found, self.id))
            if isinstance(each.get("videoId"), str)
        ]
        if not names:
            return None
        params = {"part": "snippet,statistics", "fields": _FIELDS, "id": ",".join(names)}
        return _payload(self._ask("videos", params, visit, LIST_UNITS), region=region, term=term)

    def _ask(self, method: str, params: dict[str, str], visit: Visit, units: int) -> Answer:
        allowed = visit.settings.youtube_daily_units
        bucket = Bucket("youtube_data_api", capacity=allowed, per_second=allowed / 86_400)
        wait = visit.budgets.take(bucket, units) if units <= allowed else float(86_400)
        if wait:
            raise RateLimited(
                f"{self.id}: the {allowed} units allowed a day are spent. It is asked again when "
                "some are back, or raise PODPUSHER_YOUTUBE_DAILY_UNITS.",
                retry_after=wait,
            )
        try:
            return visit.http.get(
                f"{BASE}/{method}",
                params=params,
                headers={"x-goog-api-key": visit.keys.get("youtube_api_key")},
                deadline=visit.deadline,
                source=self.id,
            )
        except (Blocked, LoginWall, Refused) as error:
            with suppress(BadAnswer):  # Google's own reason says more than the status
                _raise_for_error(json_body(error.said or b"{}", self.id), self.id)
            raise type(error)(
                f"{error.message} YouTube answers so when {_KEY} is not valid, may not use the "
                "Data API, or has no units left: check it in the Google Cloud console."
            ) from error


CONNECTORS = {"youtube_data_api": YouTubeSource}


def _payload(answer: Answer, **more: str) -> Payload:
    meta = {"url": answer.url, "captured_at": answer.received_at.isoformat(), **more}
    return Payload(answer.body, ".json", answer.received_at, meta)


def _gather_views(
    video: dict[str, Any],
    title: str,
    region: str,
    line: int,
    url: str | None,
    gathered: RowGatherer,
) -> None:
    shown = _fields_of(video.get("statistics")).get("viewCount")
    views = whole(shown)
    if views is not None:
        gathered.value(
            title,
            Metric.VIEWS_TOTAL,
            views,
            period=Period.INSTANT,
            region=region,
            line=line,
            url=url,
        )
    elif shown is not None:
        gathered.refuse(line, "bad_number", f"viewCount {str(shown)[:60]!r}", title)


def _fields_of(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _tags(title: str, tags: Any) -> list[tuple[str, Kind]]:
    """Hashtags of the title, then the tags its maker gave: at most TAGS, each once."""
    found = [(tag, Kind.HASHTAG) for tag in _HASHTAG.findall(title)]
    for tag in tags if isinstance(tags, list) else ():
        if isinstance(tag, str) and 1 < len(tag.strip()) <= 60:
            kind = Kind.HASHTAG if tag.strip().startswith("#") else Kind.KEYWORD
            found.append((tag.strip(), kind))
    return list({tag.casefold(): (tag, kind) for tag, kind in reversed(found)}.values())[::-1][
        :TAGS
    ]


def _address(identity: Any) -> str | None:
    """The page of a video; a search wraps its name in an object."""
    name = identity.get("videoId") if isinstance(identity, dict) else identity
    if isinstance(name, str) and re.fullmatch(r"[\w-]{6,20}", name, re.ASCII):
        return f"https://www.youtube.com/watch?v={name}"
    return None


def _videos(body: Any) -> list[Any] | None:
    """The first list that holds videos, whatever it is called; an empty `items`; or None."""
    for holder in objects({"": body}):
        for inner in holder.values():
            if isinstance(inner, list) and any(
                isinstance(each, dict) and isinstance(each.get("snippet"), dict) for each in inner
            ):
                return inner
    items = body.get("items") if isinstance(body, dict) else None
    return items if items == [] else None


def _raise_for_error(body: Any, source: str) -> None:
    """Raise what the API's own error says: {"error": {"code": 403, "errors": [{"reason": …}]}}."""
    error = body.get("error") if isinstance(body, dict) else None
    if not isinstance(error, dict):
        return
    reasons = {str(each.get(name)) for each in objects(error) for name in ("reason", "status")}
    if reasons & _USED_UP or error.get("code") == 429:
        raise RateLimited(
            f"{source}: the units that Google allows a day are spent. It is asked again at the "
            "next run; lower PODPUSHER_YOUTUBE_DAILY_UNITS."
        )
    if reasons & _BAD_KEY or error.get("code") in (401, 403):
        raise LoginWall(
            f"{source}: YouTube does not accept the key. Check {_KEY}, and that the Data API is "
            "switched on for it."
        )
    if whole(error.get("code")) in range(500, 600):
        raise Unavailable(f"{source}: server error. Try again later.")
    raise Refused(f"{source}: YouTube refuses the question. Report it with the log.")
