"""Reddit: the posts that are hot in chosen subreddits, from public listings or with an app's key.

A listing is JSON; where it is refused, the feed (Atom) of the same subreddit is read, which shows
the titles and no comments. Authors and texts are dropped before anything is kept. A post's rank is
its place among the posts read; its comments are posts too and count as `mentions`.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping
from typing import Any

from connectors.errors import (
    Blocked,
    ConnectorError,
    LoginWall,
    NoData,
    NotConfigured,
    RateLimited,
)
from connectors.http.client import Answer, json_body
from connectors.http.shared import Bucket
from connectors.settings import ProviderKeys, listed
from connectors.trends.base import Parsed, Payload, Visit
from connectors.trends.pages import refuse_pages
from connectors.trends.people import without_people
from connectors.trends.reddit_posts import parse_posts

LISTING = "https://www.reddit.com/r/{name}/hot.json"
FEED = "https://www.reddit.com/r/{name}/hot/.rss"
TOKEN = "https://www.reddit.com/api/v1/access_token"  # noqa: S105
API = "https://oauth.reddit.com/r/{name}/hot"
POSTS = "50"
REFUSALS = 2  # subreddits that refuse before the rest is left alone
_NAME = re.compile(r"(?:/?r/)?(?P<name>\w{2,50})/?", re.ASCII)


class RedditListingSource:
    """Public listings of the chosen subreddits, without a key."""

    id = "reddit_listing"
    version = "1"

    def fetch(self, visit: Visit) -> list[Payload]:
        """One payload a subreddit that answers. Raises the last error when none does."""
        payloads: list[Payload] = []
        failure: ConnectorError | None = None
        refusals = 0
        feeds_only = False
        for name in _subreddits(visit):
            try:
                answer = None if feeds_only else self._listing(name, visit)
                if answer is None:
                    answer = self._feed(name, visit)
                    feeds_only = True  # this machine gets no JSON; do not ask for it again
                payloads.append(_payload(answer, name, self.id))
                if _is_page(answer.body):
                    break  # the parser names what stands in the way
            except NoData as error:
                failure = error
            except (Blocked, LoginWall) as error:
                failure = error
                refusals += 1
                if refusals >= REFUSALS:
                    break
            except ConnectorError as error:
                failure = error
                break
        if not payloads and failure:
            raise failure
        return payloads

    def parse(self, payload: bytes, meta: Mapping[str, Any]) -> Parsed:
        """Rows of one listing or feed: rank, and comments where they are shown."""
        return parse_posts(payload, meta, self.id)

    def _listing(self, name: str, visit: Visit) -> Answer | None:
        """The listing, or None where it is refused."""
        try:
            answer = visit.http.get(
                LISTING.format(name=name),
                params={"limit": POSTS, "raw_json": "1"},
                deadline=visit.deadline,
                source=self.id,
            )
        except Blocked:
            return None
        return None if _is_page(answer.body) else answer

    def _feed(self, name: str, visit: Visit) -> Answer:
        return visit.http.get(FEED.format(name=name), deadline=visit.deadline, source=self.id)


class RedditApiSource:
    """The same listings with the operator's own app."""

    id = "reddit_api"
    version = "1"

    def fetch(self, visit: Visit) -> list[Payload]:
        """One payload a subreddit that answers. Raises the last error when none does.

        NotConfigured when a key is missing, LoginWall when the app's keys are not accepted.
        """
        bearer = {"authorization": f"Bearer {self._token(visit)}"}
        payloads: list[Payload] = []
        failure: ConnectorError | None = None
        for name in _subreddits(visit):
            try:
                self._spend(visit)
                answer = visit.http.get(
                    API.format(name=name),
                    params={"limit": POSTS, "raw_json": "1"},
                    headers=bearer,
                    deadline=visit.deadline,
                    source=self.id,
                )
                payloads.append(_payload(answer, name, self.id))
            except (NoData, Blocked) as error:
                failure = error  # a private or closed subreddit; the others may be open
            except ConnectorError as error:
                failure = error
                break
        if not payloads and failure:
            raise failure
        return payloads

    def parse(self, payload: bytes, meta: Mapping[str, Any]) -> Parsed:
        """Rows of one listing: rank and comments."""
        return parse_posts(payload, meta, self.id)

    def _token(self, visit: Visit) -> str:
        """A token of the app itself, for nobody's account; it is used and forgotten."""
        names = ("reddit_client_id", "reddit_client_secret")
        settings = " and ".join(ProviderKeys.variable(name) for name in names)
        if not all(visit.keys.has(name) for name in names):
            raise NotConfigured(f"{self.id}: no app. Set {settings}, or read public listings.")
        pair = ":".join(visit.keys.get(name) for name in names)
        self._spend(visit)
        try:
            answer = visit.http.post(
                TOKEN,
                data={"grant_type": "client_credentials"},
                headers={"authorization": f"Basic {b64encode(pair.encode()).decode()}"},
                deadline=visit.deadline,
                source=self.id,
                idempotent=True,
            )
        except LoginWall as error:
            raise LoginWall(
                f"{self.id}: Reddit does not accept the app's keys. Check {settings}."
            ) from error
        refuse_pages(answer.body, self.id)
        body = json_body(answer, self.id)
        token = body.get("access_token") if isinstance(body, dict) else None
        if not isinstance(token, str) or not token:
            raise LoginWall(f"{self.id}: Reddit gave the app no token. Check {settings}.")
        return token

    def _spend(self, visit: Visit) -> None:
        """One of the hundred requests a minute that an app has."""
        wait = visit.budgets.take(Bucket("reddit_api", capacity=100, per_second=100 / 60))
        if wait:
            raise RateLimited(
                f"{self.id}: the app's requests of this minute are used up. It is asked again at "
                "the next run.",
                retry_after=wait,
            )


CONNECTORS = {"reddit_listing": RedditListingSource, "reddit_api": RedditApiSource}


def _subreddits(visit: Visit) -> list[str]:
    """The chosen names, each once. Raises NotConfigured when there is none to ask."""
    found = (_NAME.fullmatch(part) for part in listed(visit.settings.reddit_subreddits))
    names = list(dict.fromkeys(match["name"] for match in found if match))
    if not names:
        raise NotConfigured(
            "reddit: no subreddit is chosen. Set PODPUSHER_REDDIT_SUBREDDITS to names such as "
            "crafts,embroidery."
        )
    return names


def _is_page(body: bytes) -> bool:
    """Whether it is a web page, where a listing or a feed was asked for."""
    return body.lstrip()[:5].lower() in (b"<html", b"<!doc", b"<head", b"<body")


def _payload(answer: Answer, name: str, source: str) -> Payload:
    body = without_people(answer.body, source)
    suffix = ".xml" if body.lstrip()[:1] == b"<" else ".json"
    meta = {
        "url": answer.url,
        "subreddit": name,
        "captured_at": answer.received_at.isoformat(),
    }
    return Payload(body, suffix, answer.received_at, meta)
