"""Answers from memory are the answers of the routes, and each is made once however many ask."""

from __future__ import annotations

import asyncio
import shutil
import threading
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.cache import Answer, AnswerCache, Flights
from api.errors import UnknownTerm
from api.main import standalone
from tests.api.conftest import application, browser
from tests.factories.marts import AS_OF, TERMS, build_marts
from warehouse.engine.base import closing
from warehouse.engine.open import open_engine
from warehouse.serving.publish import publish
from warehouse.serving.reader import Snapshot
from warehouse.settings import WarehouseSettings

CSV, PARQUET = "text/csv", "application/vnd.apache.parquet"
ASKED = [
    ("/v1/trends?limit=5", "application/json"),
    ("/v1/trends?limit=5", CSV),
    ("/v1/trends?limit=5", PARQUET),
    ("/v1/trends/book%20club?history_days=30", "*/*"),
    ("/v1/trends?as_of=2024-11-20&limit=3", "application/json"),
]


class Forgetful(AnswerCache):
    """A memory that keeps nothing, so that every answer is the route's own."""

    def get(self, key: object) -> Answer | None:
        return None


def forgetful(full: WarehouseSettings, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    with monkeypatch.context() as patch:
        patch.setattr("api.main.AnswerCache", Forgetful)
        return browser(application(full))


@pytest.mark.parametrize(("path", "accept"), ASKED)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("held", [False, True])
def test_memory_answers_as_the_route_does(
    full: WarehouseSettings,
    monkeypatch: pytest.MonkeyPatch,
    path: str,
    accept: str,
    method: str,
    held: bool,
) -> None:
    """Status, body and every header, but for the request id."""
    app = application(full)
    client, other = browser(app), forgetful(full, monkeypatch)
    headers = {"accept": accept, "x-request-id": "my-request-0001"}
    etag = client.get(path, headers=headers).headers["etag"]
    if held:
        headers["if-none-match"] = etag
    remembered = client.request(method, path, headers=headers)
    composed = other.request(method, path, headers=headers)
    assert app.state.services.metrics.cache_hits._value.get() == 1
    assert remembered.status_code == composed.status_code == (304 if held else 200)
    assert remembered.content == composed.content
    assert sorted(remembered.headers.multi_items()) == sorted(composed.headers.multi_items())
    assert remembered.headers["x-request-id"] == "my-request-0001"


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/v1/trends?limit=5", {"host": "evil.example"}, 403),
        ("/v1/trends?limit=5&limit=5", {}, 422),
        ("/v1/trends?limit=5&x=1", {}, 422),
        ("/v1/trends?limit=5", {"accept": "image/png"}, 406),
    ],
)
def test_what_a_route_would_refuse_is_refused(
    client: TestClient, path: str, headers: dict[str, str], status: int
) -> None:
    assert client.get("/v1/trends?limit=5").status_code == 200
    assert client.get("/v1/trends?limit=5").status_code == 200
    answer = client.get(path, headers=headers)
    assert answer.status_code == status
    assert {"code", "message", "details", "request_id"} == answer.json().keys()


def test_a_write_is_not_answered_from_memory(client: TestClient) -> None:
    assert client.get("/v1/trends").status_code == 200
    assert client.post("/v1/trends").status_code == 405


def test_the_route_stays_the_label_of_the_metrics(client: TestClient) -> None:
    for _ in range(3):
        client.get("/v1/trends/book%20club")
    text = client.get("/metrics").text
    labels = 'method="GET",route="/v1/trends/{term:path}",status="200"'
    assert f"podpusher_http_requests_total{{{labels}}} 3.0" in text
    assert 'podpusher_http_request_seconds_count{route="/v1/trends/{term:path}"} 3.0' in text


