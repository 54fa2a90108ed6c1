"""A past answer is computed again, bit for bit, from what was landed; or says what has expired."""

from __future__ import annotations

import csv
import io
import json
import random
import shutil
from contextlib import closing
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assets.ingest.loading import load_platform
from assets.ingest.raw import _source_row, replace_table
from assets.ingest.recorded import IMPORT, land_recorded
from assets.ingest.retention import delete_due
from assets.score.evidence import expired_evidence
from assets.terms.clusters import place_terms
from assets.terms.terms import (
    VERSION,
    first_sightings,
    forget_older_rules,
    read_texts,
    unread_texts,
    write_terms,
)
from domain.signals import Origin
from domain.sources.registry import SOURCES
from tests.api.conftest import application, browser
from tests.dbt.conftest import MODELS
from tests.dbt.project import dbt
from warehouse.engine.duckdb import DuckDBEngine
from warehouse.engine.migrate import migrate
from warehouse.expiry import expired_so_far, store_expired
from warehouse.landing import Landing
from warehouse.serving.publish import publish
from warehouse.settings import WarehouseSettings

DAY = date(2026, 3, 1)  # the day whose answer is computed again
SCORE_DAYS = 3
TERMS = ("frog mug", "moss art", "book club", "camping hat", "nurse life", "tea time")
TAGS = ("retro frog", "moss art", "pixel garden", "book club")
FROM_VIDEOS_ALONE = "retro frog"
YOUTUBE = "youtube_data_api"  # kept for 30 days


def moment(day: date, hour: int = 12) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=UTC)


