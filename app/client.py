"""The screen's only door to data: the HTTP API, typed by its schemas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar
from urllib.parse import quote

import httpx2
from pydantic import ValidationError

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

ItemT = TypeVar("ItemT", bound=Wire)
ShapeT = TypeVar("ShapeT", bound=Wire)
TIMEOUT_SECONDS = 20.0
IMPORT_SECONDS = 120.0  # a file is read before the answer comes
PAGE = 200


class ApiError(Exception):
    """The API answered with an error, or did not answer at all.

    `retry_after`: seconds after which asking again may help, when it said so. `details`: the
    parameters of the code.
    """

    def __init__(
        self,
        code: str,
        message: str,
        request_id: str | None = None,
        retry_after: int | None = None,
        details: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.request_id = request_id
        self.retry_after = retry_after
        self.details = dict(details or {})


class ApiClient:
    """Reads the API and asks it for work. One per process: it holds the connection pool only.

    Every method raises ApiError. What asks for work is sent once, never again by itself.
    """

    def __init__(self, base: str, transport: httpx2.BaseTransport | None = None) -> None:
        self.base = base
        self._http = httpx2.Client(base_url=base, timeout=TIMEOUT_SECONDS, transport=transport)

    def trends(self, *, limit: int = PAGE, **filters: Any) -> Page[Trend]:
        """One page of the ranking."""
        return self._page(Trend, "/v1/trends", {"limit": limit, **filters})

    def trend_table(self, **filters: Any) -> bytes:
        """All of the ranking that fits the filters, as a CSV file."""
        asked = {name: str(value) for name, value in filters.items() if value is not None}
        return self._send("GET", "/v1/trends", asked, headers={"Accept": "text/csv"})

    def trend(self, term: str) -> TrendDetail:
        """One term with all that explains it."""
        return _read(TrendDetail, self.get(f"/v1/trends/{quote(term, safe='')}", {}))

    def regions(self) -> list[str]:
        """Codes of the regions in which terms of today were measured."""
        return [one.region for one in self._page(Region, "/v1/regions", {}).items]

    def ideas(self, **filters: Any) -> Page[Idea]:
        """All current ideas, best first."""
        return self._all(Idea, "/v1/ideas", filters)

    def refusals(self, *, limit: int = PAGE, **filters: Any) -> Page[Refusal]:
        """One page of the terms that did not become an idea, best first."""
        return self._page(Refusal, "/v1/refusals", {"limit": limit, **filters})

    def designs(self, **filters: Any) -> Page[Design]:
        """All current designs, best idea first."""
        return self._all(Design, "/v1/designs", filters)

    def drafts(self, **filters: Any) -> Page[Draft]:
        """All current drafts, best idea first."""
        return self._all(Draft, "/v1/drafts", filters)

    def sources(self) -> Page[Source]:
        """Every registered source with its rights and health."""
        return self._page(Source, "/v1/sources", {})

    def capabilities(self) -> Capabilities:
        """What works in this installation."""
        return _read(Capabilities, self.get("/v1/capabilities", {}))

    def score_card(self, of: str = "installation") -> ScoreCard:
        """How good the score was; the error's code is `score_card.none` before the first.

        `of` is "installation" for its own history, "weights" for that of the weights in use.
        """
        return _read(ScoreCard, self.get("/v1/score-card", {"of": of}))

    def request(self, request_id: str) -> WorkRequest:
        """How far a piece of work is, at this moment."""
        path = f"/v1/requests/{quote(request_id, safe='')}"
        return _read(WorkRequest, self.fresh(path, {}))

    def requests(self) -> list[WorkRequest]:
        """The last pieces of work that were asked for, newest first, at this moment."""
        return _read(RequestList, self.fresh("/v1/requests", {})).items

    def refresh(self, token: str, key: str) -> WorkRequest:
        """Ask for a fresh look at all sources. The same key always means the same request."""
        headers = {**_admin(token), "Idempotency-Key": key}
        return _read(WorkRequest, self._send("POST", "/v1/trends/refresh", headers=headers))

    def import_file(self, token: str, name: str, body: bytes) -> Imported:
        """Bring a file of signals, or text copied from a page; it is kept and will be loaded."""
        headers = {**_admin(token), "Content-Type": "application/octet-stream"}
        answer = self._send(
            "POST",
            "/v1/imports",
            {"name": name},
            headers=headers,
            body=body,
            seconds=IMPORT_SECONDS,
        )
        return _read(Imported, answer)

    def get(self, path: str, query: Mapping[str, str]) -> bytes:
        """The body of an answer, which may be one from a while ago; ApiError for any error."""
        return self.fresh(path, query)

    def fresh(self, path: str, query: Mapping[str, str]) -> bytes:
        """The body of an answer of this moment; ApiError for any status but a good one."""
        return self._send("GET", path, query)

    def _send(
        self,
        method: str,
        path: str,
        query: Mapping[str, str] | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        seconds: float = TIMEOUT_SECONDS,
    ) -> bytes:
        try:
            answer = self._http.request(
                method,
                path.lstrip("/"),
                params=dict(query or {}),
                headers=dict(headers or {}),
                content=body,
                timeout=seconds,
            )
        except httpx2.HTTPError as error:
            raise ApiError("app.unreachable", "The service does not answer.") from error
        if answer.status_code not in (200, 202):
            raise _error(answer)
        return answer.content

    def _all(self, item: type[ItemT], path: str, filters: Mapping[str, Any]) -> Page[ItemT]:
        pages = list(self._pages(item, path, filters))
        items = [found for page in pages for found in page.items]
        return pages[-1].model_copy(update={"items": items, "next_cursor": None})

    def _pages(
        self, item: type[ItemT], path: str, filters: Mapping[str, Any]
    ) -> Iterator[Page[ItemT]]:
        cursor: str | None = None
        while True:
            page = self._page(item, path, {"limit": PAGE, **filters, "cursor": cursor})
            yield page
            cursor = page.next_cursor
            if cursor is None:
                return

    def _page(self, item: type[ItemT], path: str, query: Mapping[str, Any]) -> Page[ItemT]:
        asked = {name: str(value) for name, value in query.items() if value is not None}
        return _read(Page[item], self.get(path, asked))  # type: ignore[valid-type]


def _read(shape: type[ShapeT], body: bytes) -> ShapeT:
    try:
        return shape.model_validate_json(body)
    except ValidationError as error:
        raise ApiError("app.bad_answer", "The service's answer could not be read.") from error


def _admin(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def _error(answer: httpx2.Response) -> ApiError:
    told = answer.headers.get("Retry-After", "")
    wait = int(told) if told.isdigit() else None
    try:
        body = answer.json()
        return ApiError(
            body["code"], body["message"], body.get("request_id"), wait, body.get("details")
        )
    except (ValueError, KeyError, TypeError):
        return ApiError("app.bad_answer", f"The service answered with status {answer.status_code}.")