def test_a_new_generation_is_answered_from_at_once(full: WarehouseSettings, tmp_path: Path) -> None:
    shutil.copytree(full.folder, tmp_path / "data")
    own = WarehouseSettings(data=tmp_path / "data")
    client = browser(application(own))
    for _ in range(2):
        before = client.get("/v1/trends?limit=2").json()
    with closing(open_engine(own)) as engine:
        build_marts(engine, terms=TERMS[:4], bump=0.01)
        generation = publish(engine, own, as_of=AS_OF, mode="replay")
    after = client.get("/v1/trends?limit=2").json()
    assert after["generation"] == generation.id != before["generation"]
    assert after["items"][0]["score"] < before["items"][0]["score"]


def test_many_who_ask_at_once_get_one_answer_made_once(
    full: WarehouseSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()
    asked: Counter[str] = Counter()
    plain = Snapshot.query

    def slow(self: Snapshot, sql: str, parameters: Any = None) -> Any:
        asked[sql] += 1
        assert go_on.wait(20)
        return plain(self, sql, parameters)

    app = application(full, snapshot_check_seconds=60.0)
    monkeypatch.setattr(Snapshot, "query", slow)

    async def one(path: str) -> tuple[int, bytes]:
        told: list[dict[str, Any]] = []
        scope = {
            "type": "http",
            "method": "GET",
            "path": path,
            "root_path": "",
            "query_string": b"limit=4",
            "headers": [(b"host", b"localhost")],
            "http_version": "1.1",
            "scheme": "http",
        }

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Any) -> None:
            told.append(message)

        await app(scope, receive, send)
        return told[0]["status"], b"".join(part.get("body", b"") for part in told[1:])

    async def many() -> list[tuple[int, bytes]]:
        tasks = [asyncio.create_task(one("/v1/trends")) for _ in range(200)]
        await asyncio.sleep(0.2)
        go_on.set()
        return await asyncio.gather(*tasks)

    answers = asyncio.run(many())
    assert {status for status, _body in answers} == {200}
    assert len({body for _status, body in answers}) == 1
    assert set(asked.values()) == {1}
    metrics = app.state.services.metrics
    assert metrics.cache_misses._value.get() == 1
    assert metrics.cache_hits._value.get() == 199


def test_an_error_is_told_to_all_and_kept_for_none() -> None:
    flights = Flights()
    made = 0

    async def fail() -> Answer:
        nonlocal made
        made += 1
        await asyncio.sleep(0)
        raise UnknownTerm("no such term")

    async def go() -> None:
        found = await asyncio.gather(
            *(flights.once("key", fail) for _ in range(5)), return_exceptions=True
        )
        assert [type(one) for one in found] == [UnknownTerm] * 5
        assert made == 1
        with pytest.raises(UnknownTerm):
            await flights.once("key", fail)
        assert made == 2

    asyncio.run(go())


def test_when_the_first_is_cancelled_the_next_one_makes_it() -> None:
    flights = Flights()
    made: list[str] = []

    async def make() -> str:
        made.append("begun")
        await asyncio.sleep(0.01)
        return "answer"

    async def go() -> None:
        first = asyncio.create_task(flights.once("key", make))
        others = [asyncio.create_task(flights.once("key", make)) for _ in range(3)]
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        first.cancel()
        assert await asyncio.gather(*others) == ["answer"] * 3
        with pytest.raises(asyncio.CancelledError):
            await first
        assert made == ["begun"] * 2
        assert not await flights.landed("key")

    asyncio.run(go())


@pytest.mark.parametrize(
    ("path", "status"),
    [("/api/health", 200), ("/health", 404), ("/", 404), ("/api", 404), ("/apihealth", 404)],
)
def test_alone_it_answers_below_api_and_nowhere_else(
    full: WarehouseSettings, monkeypatch: pytest.MonkeyPatch, path: str, status: int
) -> None:
    monkeypatch.setattr("api.main.create_app", lambda: application(full))
    answer = TestClient(standalone(), base_url="http://localhost").get(path)
    assert answer.status_code == status
    assert answer.headers["x-request-id"]
    if status == 404:
        assert answer.json()["code"] == "route.not_found"
