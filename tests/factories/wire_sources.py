"""What the API sends of sources, for tests of the screen."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from api.schemas.sources import Health, Rights, Shown, ShownRow, Source
from tests.factories.wire import AS_OF, NOON

RIGHTS = Rights(
    licence="no licence stated",
    terms_note="displayed counters only",
    may_store=True,
    retention_days=400,
    commercial_use=False,
    replayable=True,
    attribution="Shown by permission",
)
DISPLAY_ONLY = Rights(
    licence="developer guidelines",
    terms_note="for partners",
    may_store=False,
    may_score=False,
    retention_days=None,
    display_hours=24,
    commercial_use=True,
    replayable=False,
)
NOTHING_YET: dict[str, Any] = {
    "health": Health(status="never"),
    "origins": [],
    "n_terms": 0,
    "n_observations": 0,
    "first_observed_on": None,
    "last_observed_on": None,
}


def a_source(source_id: str = "tiktok_hashtag_views", **changes: Any) -> Source:
    """A person's own recording that told of something here."""
    fields: dict[str, Any] = {
        "source_id": source_id,
        "platform": "tiktok",
        "name": "TikTok: views of a hashtag",
        "family": "social",
        "enabled_by_default": False,
        "live": False,
        "rights": RIGHTS,
        "health": Health(
            status="ok",
            run_id="run-1",
            started_at=NOON,
            finished_at=NOON,
            rows=2400,
            quarantined=3,
            last_ok_at=NOON,
        ),
        "origins": ["replay"],
        "n_terms": 40,
        "n_observations": 2400,
        "first_observed_on": date(2024, 11, 1),
        "last_observed_on": AS_OF,
    }
    return Source(**{**fields, **changes})


def an_asked_source(
    status: str = "ok", source_id: str = "wikimedia_article", **health: Any
) -> Source:
    """A live source, visited two hours ago with that status."""
    ended = datetime.now(UTC) - timedelta(hours=2, minutes=5)
    visit: dict[str, Any] = {
        "status": status,
        "run_id": "run-1",
        "started_at": ended - timedelta(seconds=9),
        "finished_at": ended,
        "attempts": 41,
        "collected": 1234,
        "rows": 1200,
        "quarantined": 30,
        "duplicates": 4,
        "distinct_terms": 55,
        "last_ok_at": ended,
        "newest_captured_at": ended,
    }
    return a_source(
        source_id,
        platform="wikimedia",
        name="Wikipedia: daily views of an article",
        family="reference",
        live=True,
        access="open",
        cadence="daily",
        state="asked",
        origins=["live"],
        health=Health(**{**visit, **health}),
    )


def a_page_source(source_id: str = "tiktok_trends_page") -> Source:
    """A public page that nobody has switched on."""
    return a_source(
        source_id,
        access="page",
        live=True,
        cadence="daily",
        state="switched_off",
        needs=["PODPUSHER_PAGES", "PODPUSHER_PAGES_TERMS_ACCEPTED"],
        **NOTHING_YET,
    )


def a_shown_source(hours: int = 3) -> Source:
    """A source whose answer is shown and not kept."""
    now = datetime.now(UTC)
    return an_asked_source(source_id="pinterest_trends_api").model_copy(
        update={
            "rights": DISPLAY_ONLY,
            "n_observations": 0,
            "shown": Shown(
                captured_at=now - timedelta(hours=1),
                expires_at=now + timedelta(hours=hours),
                items=[
                    ShownRow(term="coquette bow", region="US", metric="rank", rank=3),
                    ShownRow(term="<b>fall</b> nails", region="GB", metric="interest", value=81.0),
                ],
            ),
        }
    )


def sources() -> list[Source]:
    """One in use, one that failed, one a person named, one that is switched off."""
    return [
        a_source(),
        a_source(
            "wikimedia_article",
            family="reference",
            live=True,
            access="open",
            cadence="daily",
            state="asked",
            rights=None,
            health=Health(
                status="failed",
                finished_at=NOON,
                rows=0,
                quarantined=0,
                error_code="connector.unavailable",
                message="No answer from the encyclopaedia.",
                last_ok_at=datetime(2024, 12, 30, tzinfo=UTC),
            ),
        ),
        a_source("my_stall_notes", name="My stall notes", family="own", origins=["import"]),
        a_source(
            "google_trends_rss",
            family="search",
            live=True,
            access="open",
            cadence="hourly",
            state="switched_off",
            rights=DISPLAY_ONLY,
            **NOTHING_YET,
        ),
    ]
