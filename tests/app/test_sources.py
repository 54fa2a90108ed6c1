"""The sources: what each gave and when, why it gave nothing, what to do, and its rights."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from streamlit.testing.v1 import AppTest

from api.schemas.sources import Health, Source
from app.families import FAMILIES
from app.widgets.source_cards import card
from app.widgets.source_groups import FAILED, Groups, grouped, late
from app.words import named
from tests.app.conftest import Open
from tests.factories.wire_sources import (
    NOTHING_YET,
    a_page_source,
    a_shown_source,
    a_source,
    an_asked_source,
)
from tests.fakes.api import FakeApi, Stock

NOW = datetime.now(UTC)
OLD = NOW - timedelta(days=3)


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def said_of(source: Source, mode: str | None = "live") -> str:
    return words(card(source, NOW, mode))


def page_words(screen: AppTest) -> str:
    parts = [str(element.proto.body) for element in screen.html]
    return words("\n".join(part for part in parts if "<style" not in part))


def headers(screen: AppTest) -> list[str]:
    return [element.value for element in screen.header]


def test_a_working_source_says_what_it_gave_and_when() -> None:
    said = said_of(an_asked_source())
    assert "Last visit 2 hours ago" in said
    assert "Rows kept 1,200" in said
    assert "Newest figure 2 hours ago" in said
    assert "Sightings in all 2,400" in said
    assert "Nov 1, 2024 – Dec 31, 2024" in said
    assert "Asked every day" in said
    for figure in (
        "Questions sent 41",
        "Entries read 1,234",
        "Rows refused 30",
        "Repeats left out 4",
        "Different terms 55",
    ):
        assert figure in said
    assert "Last good answer" not in said
    assert "pp-problem" not in card(an_asked_source(), NOW, "live")


@pytest.mark.parametrize("status", FAMILIES["health"])
def test_every_status_has_a_name_and_a_reason_where_something_is_missing(status: str) -> None:
    source = an_asked_source(status, last_ok_at=OLD)
    html = card(source, NOW, "live")
    said = words(html)
    assert named("health", status) in said
    if status in ("ok", "never", "skipped"):
        assert "pp-problem" not in html
    else:
        assert named("health_help", status) in said
    assert ('class="pp-problem"' in html) == (status in FAILED)
    old = "Last good answer 3 days ago; what you see of it is that answer."
    assert (old in said) == (status in FAILED)


def test_a_known_code_says_more_than_the_status() -> None:
    said = said_of(
        an_asked_source(
            "down",
            error_code="connector.breaker_open",
            message="example.org is left alone until 09:30.",
            failures=4,
        )
    )
    assert "It failed several times in a row, so we leave it alone for a while." in said
    assert "4 visits in a row gave nothing." in said
    assert "example.org is left alone until 09:30." in said  # what the visit noted
    assert named("health_help", "down") not in said


def test_a_part_says_what_was_missing() -> None:
    said = said_of(an_asked_source("partial", error_code="connector.rate_limited"))
    assert named("health_help", "partial") in said
    assert named("error", "connector.rate_limited") in said


def test_an_unknown_code_says_what_the_source_said() -> None:
    said = said_of(an_asked_source("down", error_code="brand.new", message="The tide is out."))
    assert "The tide is out." in said


def test_a_stale_source_is_marked_with_its_age() -> None:
    source = an_asked_source("empty", stale=True, last_ok_at=OLD)
    assert "Out of date" in said_of(source)
    assert "Last good answer 3 days ago; what you see of it is that answer." in said_of(source)
    never = an_asked_source("down", stale=True, last_ok_at=None)
    assert "There is no good answer of it yet, so nothing of it is shown." in said_of(never)


def test_in_a_replay_nothing_grows_old_and_nobody_is_asked() -> None:
    said = said_of(an_asked_source("ok", stale=True, last_ok_at=OLD), "replay")
    assert "Out of date" not in said
    assert "Asked every day" not in said


def test_a_source_without_its_key_names_the_setting_in_small_print() -> None:
    source = an_asked_source(source_id="youtube_data_api").model_copy(
        update={"access": "key", "state": "needs_key", "needs": ["PODPUSHER_YOUTUBE_API_KEY"]}
    )
    html = card(source, NOW, "live")
    assert '<span class="pp-soft pp-small">PODPUSHER_YOUTUBE_API_KEY</span>' in html
    assert "It needs a key of yours." in words(html)


def test_a_page_says_that_its_terms_are_to_be_accepted() -> None:
    said = said_of(a_page_source())
    assert "Switched off" in said
    assert "accept there that the platform's terms apply to you" in said
    assert "PODPUSHER_PAGES, PODPUSHER_PAGES_TERMS_ACCEPTED" in said
    assert "No visit on record" not in said


def test_a_source_that_was_switched_off_says_how_to_use_it_again() -> None:
    source = an_asked_source("down").model_copy(update={"state": "switched_off"})
    said = said_of(source)
    assert "Take it off that list to use it again." in said
    assert "Last good answer" not in said


def test_our_own_lists_are_not_visited_and_nothing_is_said_of_it() -> None:
    said = said_of(a_source("curated_niches", access="own", health=Health(status="never")))
    assert "No visit on record" not in said
    assert "The last visit in figures" not in said


def test_a_replay_says_of_live_sources_that_it_does_not_ask_them() -> None:
    idle = a_source(
        "hacker_news", live=True, access="open", cadence="daily", state="asked", **NOTHING_YET
    )
    said = said_of(idle, "replay")
    assert "Not asked" in said
    assert "Start without them to ask it." in said
    assert "No visit on record" not in said
    assert "No visit on record" in said_of(idle, "live")
    assert grouped([idle], "replay").off == [idle]
    assert grouped([idle], "live").in_use == [idle]


def test_rights_are_all_there() -> None:
    said = said_of(a_source())
    for right in (
        "Licence no licence stated",
        "May be kept For 400 days",
        "For business No",
        "Counts for the score Yes",
        "displayed counters only",
        "Shown by permission",
    ):
        assert right in said
    rights = a_source().rights
    assert rights is not None
    unlimited = rights.model_copy(update={"retention_days": None})
    assert "May be kept Without limit" in said_of(a_source(rights=unlimited))
    assert "Licence Not registered" in said_of(a_source(rights=None))


def test_what_may_not_be_kept_is_shown_until_it_expires() -> None:
    html = card(a_shown_source(), NOW, "live")
    said = words(html)
    assert re.search(r"Shown until \w+ \d+, \d{4}.* UTC, not kept\.", said)
    assert "coquette bow United States place on a list 3" in said
    assert "interest (index to 100) 81" in said
    assert "<b>fall</b>" not in html
    assert "May be kept May not be kept" in said
    assert "May be shown For 24 hours" in said
    assert "Counts for the score No" in said


def test_each_source_stands_in_one_group() -> None:
    own_list = a_source("curated_niches", access="own", family="own")
    idle_file = a_source("user_file", **NOTHING_YET)
    bad_file = a_source("reddit", health=Health(status="failed", error_code="input.truncated"))
    new = an_asked_source("never", "bluesky_jetstream")
    off_and_broken = an_asked_source("blocked").model_copy(update={"state": "needs_key"})
    stale = an_asked_source("empty", stale=True)
    fine = an_asked_source("unchanged")
    everything = [own_list, idle_file, bad_file, new, off_and_broken, stale, fine, a_source()]
    assert grouped(everything, "live") == Groups(
        troubled=[bad_file, stale],
        in_use=[own_list, new, fine],
        off=[off_and_broken],
        own=[a_source()],
        unused=[idle_file],
    )
    assert late(everything, "live") == [stale]
    assert late(everything, "replay") == []
    assert stale in grouped(everything, "replay").in_use


def test_the_page_begins_with_what_needs_a_look(live: FakeApi, visit: Open) -> None:
    live.stock.sources = [*live.stock.sources, a_page_source(), an_asked_source(), a_shown_source()]
    screen = visit(live, "sources")
    assert headers(screen) == [
        "Needs a look",
        "In use here",
        "Can be switched on",
        "Your own files",
        "Not connected",
    ]
    said = page_words(screen)
    assert "No answer from the encyclopaedia." in said
    assert "Not registered" in said
    assert "My stall notes" in said
    assert "PODPUSHER_ETSY_API_KEY" in said
    assert "PODPUSHER_X_BEARER_TOKEN" not in said  # the source itself says so
    assert [one.label for one in screen.expander] == ["2 sources that can be switched on"]


def test_an_installation_without_figures_shows_what_there_is(visit: Open) -> None:
    idle = a_source("user_file", **NOTHING_YET)
    stock = Stock(generation=None, sources=[a_page_source(), idle])
    screen = visit(FakeApi(stock), "sources")
    assert not screen.exception
    assert any("No source has told" in element.value for element in screen.markdown)
    assert [one.label for one in screen.expander] == [
        "1 source that can be switched on",
        "1 kind of file we can read that nobody has brought yet",
    ]


def test_the_page_tells_when_the_service_fails(live: FakeApi, visit: Open) -> None:
    live.failing["/v1/capabilities"] = (500, "internal.error")
    screen = visit(live, "sources")
    assert any("Something went wrong" in element.value for element in screen.markdown)


def late_words(screen: AppTest) -> list[str]:
    return [
        element.value.replace("\\", "")
        for element in screen.caption
        if "nothing new right now" in element.value
    ]


def test_trends_name_a_source_that_gives_nothing_new(live: FakeApi, visit: Open) -> None:
    live.stock.sources = [an_asked_source("blocked", last_ok_at=OLD), a_page_source()]
    screen = visit(live)
    assert late_words(screen) == [
        "One source gives nothing new right now: Wikipedia article views "
        "(last good answer 3 days ago)."
    ]
    assert [link.label for link in screen.page_link if "why" in link.label] == ["See why"]


def test_trends_count_the_sources_that_they_do_not_name(live: FakeApi, visit: Open) -> None:
    live.stock.sources = [
        an_asked_source("down", name, last_ok_at=None)
        for name in ("wikimedia_top", "hacker_news", "bluesky_jetstream", "google_trends_rss")
    ]
    assert late_words(visit(live)) == [
        "4 sources give nothing new right now: Wikipedia most read (no good answer yet), "
        "Hacker News front page (no good answer yet), and 2 more."
    ]


def test_trends_say_nothing_of_sources_when_all_is_well(live: FakeApi, visit: Open) -> None:
    live.stock.sources = [an_asked_source(), a_page_source()]
    assert late_words(visit(live)) == []


def test_trends_of_a_replay_have_no_late_sources(full: FakeApi, visit: Open) -> None:
    full.stock.sources = [an_asked_source("ok", stale=True, last_ok_at=OLD)]
    assert late_words(visit(full)) == []
