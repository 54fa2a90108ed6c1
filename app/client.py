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
from api.schemas.sources import Source
from api.schemas.trends import Trend, TrendDetail

ItemT = TypeVar("ItemT", bound=Wire)
ShapeT = TypeVar("ShapeT", bound=Wire)
TIMEOUT_SECONDS = 20.0
PAGE = 200


class ApiError(Exception):
    """The API answered with an error, or did not answer at all."""

    def __init__(self, code: str, message: str, request_id: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.request_id = request_id


class ApiClient:
    """Reads the API. One per process: it holds the connection pool and nothing else.

    Every method raises ApiError.
    """

    def __init__(self, base: str, transport: httpx2.BaseTransport | None = None) -> None:
        self.base = base
        self._http = httpx2.Client(base_url=base, timeout=TIMEOUT_SECONDS, transport=transport)

    def trends(self, *, limit: int = PAGE, **filters: Any) -> Page[Trend]:
        """One page of the ranking."""
        return self._page(Trend, "/v1/trends", {"limit": limit, **filters})

    def trend(self, term: str) -> TrendDetail:
        """One term with all that explains it."""
        return _read(TrendDetail, self.get(f"/v1/trends/{quote(term, safe='')}", {}))

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

    def get(self, path: str, query: Mapping[str, str]) -> bytes:
        """The body of an answer; ApiError for any status but 200."""
        try:
            answer = self._http.get(path.lstrip("/"), params=dict(query))
        except httpx2.HTTPError as error:
            raise ApiError("app.unreachable", "The service does not answer.") from error
        if answer.status_code != 200:
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


def _error(answer: httpx2.Response) -> ApiError:
    try:
        body = answer.json()
        return ApiError(body["code"], body["message"], body.get("request_id"))
    except (ValueError, KeyError, TypeError):
        return ApiError("app.bad_answer", f"The service answered with status {answer.status_code}.")
