"""The ranked list and the term page."""

from __future__ import annotations

import math
from datetime import date, timedelta

import pytest
from starlette.testclient import TestClient

from api.schemas.common import Page
from api.schemas.terms import TrendDetail
from api.schemas.trends import Trend
from domain.ideas.products import REASONS
from domain.vocabulary import ProductType
from tests.factories.marts import AS_OF, DAYS, TERMS

ALL = {term.term_id for term in TERMS}


def ids(client: TestClient, query: str = "") -> list[str]:
    answer = client.get(f"/v1/trends{query}")
    assert answer.status_code == 200, answer.text
    return [item["term_id"] for item in answer.json()["items"]]


def test_the_list_is_ranked_and_says_where_it_comes_from(client: TestClient) -> None:
    answer = client.get("/v1/trends")
    page = Page[Trend].model_validate_json(answer.content)
    assert {item.term_id for item in page.items} == ALL
    ranks = [item.rank for item in page.items]
    assert ranks[:-1] == sorted(rank for rank in ranks if rank is not None)
    assert ranks[-1] is None  # too little history: a stage, no place
    assert page.as_of == AS_OF
    assert page.generation
    assert page.locale.language == "en"
    assert page.next_cursor is None


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?stage=peak", {"t-cottagecore", "t-camping"}),
        ("?origin=curated", {"t-nurse-life"}),
        ("?source=tiktok_hashtag_views", {"t-book-club"}),
        ("?risk=block", {"t-taylor-swift"}),
        ("?category=hobby", {"t-gardening", "t-camping"}),
        ("?product=mug", {"t-nurse-life"}),
        ("?product=t_shirt", {"t-nurse-life", "t-book-club"}),
        ("?product=poster", set()),
        ("?language=fr", {"t-café-crème"}),
        ("?occasion=halloween", {"t-halloween-cat"}),
        ("?is_curated=true", {"t-nurse-life"}),
        ("?min_confidence=0.85", {"t-book-club", "t-cottagecore"}),
        ("?q=CLUB", {"t-book-club"}),
        ("?q=100%25", {"t-100%-cotton"}),
        ("?q=%25", {"t-100%-cotton"}),
        ("?q=_", set()),
        ("?q='", set()),
        ("?stage=peak&category=hobby", {"t-camping"}),
        ("?stage=no-such-stage", set()),
        ("?stage=seasonal", {"t-halloween-cat"}),
        ("?in_time=true", {"t-halloween-cat"}),
        ("?in_time=false", {"t-book-club"}),
    ],
)
def test_filters(client: TestClient, query: str, expected: set[str]) -> None:
    assert set(ids(client, query)) == expected


def test_an_unknown_product_is_refused_with_those_there_are(client: TestClient) -> None:
    answer = client.get("/v1/trends?product=blanket")
    assert (answer.status_code, answer.json()["code"]) == (422, "request.invalid")
    (field,) = answer.json()["details"]["fields"]
    assert (field["in"], field["field"]) == ("query", "product")
    assert all(product in field["problem"] for product in ProductType)


def test_a_term_says_which_products_suit_it_and_why(client: TestClient) -> None:
    found = TrendDetail.model_validate_json(client.get("/v1/trends/nurse%20life").content)
    assert found.products == ["t_shirt", "mug"]
    assert [(one.product, one.code) for one in found.product_reasons] == [
        ("t_shirt", "suits.worn"),
        ("mug", "suits.person"),
    ]
    assert all(one.reason == REASONS[one.code] for one in found.product_reasons)
    none = TrendDetail.model_validate_json(client.get("/v1/trends/cottagecore").content)
    assert none.products == none.product_reasons == []


def test_products_stand_in_one_cell_of_a_table(client: TestClient) -> None:
    asked = {"accept": "text/csv"}
    table = client.get("/v1/trends?product=mug&fields=term,products", headers=asked)
    assert table.text.splitlines() == ["term,products", 'nurse life,"t_shirt,mug"']


def test_a_filter_does_not_change_a_rank(client: TestClient) -> None:
    everywhere = {
        item["term_id"]: item["rank"] for item in client.get("/v1/trends").json()["items"]
    }
    for item in client.get("/v1/trends?stage=peak").json()["items"]:
        assert item["rank"] == everywhere[item["term_id"]]


@pytest.mark.parametrize("field", ["rank", "score", "confidence", "days_left"])
def test_orders_and_their_reverse(client: TestClient, field: str) -> None:
    for name, reverse in ((field, False), (f"-{field}", True)):
        found = [item[field] for item in client.get(f"/v1/trends?sort={name}").json()["items"]]
        known = [value for value in found if value is not None]
        assert known == sorted(known, reverse=reverse)
        assert found[: len(known)] == known  # what is not known comes last in both


def test_order_by_name_ignores_case(client: TestClient) -> None:
    found = [item["display"] for item in client.get("/v1/trends?sort=display").json()["items"]]
    assert found == sorted(found, key=str.lower)


