"""An API made of recorded answers: built by the wire schemas, served without a socket."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

import httpx2

from api.schemas.capabilities import Capabilities
from api.schemas.common import Page, Wire
from api.schemas.designs import Design
from api.schemas.drafts import Draft
from api.schemas.ideas import Idea, Refusal
from api.schemas.regions import Region
from api.schemas.requests import Imported, RequestList, WorkRequest
from api.schemas.score_card import ScoreCard
from api.schemas.sources import Source
from api.schemas.terms import TrendDetail
from api.schemas.trends import Trend

BASE = "http://api.test/api"
TOKEN = "the-admins-own-token"  # of the fake
Check = Callable[[Any, str], bool]

TREND_FILTERS: dict[str, Check] = {
    "stage": lambda trend, value: trend.stage == value,
    "origin": lambda trend, value: value in trend.origin.split(","),
    "source": lambda trend, value: value in trend.sources,
    "region": lambda trend, value: value in (trend.regions or []),
    "risk": lambda trend, value: trend.risk.status == value,
    "category": lambda trend, value: trend.category == value,
    "product": lambda trend, value: value in trend.products,
    "min_confidence": lambda trend, value: trend.confidence >= float(value),
    "q": lambda trend, value: value.lower() in trend.display.lower(),
}


@dataclass
class Stock:
    """What the API has. Empty lists and no generation: nothing has been published."""

    generation: str | None = "20241231T120000000000-0123abcd"
    trends: Sequence[TrendDetail] = ()
    ideas: Sequence[Idea] = ()
    refusals: Sequence[Refusal] = ()
    designs: Sequence[Design] = ()
    drafts: Sequence[Draft] = ()
    sources: Sequence[Source] = ()
    score_card: ScoreCard | None = None
    shipped_card: ScoreCard | None = None
    capabilities: Capabilities = field(
        default_factory=lambda: Capabilities(items=[], mode=None, version="0")
    )
    # What a refresh goes through, one step each time somebody asks how far it is.
    steps: list[WorkRequest] = field(default_factory=list)
    imported: dict[str, Imported] = field(default_factory=dict)  # by name


class FakeApi(httpx2.BaseTransport):
    """Answers as the API does: filters, pages by cursor, work for the admin, one error schema.

    `failing` maps a path to the status and code it answers with, `waits` to its Retry-After;
    `down` refuses to connect, `deaf` does so after the request arrived.
    """

    def __init__(self, stock: Stock) -> None:
        self.stock = stock
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.failing: dict[str, tuple[int, str]] = {}
        self.raw: dict[str, tuple[int, bytes]] = {}
        self.waits: dict[str, int] = {}
        self.down = False
        self.deaf = False
        self.begun = False  # whether the refresh of the stock was asked for
        self.sent: list[httpx2.Request] = []  # what asked for work
        self.looks: dict[str, int] = {}  # how often each request was asked about

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """One answer."""
        path = request.url.path.removeprefix("/api")
        query = dict(request.url.params.items())
        self.asked.append((path, query))
        if self.down:
            raise httpx2.ConnectError("refused", request=request)
        if request.method == "POST":
            self.sent.append(request)
            if self.deaf:
                self.begun = path.endswith("/refresh")
                raise httpx2.ReadTimeout("no answer", request=request)
        if path in self.raw:
            status, body = self.raw[path]
            return httpx2.Response(status, content=body, request=request)
        if path in self.failing:
            return _refused(request, *self.failing[path], wait=self.waits.get(path))
        if request.method == "POST":
            return self._work(request, path, query)
        return self._answer(request, path, query)

    def _work(self, request: httpx2.Request, path: str, query: dict[str, str]) -> httpx2.Response:
        given = request.headers.get("authorization")
        if given is None:
            return _refused(request, 401, "auth.token_required")
        if given != f"Bearer {TOKEN}":
            return _refused(request, 403, "auth.not_admin")
        if path == "/v1/trends/refresh":
            if self.stock.capabilities.mode == "replay":
                return _refused(request, 409, "refresh.replay")
            self.begun = True
            return _sent(request, self.stock.steps[0], 202)
        found = self.stock.imported.get(query["name"])
        return _sent(request, found, 202) if found else _refused(request, 422, "input.empty")

    def _answer(self, request: httpx2.Request, path: str, query: dict[str, str]) -> httpx2.Response:
        stock = self.stock
        if path == "/v1/capabilities":
            return _sent(request, stock.capabilities)
        if path == "/v1/requests":
            return _sent(request, RequestList(items=[self._step()] if self.begun else []))
        if path.startswith("/v1/requests/"):
            return self._request(request, path.rpartition("/")[2])
        if path == "/v1/score-card":
            own = query["of"] == "installation"
            card = stock.score_card if own else stock.shipped_card
            if card is None:
                return _refused(request, 404, "score_card.none")
            return _sent(request, card)
        if path == "/v1/sources":
            return self._page(request, stock.sources, query, {})
        if path.startswith(("/v1/trends", "/v1/regions")) and stock.generation is None:
            return _refused(request, 503, "serving.not_published")
        if path == "/v1/regions":
            codes = sorted({code for one in stock.trends for code in one.regions or ()})
            return self._page(request, [Region(region=code, terms=1) for code in codes], query, {})
        if path == "/v1/trends":
            return self._trends(request, query)
        if path.startswith("/v1/trends/"):
            term = unquote(request.url.raw_path.decode().split("?")[0].rpartition("/")[2])
            found = next((one for one in stock.trends if term in (one.term, one.display)), None)
            return _sent(request, found) if found else self._unknown(request, term)
        if path == "/v1/ideas":
            term_id: Check = lambda idea, value: idea.term_id == value  # noqa: E731  # one line says it
            return self._page(request, stock.ideas, query, {"term_id": term_id})
        if path == "/v1/refusals":
            code: Check = lambda refusal, value: refusal.code == value  # noqa: E731  # one line says it
            return self._page(request, stock.refusals, query, {"code": code})
        if path == "/v1/designs":
            return self._page(request, stock.designs, query, {})
        if path == "/v1/drafts":
            design: Check = lambda draft, value: draft.design_id == value  # noqa: E731  # one line says it
            return self._page(request, stock.drafts, query, {"design_id": design})
        return _refused(request, 404, "route.not_found")

    def _unknown(self, request: httpx2.Request, term: str) -> httpx2.Response:
        close = [one.term for one in self.stock.trends if one.term[:3] == term[:3]]
        return _refused(request, 404, "trends.unknown_term", details={"suggestions": close})

    def _step(self) -> WorkRequest:
        steps = self.stock.steps
        return steps[min(self.looks.get(steps[0].id, 0), len(steps) - 1)]

    def _request(self, request: httpx2.Request, wanted: str) -> httpx2.Response:
        self.looks[wanted] = self.looks.get(wanted, 0) + 1
        if any(step.id == wanted for step in self.stock.steps):
            return _sent(request, self._step())
        for imported in self.stock.imported.values():
            if imported.request.id == wanted:
                done = {"status": "done", "run_id": "run-2"}
                return _sent(request, imported.request.model_copy(update=done))
        return _refused(request, 404, "warehouse.not_found")

    def _trends(self, request: httpx2.Request, query: dict[str, str]) -> httpx2.Response:
        # The list carries the rows without what only the term's own page has.
        rows = [
            Trend.model_validate(one.model_dump(include=set(Trend.model_fields)))
            for one in self.stock.trends
        ]
        if query.get("sort") == "-score":
            rows.sort(key=lambda row: -(row.score or 0.0))
        if request.headers.get("accept") == "text/csv":
            named = {name: check for name, check in TREND_FILTERS.items() if name in query}
            kept = [row for row in rows if all(c(row, query[n]) for n, c in named.items())]
            lines = "\r\n".join(["display", *(row.display for row in kept), ""])
            return httpx2.Response(200, text=lines, request=request)
        return self._page(request, rows, query, TREND_FILTERS)

    def _page(
        self,
        request: httpx2.Request,
        rows: Sequence[Wire],
        query: dict[str, str],
        filters: dict[str, Check],
    ) -> httpx2.Response:
        unknown = set(query) - set(filters) - {"limit", "cursor", "sort"}
        if unknown:
            return _refused(request, 422, "request.invalid")
        kept = [
            row
            for row in rows
            if all(check(row, query[name]) for name, check in filters.items() if name in query)
        ]
        start, limit = int(query.get("cursor", "0")), int(query.get("limit", "50"))
        part = kept[start : start + limit]
        end = start + limit
        as_of = self.stock.trends[0].as_of if self.stock.trends else None
        page = Page[Any](
            items=list(part),
            next_cursor=str(end) if end < len(kept) else None,
            as_of=as_of,
            generation=self.stock.generation,
        )
        return _sent(request, page)


def _sent(request: httpx2.Request, answer: Wire, status: int = 200) -> httpx2.Response:
    return httpx2.Response(
        status,
        content=answer.model_dump_json().encode(),
        headers={"content-type": "application/json"},
        request=request,
    )


def _refused(
    request: httpx2.Request,
    status: int,
    code: str,
    *,
    wait: int | None = None,
    details: dict[str, Any] | None = None,
) -> httpx2.Response:
    body = {
        "code": code,
        "message": f"About {code}.",
        "details": details or {},
        "request_id": "req-0001",
    }
    headers = {} if wait is None else {"Retry-After": str(wait)}
    return httpx2.Response(status, json=body, headers=headers, request=request)
