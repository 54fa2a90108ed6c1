"""Asking for work: who may, how often, and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.main import create_app
from api.settings import ApiSettings
from domain.signals import Origin
from tests.api.conftest import NO_KEYS
from tests.factories.marts import AS_OF, build_marts
from warehouse.engine.base import closing
from warehouse.engine.open import open_engine
from warehouse.landing import Landing
from warehouse.serving.publish import publish
from warehouse.settings import WarehouseSettings
from warehouse.state.repositories import requests, scrape_runs
from warehouse.state.session import forget_engines, session_scope

TOKEN = "the-admins-own-token"
REFRESH = "/v1/trends/refresh"
IMPORTS = "/v1/imports"
ADMIN = {"authorization": f"Bearer {TOKEN}"}
CSV = b"source,term,metric,value,observed_at\nuser,bird watching,searches,120,2026-03-01\n"


@pytest.fixture
def place(tmp_path: Path) -> Iterator[WarehouseSettings]:
    yield WarehouseSettings(data=tmp_path / "data", state_url=None)
    forget_engines()


def client_of(
    place: WarehouseSettings, *, peer: str = "127.0.0.1", **changes: object
) -> TestClient:
    settings = ApiSettings(
        _env_file=None, **{"admin_token": TOKEN, "snapshot_check_seconds": 0.0, **changes}
    )
    return TestClient(
        create_app(settings, place, NO_KEYS), base_url="http://localhost", client=(peer, 50000)
    )


@pytest.fixture
def client(place: WarehouseSettings) -> TestClient:
    return client_of(place)


@pytest.mark.parametrize("path", [REFRESH, IMPORTS])
def test_without_a_token_nothing_is_asked(client: TestClient, path: str) -> None:
    answer = client.post(path, content=CSV)
    assert answer.status_code == 401
    assert answer.json()["code"] == "auth.token_required"
    assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize("path", [REFRESH, IMPORTS])
@pytest.mark.parametrize("token", ["wrong", "", TOKEN + "x", TOKEN[:-1]])
def test_another_token_is_refused(client: TestClient, path: str, token: str) -> None:
    answer = client.post(path, content=CSV, headers={"authorization": f"Bearer {token}"})
    assert answer.status_code in (401, 403)
    assert client.get("/v1/requests").json() == {"items": []}


def test_no_token_is_right_where_none_is_set(place: WarehouseSettings) -> None:
    client = client_of(place, admin_token=None)
    for token in ("", "None", TOKEN):
        answer = client.post(REFRESH, headers={"authorization": f"Bearer {token}"})
        assert answer.status_code in (401, 403)


def test_the_token_counts_on_this_machine_only(place: WarehouseSettings) -> None:
    answer = client_of(place, peer="192.0.2.7").post(REFRESH, headers=ADMIN)
    assert answer.status_code == 403
    assert answer.json()["code"] == "auth.not_admin"


def test_a_page_of_another_origin_cannot_ask(client: TestClient) -> None:
    answer = client.post(REFRESH, headers={**ADMIN, "origin": "http://evil.example"})
    assert answer.json()["code"] == "request.origin_not_allowed"


def test_a_refresh_is_queued_once_and_can_be_followed(
    client: TestClient, place: WarehouseSettings
) -> None:
    first = client.post(REFRESH, headers=ADMIN)
    assert first.status_code == 202
    asked = first.json()
    assert (asked["kind"], asked["status"], asked["sources"]) == ("refresh", "queued", [])
    assert first.headers["location"] == f"/api/v1/requests/{asked['id']}"
    again = client.post(REFRESH, headers=ADMIN)
    assert again.json()["id"] == asked["id"]
    now = datetime.now(UTC)
    with session_scope(place) as session:
        requests.claim(session, ("refresh",), now, run_id="run-7")
        scrape_runs.record(
            session,
            scrape_runs.RunRecord(
                source_id="wikimedia_top",
                platform="wikimedia",
                origin="live",
                run_id="run-7",
                started_at=now,
                finished_at=now,
                status="ok",
                attempts=3,
                collected=12,
                accepted=24,
            ),
        )
    seen = client.get(f"/v1/requests/{asked['id']}").json()
    assert seen["status"] == "running"
    assert [(one["source_id"], one["accepted"]) for one in seen["sources"]] == [
        ("wikimedia_top", 24)
    ]
    with session_scope(place) as session:
        requests.finish(session, asked["id"], "done", now)
    assert client.post(REFRESH, headers=ADMIN).json()["id"] != asked["id"]
    assert len(client.get("/v1/requests?limit=5").json()["items"]) == 2


def test_an_idempotency_key_is_one_request_for_ever(
    client: TestClient, place: WarehouseSettings
) -> None:
    keyed = {**ADMIN, "idempotency-key": "morning-2026-03-02"}
    asked = client.post(REFRESH, headers=keyed).json()
    with session_scope(place) as session:
        requests.finish(session, asked["id"], "done", datetime.now(UTC))
    assert client.post(REFRESH, headers=keyed).json()["id"] == asked["id"]


def test_asking_too_often_says_how_long_to_wait(place: WarehouseSettings) -> None:
    client = client_of(place, refreshes_per_hour=2)
    for _ in range(2):
        asked = client.post(REFRESH, headers=ADMIN).json()
        with session_scope(place) as session:
            requests.finish(session, asked["id"], "done", datetime.now(UTC))
    refused = client.post(REFRESH, headers=ADMIN)
    assert refused.status_code == 429
    assert refused.json()["code"] == "request.rate_limited"
    assert 0 < int(refused.headers["retry-after"]) <= 1801


def test_a_replay_is_not_refreshed(place: WarehouseSettings) -> None:
    with closing(open_engine(place)) as engine:
        build_marts(engine)
        publish(engine, place, as_of=AS_OF, mode="replay")
    answer = client_of(place).post(REFRESH, headers=ADMIN)
    assert answer.status_code == 409
    assert answer.json()["code"] == "refresh.replay"


def test_a_request_nobody_made(client: TestClient) -> None:
    assert client.get("/v1/requests/nothing").status_code == 404
    client.post(REFRESH, headers=ADMIN)
    assert client.get("/v1/requests/nothing").status_code == 404


def test_a_file_is_read_kept_and_queued(client: TestClient, place: WarehouseSettings) -> None:
    answer = client.post(f"{IMPORTS}?name=C%3A%5Cnotes%5Cmine.csv", content=CSV, headers=ADMIN)
    assert answer.status_code == 202, answer.text
    said = answer.json()
    assert (said["file"], said["rows"], said["refused"]) == ("mine.csv", 1, [])
    assert said["platforms"] == ["user"]
    assert said["request"]["kind"] == "import"
    (file,) = Landing(place.landing).files("import")
    assert Landing(place.landing).read(file) == CSV
    assert file.origin is Origin.IMPORT


def test_the_same_file_twice_is_one_landing(client: TestClient, place: WarehouseSettings) -> None:
    for _ in range(2):
        client.post(f"{IMPORTS}?name=mine.csv", content=CSV, headers=ADMIN)
    assert len(Landing(place.landing).files("import")) == 1
    assert len(client.get("/v1/requests").json()["items"]) == 1


def test_refused_rows_are_counted_with_an_example(client: TestClient) -> None:
    bad = CSV + b"user,tea,searches,many,2026-03-01\n"
    said = client.post(f"{IMPORTS}?name=mine.csv", content=bad, headers=ADMIN).json()
    assert said["rows"] == 1
    (refused,) = said["refused"]
    assert refused["rows"] == 1
    assert refused["example"]


@pytest.mark.parametrize("body", [b"", b"  \n ", b"\x00\x01\x02", b"<html>hello</html>"])
def test_what_is_no_file_of_signals_is_refused_and_not_kept(
    client: TestClient, place: WarehouseSettings, body: bytes
) -> None:
    answer = client.post(IMPORTS, content=body, headers=ADMIN)
    assert answer.status_code == 422
    assert answer.json()["message"]
    assert not Landing(place.landing).files("import")
    assert client.get("/v1/requests").json() == {"items": []}


def test_a_file_may_be_larger_than_other_bodies_but_not_endless(place: WarehouseSettings) -> None:
    client = client_of(place, import_bytes=2_000_000)
    row = b"user,bird watching,searches,120,2026-03-01\n"
    large = CSV + row * 30_000  # more than a megabyte, of repeats
    assert client.post(IMPORTS, content=large, headers=ADMIN).status_code == 202
    refused = client.post(IMPORTS, content=large * 2, headers=ADMIN)
    assert refused.status_code == 413
    assert refused.json()["details"] == {"limit": 2_000_000}