def test_as_of_gives_the_day_asked_for(client: TestClient) -> None:
    day = AS_OF - timedelta(days=7)
    page = client.get(f"/v1/trends?as_of={day}").json()
    assert page["as_of"] == day.isoformat()
    assert {item["scored_on"] for item in page["items"]} == {day.isoformat()}
    assert page["items"][0]["sparkline_source"]["last_on"] == day.isoformat()


def test_as_of_after_the_last_day_gives_the_last_day(client: TestClient) -> None:
    assert client.get("/v1/trends?as_of=2031-01-01").json()["as_of"] == AS_OF.isoformat()


def test_before_history_is_refused(client: TestClient) -> None:
    day = AS_OF - timedelta(days=DAYS)
    for path in (f"/v1/trends?as_of={day}", f"/v1/trends/book%20club?as_of={day}"):
        answer = client.get(path)
        assert answer.status_code == 400
        assert answer.json()["code"] == "serving.before_history"
        assert (AS_OF - timedelta(days=DAYS - 1)).isoformat() in answer.json()["message"]


def test_the_sparkline_names_its_series_and_leaves_gaps_empty(client: TestClient) -> None:
    items = {item["term_id"]: item for item in client.get("/v1/trends").json()["items"]}
    line = items["t-book-club"]["sparkline"]
    assert items["t-book-club"]["sparkline_source"] == {
        "source_id": "wikimedia_article",  # observed daily; the other source every third day
        "metric": "views",
        "period": "day",
        "first_on": (AS_OF - timedelta(days=29)).isoformat(),
        "last_on": AS_OF.isoformat(),
    }
    assert line == [float(100 + DAYS - 30 + step) for step in range(30)]
    assert items["t-nurse-life"]["sparkline"] == []  # curated: nobody measured it
    assert items["t-nurse-life"]["sparkline_source"] is None


def test_the_gate_shows_its_reason(client: TestClient) -> None:
    (item,) = client.get("/v1/trends?risk=block").json()["items"]
    assert item["risk"]["code"] == "risk.person"
    assert item["risk"]["evidence"] == [
        {"matched": "taylor swift", "list_name": "test", "how": "exact"}
    ]
    assert item["score"] > 0  # scored and shown all the same


@pytest.mark.parametrize(
    "asked",
    ["book%20club", "t-book-club", "Book%20Club", "BOOK%20%20CLUB", "%20book%20club%20"],
)
def test_a_term_is_found_by_any_of_its_names(client: TestClient, asked: str) -> None:
    answer = client.get(f"/v1/trends/{asked}")
    assert answer.status_code == 200, answer.text
    assert answer.json()["term_id"] == "t-book-club"


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.term_id)
def test_every_listed_term_has_a_page(client: TestClient, term: object) -> None:
    from urllib.parse import quote

    answer = client.get(f"/v1/trends/{quote(term.display, safe='')}")  # type: ignore[attr-defined]
    detail = TrendDetail.model_validate_json(answer.content)
    assert detail.term_id == term.term_id  # type: ignore[attr-defined]


def test_contributions_add_up_to_the_score(client: TestClient) -> None:
    detail = client.get("/v1/trends/book%20club").json()
    total = sum(part["contribution"] for part in detail["contributions"])
    assert math.isclose(total, detail["log_score"], abs_tol=1e-12)
    assert math.isclose(100 * math.exp(detail["log_score"]), detail["score"], rel_tol=1e-12)


def test_the_page_ends_on_the_day_asked_for(client: TestClient) -> None:
    day = date(2024, 12, 20)
    detail = client.get(f"/v1/trends/book%20club?as_of={day}&history_days=5").json()
    assert detail["scored_on"] == detail["as_of"] == day.isoformat()
    assert detail["score_history"][-1]["on"] == day.isoformat()
    assert len(detail["score_history"]) == 5
    for series in detail["history"]:
        assert all(point["on"] <= day.isoformat() for point in series["points"])
    assert all(row["captured_at"] < "2024-12-21T00:00:01" for row in detail["evidence"])
    assert detail["evidence"]


def test_history_of_a_source_that_is_not_asked_daily_has_no_invented_days(
    client: TestClient,
) -> None:
    detail = client.get("/v1/trends/book%20club").json()
    points = {series["source_id"]: len(series["points"]) for series in detail["history"]}
    assert points == {"wikimedia_article": DAYS, "tiktok_hashtag_views": DAYS // 3}


def test_an_unknown_term_is_a_coded_404(client: TestClient) -> None:
    answer = client.get("/v1/trends/no%20such%20term")
    assert answer.status_code == 404
    assert answer.json()["code"] == "trends.unknown_term"


def test_nothing_published_is_503_not_an_empty_list(bare: TestClient) -> None:
    for path in ("/v1/trends", "/v1/trends/book%20club", "/ready"):
        answer = bare.get(path)
        assert answer.status_code == 503
        assert answer.json()["code"] == "serving.not_published"
        assert answer.headers["retry-after"] == "5"
