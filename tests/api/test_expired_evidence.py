"""A past answer says of each source whether its evidence is still there."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import polars as pl
from starlette.testclient import TestClient

from tests.api.conftest import application, browser
from tests.factories.marts import AS_OF, VERSION, build_marts
from warehouse.engine.base import closing
from warehouse.engine.open import open_engine
from warehouse.serving.publish import publish
from warehouse.settings import WarehouseSettings

PAST = AS_OF - timedelta(days=45)
TIKTOK, WIKI = "tiktok_hashtag_views", "wikimedia_article"


def serve(folder: Path, *expired: tuple[str, int, int, int]) -> TestClient:
    """`expired`: source, days it is kept, and how many days ago rows were known and went."""
    settings = WarehouseSettings(data=folder, state_url=None)
    rows = [
        {
            "source_id": source,
            "retention_days": kept,
            "captured_from": AS_OF - timedelta(days=captured),
            "captured_to": AS_OF - timedelta(days=captured),
            "removed_on": AS_OF - timedelta(days=removed),
        }
        for source, kept, captured, removed in expired
    ]
    with closing(open_engine(settings)) as engine:
        build_marts(engine)
        engine.execute(f"delete from marts.fct_term_evidence where observed_at < date '{AS_OF}'")
        if rows:
            frame = pl.DataFrame(rows).with_columns(pl.col("retention_days").cast(pl.Int32))
            engine.append("marts.fct_expired_evidence", frame)
        engine.execute(
            f"update marts.fct_term_score_daily set evidence_complete = false "
            f"where scored_on = date '{PAST - timedelta(days=1)}'"
        )
        publish(engine, settings, as_of=AS_OF, mode="live", score_version=VERSION)
    return browser(application(settings))


def states(answer: dict) -> dict[str, tuple]:
    return {
        one["source_id"]: (one["state"], one["retention_days"], one["ended_on"])
        for one in answer["evidence_sources"]
    }


def ago(days: int) -> str:
    return (AS_OF - timedelta(days=days)).isoformat()


def test_expired_evidence_is_said_and_the_score_stays(tmp_path: Path) -> None:
    plain = serve(tmp_path / "before").get(f"/v1/trends/book club?as_of={PAST}").json()
    assert states(plain) == {TIKTOK: ("not_shown", None, None), WIKI: ("not_shown", None, None)}
    client = serve(tmp_path / "after", *((TIKTOK, 30, n, n - 31) for n in range(31, 61)))
    found = client.get(f"/v1/trends/book club?as_of={PAST}").json()
    assert states(found) == {TIKTOK: ("expired", 30, ago(14)), WIKI: ("not_shown", None, None)}
    for name in ("score", "log_score", "rank", "contributions", "stage", "regions"):
        assert found[name] == plain[name]
    assert found["contributions"]
    assert found["evidence_complete"] is True


def test_a_part_that_has_gone_is_said(tmp_path: Path) -> None:
    client = serve(tmp_path, *((TIKTOK, 30, n, n - 31) for n in range(40, 61)))
    found = client.get(f"/v1/trends/book club?as_of={ago(20)}").json()
    assert states(found)[TIKTOK] == ("partly_expired", 30, ago(19))
    whole = client.get(f"/v1/trends/book club?as_of={ago(45)}").json()
    assert states(whole)[TIKTOK] == ("expired", 30, ago(14))


def test_today_nothing_has_expired(tmp_path: Path) -> None:
    client = serve(tmp_path, (TIKTOK, 30, 31, 0))
    found = client.get("/v1/trends/book club").json()
    assert states(found) == {TIKTOK: ("shown", None, None), WIKI: ("shown", None, None)}
    assert {one["source_id"]: one["rows"] for one in found["evidence_sources"]} == {
        source: sum(row["source_id"] == source for row in found["evidence"])
        for source in (TIKTOK, WIKI)
    }


def test_a_number_that_is_not_the_record_is_marked(tmp_path: Path) -> None:
    client = serve(tmp_path)
    before = PAST - timedelta(days=1)
    marked = client.get(f"/v1/trends/book club?as_of={before}").json()
    assert marked["evidence_complete"] is False


def test_days_after_the_snapshot_are_not_published(tmp_path: Path) -> None:
    settings = WarehouseSettings(data=tmp_path, state_url=None)
    with closing(open_engine(settings)) as engine:
        build_marts(engine)
        publish(engine, settings, as_of=PAST, mode="live", score_version=VERSION)
    client = browser(application(settings))
    assert client.get("/v1/trends").json()["as_of"] == PAST.isoformat()
    assert client.get(f"/v1/trends?as_of={AS_OF}").json()["as_of"] == PAST.isoformat()
