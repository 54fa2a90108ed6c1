"""The newest score card of the installation, over HTTP."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.schemas.score_card import ScoreCard
from tests.api.conftest import application, browser
from tests.factories.score_card import score_card
from warehouse.cards import keep_shipped_card, write_card
from warehouse.settings import WarehouseSettings

NOON = datetime(2025, 1, 1, 12, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> WarehouseSettings:
    return WarehouseSettings(data=tmp_path)


@pytest.fixture
def client(folder: WarehouseSettings) -> TestClient:
    return browser(application(folder))


def test_without_a_card_the_answer_says_how_to_make_one(client: TestClient) -> None:
    answer = client.get("/v1/score-card")
    assert answer.status_code == 404
    assert answer.json()["code"] == "score_card.none"
    assert "weekly_score_card" in answer.json()["message"]


def test_the_newest_card_is_given_as_it_was_made(
    client: TestClient, folder: WarehouseSettings
) -> None:
    write_card(folder.cards, score_card(forecast=False), NOON)
    kept = write_card(folder.cards, score_card(), NOON + timedelta(days=7))
    answer = client.get("/v1/score-card")
    assert answer.status_code == 200
    given, made = answer.json(), score_card()
    assert given["id"] == kept.id
    assert given["as_of"] == "2024-12-31"
    rise = given["questions"]["a"]["universes"]["tiktok_hashtag_views"]
    source = made["questions"]["a"]["universes"]["tiktok_hashtag_views"]
    assert rise["forecast"] == source["forecast"]
    assert rise["baselines"] == source["baselines"]
    assert rise["paired"] == source["paired"]
    assert rise["calibration"]["bins"] == source["calibration"]["bins"]
    ScoreCard.model_validate(given)


def test_the_opportunity_score_is_given_as_it_was_graded(
    client: TestClient, folder: WarehouseSettings
) -> None:
    write_card(folder.cards, score_card(), NOON)
    given, made = client.get("/v1/score-card").json()["questions"], score_card()["questions"]
    for question in ("a", "b"):
        source = made[question]["universes"]["tiktok_hashtag_views"]["opportunity"]
        assert source["score_version"] == "v2"
        assert given[question]["universes"]["tiktok_hashtag_views"]["opportunity"] == source
    assert given["c"]["universes"]["twitter_trends"]["opportunity"] is None


def test_a_card_kept_before_the_score_was_graded_has_none(
    client: TestClient, folder: WarehouseSettings
) -> None:
    old = json.loads(json.dumps(score_card(opportunity=False)))
    for question in old["questions"].values():
        for found in question["universes"].values():
            assert found.pop("opportunity") is None
    write_card(folder.cards, old, NOON)
    given = client.get("/v1/score-card").json()["questions"]
    assert all(
        found["opportunity"] is None
        for question in given.values()
        for found in question["universes"].values()
    )


def test_a_new_card_shows_at_once_and_an_old_one_is_not_sent_twice(
    client: TestClient, folder: WarehouseSettings
) -> None:
    write_card(folder.cards, score_card(), NOON)
    first = client.get("/v1/score-card")
    again = client.get("/v1/score-card", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    write_card(folder.cards, score_card(forecast=False), NOON + timedelta(hours=1))
    newer = client.get("/v1/score-card", headers={"If-None-Match": first.headers["etag"]})
    assert newer.status_code == 200
    assert newer.json()["id"] != first.json()["id"]


def test_a_card_of_too_short_a_history_has_no_figures(
    client: TestClient, folder: WarehouseSettings
) -> None:
    write_card(folder.cards, score_card(rows=False), NOON)
    given = client.get("/v1/score-card").json()
    assert given["questions"]["a"]["universes"]["tiktok_hashtag_views"]["rows"] == 0
    assert given["questions"]["a"]["universes"]["tiktok_hashtag_views"]["forecast"] is None


def test_a_damaged_card_is_no_crash(client: TestClient, folder: WarehouseSettings) -> None:
    write_card(folder.cards, {"as_of": "yesterday"}, NOON)
    answer = client.get("/v1/score-card")
    assert (answer.status_code, answer.json()["code"]) == (404, "score_card.none")


def test_parameters_are_refused(client: TestClient) -> None:
    assert client.get("/v1/score-card?day=1").status_code == 422


def test_the_card_of_the_weights_is_asked_for_by_name(
    client: TestClient, folder: WarehouseSettings
) -> None:
    assert client.get("/v1/score-card?of=weights").json()["code"] == "score_card.none"
    old = keep_shipped_card(folder.cards, score_card(forecast=False))
    kept = keep_shipped_card(folder.cards, score_card())
    answer = client.get("/v1/score-card?of=weights")
    assert (answer.status_code, answer.json()["id"]) == (200, kept.id)
    assert not old.path.exists()
    written = kept.path.stat().st_mtime_ns
    keep_shipped_card(folder.cards, score_card())
    assert kept.path.stat().st_mtime_ns == written
    assert client.get("/v1/score-card").json()["code"] == "score_card.none"  # it is not our own
    assert client.get("/v1/score-card?of=anything").status_code == 422