class Place:
    """One data folder: files are landed one by one, and a build stands on any day."""

    def __init__(self, folder: Path, dbt_folder: Path, landed: Path | None = None) -> None:
        self.settings = WarehouseSettings(data=folder, state_url=None)
        self.folder, self.dbt_folder = folder, dbt_folder
        if landed is not None:
            shutil.copytree(landed, self.settings.landing)
        self.landing = Landing(self.settings.landing)

    def engine(self) -> DuckDBEngine:
        return DuckDBEngine(self.settings.warehouse_path)

    def bring(self, name: str, rows: list[dict[str, Any]], day: date) -> None:
        """A person's own file."""
        text = io.StringIO()
        writer = csv.DictWriter(text, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
        file = self.folder.parent / f"{name}.csv"
        file.write_text(text.getvalue())
        land_recorded(self.landing, file, moment(day, 20), into=IMPORT)

    def heard(self, day: date, rng: random.Random) -> None:
        """A live answer."""
        videos = [
            {
                "id": f"video{place}",
                "snippet": {"title": f"{tag} of {day}", "tags": [tag]},
                "statistics": {"viewCount": str(rng.randrange(100, 90_000))},
            }
            for place, tag in enumerate(rng.sample(TAGS, 3))
        ]
        at = moment(day)
        meta = {"source": YOUTUBE, "region": "US", "captured_at": at.isoformat()}
        body = json.dumps({"items": videos}).encode()
        self.landing.write("youtube_signals", Origin.LIVE, at, body, ".json", meta, landed_at=at)

    def build(self, day: date) -> None:
        """Load, read, score and publish as the pipeline does, standing at the end of a day."""
        self.settings.folder.mkdir(parents=True, exist_ok=True)
        with closing(self.engine()) as engine:
            migrate(engine)
            for platform in ("youtube", "user"):
                load_platform(engine, self.landing, platform, "run", datetime.now(UTC))
            rows = [_source_row(spec) for spec in SOURCES.values()]
            replace_table(engine, "raw.sources", pl.DataFrame(rows, infer_schema_length=None))
            store_expired(engine, expired_so_far(self.landing))
            forget_older_rules(engine)
            unread = unread_texts(engine)
            links, terms = read_texts(unread.iter_rows(named=True))
            with engine.transaction():
                write_terms(engine, links, terms)
                place_terms(engine, first_sightings(unread, links), VERSION)
        as_of = datetime.combine(day, time.max).isoformat(" ")
        where = self.settings.warehouse_path
        dbt(MODELS, where, self.dbt_folder, as_of=as_of, score_days=SCORE_DAYS)
        with closing(self.engine()) as engine:
            publish(engine, self.settings, as_of=day, mode="live")

    def scores(self) -> pl.DataFrame:
        with closing(self.engine()) as engine:
            found = engine.frame("select * from marts.fct_term_score_daily")
        return found.sort("term_id", "scored_on", "score_version")

    def answers(self) -> dict[str, Any]:
        """All that the API says of the day, but for the snapshot's name."""
        client = browser(application(self.settings))
        page = client.get("/v1/trends?limit=200").json()
        said = {"list": page, "regions": client.get("/v1/regions").json()}
        for item in page["items"]:
            said[item["term"]] = client.get(f"/v1/trends/{quote(item['term'])}").json()
        for answer in said.values():
            assert answer.pop("generation")
        return said


def views(term: str, day: date, rng: random.Random, known: date | None = None) -> dict[str, Any]:
    return {
        "term": term,
        "metric": "views",
        "observed_at": day.isoformat(),
        "value": round(rng.uniform(10, 5000), 3),
        "captured_at": (known or day).isoformat(),
        "region": rng.choice(("US", "WW", "GB-London")),
    }


def load_until(place: Place, rng: random.Random, first: date, last: date) -> None:
    """A file a day for each way of hearing, and corrections of days before, in any number."""
    for step in range((last - first).days + 1):
        day = first + timedelta(days=step)
        rows = [views(term, day, rng) for term in TERMS if rng.random() < 0.9]
        for _ in range(rng.randrange(4)):
            back = day - timedelta(days=rng.randrange(1, 60))
            rows.append(views(rng.choice(TERMS), back, rng, known=day))
        place.bring(f"day-{day}", rows or [views(TERMS[0], day, rng)], day)
        place.heard(day, rng)


@pytest.mark.long
@settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True)
@given(seed=st.integers(0, 10_000), later=st.integers(1, 6))
def test_a_past_answer_is_computed_again_or_says_what_expired(
    seed: int, later: int, dbt_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    root, rng = tmp_path_factory.mktemp("recompute"), random.Random(seed)
    place = Place(root / "data", dbt_folder)
    past = [
        views(term, DAY - timedelta(days=back), rng) for term in TERMS for back in range(9, 110)
    ]
    place.bring("history", past, DAY - timedelta(days=8))
    load_until(place, rng, DAY - timedelta(days=8), DAY)
    place.build(DAY)
    said, scores = place.answers(), place.scores()
    assert len(said["list"]["items"]) >= len(TERMS)
    assert all(one["evidence_complete"] is True for one in map(said.get, TERMS) if one)

    # More files and corrections of the same days come in.
    load_until(place, rng, DAY + timedelta(days=1), DAY + timedelta(days=later))
    again = Place(root / "again", dbt_folder, place.settings.landing)
    again.build(DAY)
    assert again.answers() == said
    assert again.scores().equals(scores)

    # Each night what is past its time goes.
    with closing(place.engine()) as engine:
        load_platform(engine, place.landing, "youtube", "run", datetime.now(UTC))
        for night in range(later, 33):
            delete_due(engine, place.landing, "youtube", moment(DAY + timedelta(days=night), 3))
    left = Place(root / "left", dbt_folder, place.settings.landing)
    left.build(DAY)
    _says_so(left, kept=0)
    assert FROM_VIDEOS_ALONE not in left.answers()
    assert all(
        one["evidence_complete"] is False for name, one in left.answers().items() if name in TERMS
    )

    place.build(DAY)
    _says_so(place, kept=SCORE_DAYS)
    assert place.scores().equals(scores)
    for name, one in place.answers().items():
        for field in ("score", "log_score", "rank", "contributions", "regions", "sources"):
            assert one.get(field) == said[name].get(field), (name, field)


def _says_so(place: Place, kept: int) -> None:
    ended = DAY + timedelta(days=31)
    with closing(place.engine()) as engine:
        told = expired_evidence(engine, DAY, SCORE_DAYS)
    assert (told["days_on_record"], told["days_from_what_is_left"]) == (kept, SCORE_DAYS - kept)
    assert "YouTube" in told["notice"]
    assert f"all of it gone since {ended}" in told["notice"]
    heard = 0
    for one in place.answers().values():
        for state in one.get("evidence_sources", ()):
            if state["source_id"] != YOUTUBE:
                assert state["state"] == "shown"
                continue
            heard += 1
            assert (state["state"], state["rows"]) == ("expired", 0)
            assert (state["retention_days"], state["ended_on"]) == (30, ended.isoformat())
    assert bool(heard) == bool(kept)
