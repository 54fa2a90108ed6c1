"""What may happen to a warehouse between two builds: each step takes a number for its details."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import date, datetime, timedelta
from typing import Any

from tests.dbt.growth import Growing
from tests.dbt.synthetic import frame, signal
from warehouse.tables import APP_DRAFTS, TERM_CLUSTERS


def an_hour(place: Growing, number: int) -> None:
    """A list, a counter, counts and a title of now; one text was never seen before."""
    now = place.at(6 + number % 12)
    rows = [
        signal("twitter_trends", f"Topic {(number * 7 + rank) % 61}", "rank", now,
               rank=rank, region="US", kind="topic")
        for rank in range(1, 9)
    ]  # fmt: skip
    rows += [
        signal("tiktok_hashtag_views", f"tag{number % 14}", "views_total", now, value=9e8 + number),
        signal("wikimedia_article", "tag3", "views", place.day, value=700.0 + number,
               kind="article", captured_at=now + timedelta(hours=12)),
        signal("tiktok_hashtag_views", f"fresh {number}", "views_total", now, value=10.0),
    ]  # fmt: skip
    place.load(f"hour-{place.day}-{number}", *rows)


def a_late_correction(place: Growing, number: int) -> None:
    """A day of the past is said to have been otherwise, today."""
    back = 3 + number % 40
    moment = datetime.combine(place.day - timedelta(days=back - 1), datetime.min.time())
    row = signal(
        "wikimedia_article", f"tag{number % 6}", "views", place.day - timedelta(days=back),
        value=5000.0 + number, kind="article", captured_at=place.at(5),
    )  # fmt: skip
    assert row["observed_at"] < moment < row["captured_at"]
    place.load(f"late-{place.day}-{number}", row)


def a_replaced_slice(place: Growing, number: int) -> None:
    """A file comes again with other rows, one less and one changed."""
    rows = [
        signal("wikimedia_article", f"Artikel {6 + number % 6}", "views",
               place.day - timedelta(days=back), value=40.0 + number * back, kind="article",
               captured_at=place.at(4))
        for back in range(1, 4 + number % 3)
    ]  # fmt: skip
    place.load("again", *rows)


def a_removed_slice(place: Growing, number: int) -> None:
    """Whole files go: a finer counter, the titles, or what came again."""
    slice_id, platform = (
        ("finer", "tiktok"), ("again", "wikimedia"), ("slice-youtube_trending", "youtube"),
    )[number % 3]  # fmt: skip
    place.remove(slice_id, platform)


def a_text_read_anew(place: Growing, number: int) -> None:
    """A text stands for another term, for two, or for none."""
    seen = f"Topic {number % 60}"
    found = ((f"topic {(number + 1) % 60}",), (f"topic {number % 60}", "word5"), ())[number % 3]
    place.relink(seen, "topic", *found)


def a_noisy_term(place: Growing, number: int) -> None:
    """A term turns out to be noise; another is no longer known at all."""
    with closing(place.engine()) as engine:
        engine.execute(
            "update raw.terms set is_noise = true where term_id = $term",
            {"term": f"topic {number % 60}"},
        )
        engine.execute(
            "delete from raw.terms where term_id = $t", {"t": f"artikel {6 + number % 6}"}
        )


def a_list_of_a_country(place: Growing, number: int) -> None:
    """A source names what is trending in one country, which makes its lists one, or not."""
    now, region = place.at(7 + number % 3), ("BR", "US", "FR")[number % 3]
    place.load(
        f"country-{number % 2}",
        *(
            signal("google_trends_explore", f"Topic {(number + rank) % 61}", "rank", now,
                   rank=rank, region=region, kind="topic")
            for rank in range(1, 4)
        ),
    )  # fmt: skip


def a_cluster_read_anew(place: Growing, number: int) -> None:
    """A spelling is found to be a trend of its own, or one that was so joins another."""
    member, head = (
        ("momlife", None), ("momlife", "mum life"), (f"tag{number % 6}", f"topic {number % 60}"),
    )[number % 3]  # fmt: skip
    with closing(place.engine()) as engine, engine.transaction():
        engine.execute("delete from raw.term_clusters where term_id = $t", {"t": member})
        if head:
            rows = [
                {"term_id": one, "head_id": head, "reason": reason, "detail": "",
                 "clusters_version": "1"}
                for one, reason in ((member, "letters"), (head, "head"))
            ]  # fmt: skip
            engine.execute("delete from raw.term_clusters where term_id = $t", {"t": head})
            engine.append(TERM_CLUSTERS.name, frame(TERM_CLUSTERS, rows))


def some_insights(place: Growing, number: int) -> None:
    """A seller brings in Marketplace Insights, of today or of some days ago."""
    name, day = f"tag{number % 14}", place.day - timedelta(days=number % 40)
    more: dict[str, Any] = {"kind": "search", "origin": "import", "captured_at": place.at(7)}
    source = "etsy_marketplace_insights"
    place.load(
        f"insights-{number}",
        signal(source, name, "searches", day, value=10.0 * number, period="month", **more),
        signal(
            source, name, "listings", day, value=100.0 + number, **{**more, "period": "instant"}
        ),
    )


def some_drafts(place: Growing, number: int) -> None:
    """We draft listings: of a term, of a member of a cluster, some on earlier days, one later."""
    terms = (f"topic {number % 60}", f"tag{number % 14}", "momlife", "nobody knows")
    rows = [
        {"draft_id": f"draft-{place.day}-{number}-{turn}", "idea_id": f"idea-{number}-{turn % 6}",
         "term_id": terms[turn % 4], "created_at": place.at(10, back=turn % 3 - 1 + number % 90),
         "run_id": "run"}
        for turn in range(24)
    ]  # fmt: skip
    with closing(place.engine()) as engine:
        engine.execute("delete from raw.app_drafts where idea_id = $i", {"i": f"idea-{number}-0"})
        known = {row["draft_id"] for row in engine.query("select draft_id from raw.app_drafts")}
        fresh = [row for row in rows if row["draft_id"] not in known]
        if fresh:
            engine.append(APP_DRAFTS.name, frame(APP_DRAFTS, fresh))


def the_next_day(place: Growing, number: int) -> None:
    """The as-of day moves on, by up to three days."""
    place.day += timedelta(days=1 + number % 3)


def a_day_back(place: Growing, number: int) -> None:
    """The as-of day moves back."""
    place.day -= timedelta(days=1 + number % 5)


def months_later(place: Growing, number: int) -> None:
    """Rows that were loaded long ago become known."""
    place.day = max(place.day, date(2025, 2, 27) + timedelta(days=number % 4))


STEPS: tuple[Callable[[Growing, int], None], ...] = (
    an_hour,
    a_late_correction,
    a_replaced_slice,
    a_removed_slice,
    a_text_read_anew,
    a_noisy_term,
    a_list_of_a_country,
    a_cluster_read_anew,
    some_insights,
    some_drafts,
    the_next_day,
    a_day_back,
    months_later,
)
