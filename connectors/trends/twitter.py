"""X / Twitter: what trends, from the public explore page and from the paid API.

Both sources read every recording of the platform's trends (`twitter_reading`): people bring
answers of any year, and pages about them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from connectors.browser.base import CapturedAnswer, PageRequest
from connectors.errors import (
    Blocked,
    ConnectorError,
    DeadlineExceeded,
    LoginWall,
    NotConfigured,
    RateLimited,
)
from connectors.http.shared import Bucket
from connectors.settings import ProviderKeys
from connectors.trends.base import Parsed, Payload, TrendSource, Visit
from connectors.trends.twitter_places import WOEIDS
from connectors.trends.twitter_reading import read_trends

EXPLORE = "https://x.com/explore/tabs/trending"
BY_PLACE = "https://api.x.com/2/trends/by/woeid"
COST_PER_CALL = Decimal("0.010")  # US dollars
KEY = "x_bearer_token"
# Parts of the addresses that the explore page asks for its lists.
_ANSWERS = ("ExplorePage", "GenericTimeline", "ExploreSidebar", "explore.json", "guide.json")
_SIGN_IN = ("/i/flow/", "/login", "/account/access")


class TwitterExploreSource:
    """The explore page's trends as anybody sees them: place on the list and posts, where shown."""

    id = "twitter_explore_page"
    version = "1"

    def fetch(self, visit: Visit) -> list[Payload]:
        """The answers in which the page gets its trends, or the page itself when it gets none.

        One visit: the page shows the trends of where it is opened from.
        """
        if visit.browser is None:
            raise NotConfigured(
                f"{self.id}: no browser. Name the page in PODPUSHER_PAGES and accept its terms "
                "(PODPUSHER_PAGES_TERMS_ACCEPTED).",
                source=self.id,
            )
        region = next(iter(visit.settings.regions), "US")
        request = PageRequest(EXPLORE, capture=_ANSWERS, region=region)
        page = visit.browser.open(request, source=self.id, deadline=visit.deadline)
        if any(part in page.url for part in _SIGN_IN):
            raise LoginWall(
                f"{self.id}: X asks for a sign-in before it shows trends. Import a list of your "
                "own, or use the API with a key.",
                source=self.id,
            )
        meta = {"url": page.url, "region": region, "captured_at": _iso(page.received_at)}
        bodies = _with_trends(page.answers, self.id)
        if not bodies:
            return [Payload(page.html, ".html", page.received_at, meta)]
        return [Payload(body, ".json", page.received_at, meta) for body in bodies]

    def parse(self, payload: bytes, meta: Mapping[str, Any]) -> Parsed:
        """See `read_trends`."""
        return read_trends(payload, meta, self.id)


class TwitterTrendsApiSource:
    """Trends by place from the paid API v2, within a budget a UTC day; a call a country."""

    id = "twitter_trends_api"
    version = "1"

    def fetch(self, visit: Visit) -> list[Payload]:
        """One payload a country that answers.

        Raises NotConfigured without a key, a budget or a known country, and RateLimited before
        any question when the day's budget is spent.
        """
        token = visit.keys.get(KEY)
        if not token:
            raise NotConfigured(
                f"{self.id}: no key. Set {ProviderKeys.variable(KEY)}.", source=self.id
            )
        budget = self._budget(visit)
        regions, unknown = self._regions(visit)
        payloads: list[Payload] = []
        failure: ConnectorError | None = None
        for region in regions:
            if visit.budgets.take(budget) > 0:
                failure = self._spent(visit)
                break
            try:
                payloads.append(self._ask(visit, token, region))
            except ConnectorError as error:
                failure = error
                if isinstance(error, RateLimited | LoginWall | Blocked | DeadlineExceeded):
                    break  # the next country would be refused as well
        if not payloads and failure:
            raise failure
        notes = [f"X keeps no trends for {', '.join(unknown)}; not asked"] if unknown else []
        if failure:
            notes.append(failure.message)
        return [
            Payload(each.body, each.suffix, each.captured_at, {**each.meta, "notes": notes})
            for each in payloads
        ]

    def parse(self, payload: bytes, meta: Mapping[str, Any]) -> Parsed:
        """See `read_trends`."""
        return read_trends(payload, meta, self.id)

    def _ask(self, visit: Visit, token: str, region: str) -> Payload:
        try:
            answer = visit.http.get(
                f"{BY_PLACE}/{WOEIDS[region]}",
                params={"trend.fields": "trend_name,tweet_count"},
                headers={"authorization": f"Bearer {token}"},
                deadline=visit.deadline,
                source=self.id,
            )
        except LoginWall as error:
            raise LoginWall(
                f"{self.id}: X rejects the key. Renew {ProviderKeys.variable(KEY)}.",
                source=self.id,
            ) from error
        except Blocked as error:
            raise Blocked(
                f"{self.id}: X refuses the key's app. Look at its access and credit with X.",
                source=self.id,
            ) from error
        meta = {"url": answer.url, "region": region, "captured_at": _iso(answer.received_at)}
        return Payload(answer.body, ".json", answer.received_at, meta)

    def _regions(self, visit: Visit) -> tuple[list[str], list[str]]:
        """Countries that X keeps lists for, and those it does not."""
        wanted = dict.fromkeys(visit.settings.regions)
        known = [region for region in wanted if region in WOEIDS]
        if not known:
            raise NotConfigured(
                f"{self.id}: X keeps trends for none of the countries in PODPUSHER_LIVE_REGIONS. "
                "Name one of its 62, such as US or GB.",
                source=self.id,
            )
        return known, [region for region in wanted if region not in WOEIDS]

    def _budget(self, visit: Visit) -> Bucket:
        """The calls of one UTC day. The next day has a bucket of its own, so no day spends more."""
        calls = int(visit.settings.x_daily_budget / COST_PER_CALL)
        if calls < 1:
            raise NotConfigured(
                f"{self.id}: the budget of {visit.settings.x_daily_budget} US dollars a day buys "
                f"no call of {COST_PER_CALL}. Raise PODPUSHER_X_DAILY_BUDGET.",
                source=self.id,
            )
        return Bucket(f"{self.id}:{visit.today.isoformat()}", float(calls), 0.0)

    def _spent(self, visit: Visit) -> RateLimited:
        return RateLimited(
            f"{self.id}: the day's budget of {visit.settings.x_daily_budget} US dollars is spent "
            f"({COST_PER_CALL} a call). It is asked again after midnight UTC; "
            "PODPUSHER_X_DAILY_BUDGET raises the budget.",
            source=self.id,
        )


def _with_trends(answers: tuple[CapturedAnswer, ...], source: str) -> list[bytes]:
    """Each different answer once: those that speak of trends, or all when none does."""
    speaking = [each for each in answers if b"trend" in each.body.lower()]
    if not speaking and any(each.status == 429 for each in answers):
        raise RateLimited(
            f"{source}: asked too often (429). It is asked again at the next run.", source=source
        )
    return list(dict.fromkeys(each.body for each in speaking or answers))


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


CONNECTORS: dict[str, type[TrendSource]] = {
    TwitterExploreSource.id: TwitterExploreSource,
    TwitterTrendsApiSource.id: TwitterTrendsApiSource,
}
