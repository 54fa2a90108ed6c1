"""Rows of the made-up warehouse that its own sellers made: Marketplace Insights and drafts."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

TODAY = date(2024, 12, 31)
_TICK = timedelta(microseconds=1)
_UNKNOWN = datetime.fromisoformat("2025-03-01")  # after the as-of moment


def signal(
    source: str, term: str, metric: str, day: date | datetime, **more: Any
) -> dict[str, Any]:
    """A signal row. A date is a whole day, known at its end; a datetime is an instant."""
    instant = isinstance(day, datetime)
    end = day if instant else datetime.combine(day, datetime.min.time()) + timedelta(days=1) - _TICK
    row: dict[str, Any] = {
        "source": source, "origin": "replay", "region": "WW", "term": term, "kind": "hashtag",
        "metric": metric, "period": "instant" if instant else "day", "value": None, "rank": None,
        "observed_at": end, "captured_at": end, "is_partial": False, "url": None,
        "run_id": "run", "slice_id": f"slice-{source}",
    }  # fmt: skip
    return {**row, **more}


def insights() -> list[dict[str, Any]]:
    """Marketplace Insights: months that grow old, two countries, one month brought in late."""
    made = []
    noted = (
        # term, end of the month, country, searches, listings, brought in
        ("mug", date(2024, 11, 30), "WW", 90_000.0, 400_000.0, None),
        ("mug", date(2024, 12, 20), "WW", 120_000.0, 410_000.0, None),
        ("mug", date(2024, 12, 20), "US", 70_000.0, 390_000.0, None),
        ("tag1", date(2024, 8, 15), "WW", 300.0, 40.0, None),
        ("tag2", date(2024, 11, 30), "WW", 0.0, 25.0, TODAY - timedelta(days=2)),
        ("tag3", date(2024, 11, 30), "WW", 55.0, None, None),
        ("momlife", date(2024, 11, 30), "WW", 4_000.0, 9_000.0, None),
        ("mum life", date(2024, 10, 31), "WW", 1_000.0, 3_000.0, None),
    )
    for name, day, region, searches, listings, known in noted:
        more: dict[str, Any] = {"kind": "search", "region": region, "origin": "import"}
        if known:
            more["captured_at"] = datetime.combine(known, datetime.min.time())
        source = "etsy_marketplace_insights"
        made.append(signal(source, name, "searches", day, value=searches, **more, period="month"))
        if listings is not None:
            instant = {**more, "period": "instant"}
            made.append(signal(source, name, "listings", day, value=listings, **instant))
    return made


def drafts() -> list[dict[str, Any]]:
    """Seven ideas of one term, several drafts of one idea, an old one and one not known yet."""
    made: list[dict[str, Any]] = []
    for turn in range(12):
        when = datetime.combine(TODAY - timedelta(days=2 * turn), datetime.min.time())
        made.append({"idea_id": f"idea{turn % 7}", "term_id": "camping", "created_at": when})
    for turn, (term_id, when) in enumerate(
        (
            ("momlife", datetime.fromisoformat("2024-09-20 10:00:00")),
            ("mom life", datetime.fromisoformat("2024-12-20 10:00:00")),
            ("nobody", datetime.fromisoformat("2024-12-20 10:00:00")),
            *(("tag0", _UNKNOWN) for _ in range(9)),
        )
    ):
        made.append({"idea_id": f"own{turn}", "term_id": term_id, "created_at": when})
    for number, row in enumerate(made):
        row |= {"draft_id": f"draft{number}", "run_id": "run"}
    return made
