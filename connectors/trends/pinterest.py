"""Pinterest Trends: the partners' API v5 and the public trends page.

What the API answers may be shown and not kept; the registry says so and the machinery holds to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from connectors.browser.base import CapturedAnswer, PageRequest
from connectors.errors import (
    Blocked,
    ConnectorError,
    LoginWall,
    NoData,
    NotConfigured,
    RateLimited,
    Refused,
)
from connectors.settings import ProviderKeys
from connectors.trends.base import Parsed, Payload, TrendSource, Visit
from connectors.trends.pinterest_entries import lists_in
from connectors.trends.pinterest_reading import RANKING, read_searches

API = "https://api.pinterest.com/v5/trends/keywords"
PAGE = "https://trends.pinterest.com/"
KEY = "pinterest_access_token"
MOST = 50  # entries of a list; the API gives no more
TREND_TYPES = (RANKING, "seasonal", "monthly", "yearly")
# Countries whose lists Pinterest keeps alone, and groups of countries with one list.
_ALONE = ("US", "CA", "DE", "FR", "ES", "IT", "AR", "BR", "CO", "MX")
_GROUPS = (
    *("DE+AT+CH", "GB+IE", "IT+ES+PT+GR+MT", "PL+RO+HU+SK+CZ", "SE+DK+FI+NO", "NL+BE+LU"),
    *("MX+AR+CO+CL", "AU+NZ"),
)
PLACES: Mapping[str, str] = {
    **{country: group for group in _GROUPS for country in group.split("+")},
    **{country: country for country in _ALONE},
}
# Parts of the addresses that the page asks for its lists and their weeks.
_ANSWERS = ("top_trends_filtered", "/metrics/", "/trends/")


class PinterestTrendsApiSource:
    """Trending searches by country from the API v5: places of the growing list, weekly interest."""

    id = "pinterest_trends_api"
    version = "1"

    def fetch(self, visit: Visit) -> list[Payload]:
        """One payload a country and list. Raises NotConfigured without a key or a known country."""
        token = visit.keys.get(KEY)
        if not token:
            raise NotConfigured(
                f"{self.id}: no key. Set {ProviderKeys.variable(KEY)}.", source=self.id
            )
        payloads: list[Payload] = []
        failure: ConnectorError | None = None
        for region, place, notes in _places(visit, self.id):
            for trend_type in TREND_TYPES:
                try:
                    payloads.append(self._ask(visit, token, region, place, trend_type, notes))
                except (NoData, Refused) as error:
                    failure = error
                except ConnectorError as error:  # the other lists would fail as well
                    if payloads:
                        return payloads
                    raise error
        if not payloads and failure:
            raise failure
        return payloads

    def parse(self, payload: bytes, meta: Mapping[str, Any]) -> Parsed:
        """See `read_searches`."""
        return read_searches(payload, meta, self.id)

    def _ask(
        self,
        visit: Visit,
        token: str,
        region: str,
        place: str,
        trend_type: str,
        notes: list[str],
    ) -> Payload:
        try:
            answer = visit.http.get(
                f"{API}/{place}/top/{trend_type}",
                params={"limit": str(MOST)},
                headers={"authorization": f"Bearer {token}"},
                deadline=visit.deadline,
                source=self.id,
            )
        except LoginWall as error:
            raise LoginWall(
                f"{self.id}: Pinterest rejects the key. Renew {ProviderKeys.variable(KEY)}.",
                source=self.id,
            ) from error
        except Blocked as error:
            raise Blocked(
                f"{self.id}: Pinterest refuses the key's app. It needs Pinterest's leave to read "
                f"trends; then renew {ProviderKeys.variable(KEY)}.",
                source=self.id,
            ) from error
        meta = {
            "url": answer.url,
            "region": region,
            "place": place,
            "trend_type": trend_type,
            "captured_at": _iso(answer.received_at),
            "notes": notes,
        }
        return Payload(answer.body, ".json", answer.received_at, meta)


class PinterestTrendsPageSource:
    """The trends page as anybody sees it: its list of growing searches and their weeks."""

    id = "pinterest_trends_page"
    version = "1"

    def fetch(self, visit: Visit) -> list[Payload]:
        """The answers in which the page gets its lists, or the page itself; a visit a country."""
        if visit.browser is None:
            raise NotConfigured(
                f"{self.id}: no browser. Name the page in PODPUSHER_PAGES and accept its terms "
                "(PODPUSHER_PAGES_TERMS_ACCEPTED).",
                source=self.id,
            )
        payloads: list[Payload] = []
        for region, place, notes in _places(visit, self.id):
            request = PageRequest(
                f"{PAGE}?country={quote(place, safe='')}", capture=_ANSWERS, region=region
            )
            try:
                page = visit.browser.open(request, source=self.id, deadline=visit.deadline)
                bodies = _with_searches(page.answers, self.id)
            except ConnectorError:
                if payloads:
                    return payloads
                raise
            meta = {
                "url": page.url,
                "region": region,
                "place": place,
                "captured_at": _iso(page.received_at),
                "notes": notes,
            }
            shown = [(body, ".json") for body in bodies] or [(page.html, ".html")]
            payloads += [Payload(body, kind, page.received_at, meta) for body, kind in shown]
        return payloads

    def parse(self, payload: bytes, meta: Mapping[str, Any]) -> Parsed:
        """See `read_searches`."""
        return read_searches(payload, meta, self.id)


def _places(visit: Visit, source: str) -> list[tuple[str, str, list[str]]]:
    """Country, Pinterest's name of its list, and remarks; each list once."""
    wanted = list(dict.fromkeys(visit.settings.regions))
    chosen: dict[str, str] = {}
    for region in wanted:
        if region in PLACES:
            chosen.setdefault(PLACES[region], region)
    if not chosen:
        raise NotConfigured(
            f"{source}: Pinterest keeps trends for none of the countries in "
            "PODPUSHER_LIVE_REGIONS. Name one of its own, such as US or GB.",
            source=source,
        )
    unknown = [region for region in wanted if region not in PLACES]
    notes = [f"Pinterest keeps no trends for {', '.join(unknown)}; not asked"] if unknown else []
    return [
        (region, place, [*notes, *([f"the list covers {place}"] if place != region else [])])
        for place, region in chosen.items()
    ]


def _with_searches(answers: tuple[CapturedAnswer, ...], source: str) -> list[bytes]:
    """Each different answer once: those that hold lists, or all when none does."""
    speaking = [each for each in answers if _holds_list(each.body)]
    if not speaking and any(each.status == 429 for each in answers):
        raise RateLimited(
            f"{source}: asked too often (429). It is asked again at the next run.", source=source
        )
    return list(dict.fromkeys(each.body for each in speaking or answers))


def _holds_list(body: bytes) -> bool:
    import orjson

    try:
        return bool(lists_in(orjson.loads(body)))
    except orjson.JSONDecodeError:
        return False


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


CONNECTORS: dict[str, type[TrendSource]] = {
    PinterestTrendsApiSource.id: PinterestTrendsApiSource,
    PinterestTrendsPageSource.id: PinterestTrendsPageSource,
}
