"""Every page launches in every language, empty and full, and says errors in people's words."""

from __future__ import annotations

import re
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from domain.i18n.catalogue import catalogue
from tests.app.conftest import Open
from tests.factories.wire import a_trend
from tests.factories.wire_goods import capabilities
from tests.fakes.api import TOKEN, FakeApi, Stock

PAGES = ("trends", "term", "ideas", "designs", "drafts", "sources", "score")
CODES = re.compile(r"\b[a-z]+_[a-z_]+\b|\{[a-z_]+\}|\bNone\b|\bnan\b")


def words_of(screen: AppTest) -> str:
    """All that the page says: texts, labels, HTML without its tags and addresses."""
    parts: list[str] = []
    for kind in ("title", "header", "subheader", "markdown", "caption", "html", "code"):
        for element in getattr(screen, kind):
            body = getattr(element, "value", None) or getattr(element, "body", "")
            if not str(body).startswith("<style"):
                parts.append(re.sub(r"<[^>]+>", " ", str(body)))
    labelled = ("metric", "selectbox", "button", "text_input", "expander", "page_link")
    for kind in (*labelled, "text_area", "file_uploader"):
        parts += [str(element.label) for element in getattr(screen, kind)]
    for kind in ("button", "text_area"):
        parts += [element.help or "" for element in getattr(screen, kind)]
    parts += [area.placeholder for area in screen.text_area]
    for metric in screen.metric:
        parts.append(str(metric.value))
    for frame in screen.dataframe:
        for name in frame.value.columns:
            if name != "line":
                parts += [str(cell) for cell in frame.value[name] if isinstance(cell, str)]
    return "\n".join(parts)


def html_of(screen: AppTest) -> str:
    return "\n".join(str(element.proto.body) for element in screen.html)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_an_unpublished_installation_says_what_to_do(
    page: str, bare: FakeApi, visit: Open, language: str
) -> None:
    screen = visit(bare, page, **({"term": "book club"} if page == "term" else {}))
    assert not screen.exception
    said = words_of(screen)
    assert "make run" in said
    assert not screen.dataframe
    assert not screen.metric


@pytest.mark.parametrize("page", PAGES)
def test_a_full_page_launches_and_shows_no_codes(
    page: str, full: FakeApi, visit: Open, language: str
) -> None:
    query = {"term": {"term": "book club"}}.get(page, {})
    screen = visit(full, page, **query)
    assert not screen.exception
    assert len(screen.title) == 1
    said = words_of(screen)
    left = set(CODES.findall(said)) - {"make run"}
    assert not {code for code in left if not code.startswith("PODPUSHER")}, left


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_a_live_installation_with_the_token_shows_no_codes(
    page: str, live: FakeApi, admin: None, visit: Open, language: str
) -> None:
    screen = visit(live, page, **({"term": "book club"} if page == "term" else {}))
    assert not screen.exception
    said = words_of(screen)
    assert not {code for code in CODES.findall(said) if not code.startswith("PODPUSHER")}
    assert TOKEN not in said


@pytest.mark.parametrize("page", PAGES)
def test_every_page_says_as_of_when(page: str, full: FakeApi, visit: Open) -> None:
    screen = visit(full, page, **({"term": "book club"} if page == "term" else {}))
    head = screen.html[1].proto.body if len(screen.html) > 1 else ""
    assert "As of Dec 31, 2024" in html_of(screen), head
    assert "Recorded signals, replayed" in html_of(screen)


@pytest.mark.parametrize("page", ["trends", "ideas", "designs", "drafts"])
def test_a_published_but_empty_list_has_its_own_words(page: str, visit: Open) -> None:
    stock = Stock(capabilities=capabilities())
    screen = visit(FakeApi(stock), page)
    assert not screen.exception
    assert screen.subheader
    assert "Nothing has been published" not in words_of(screen)


@pytest.mark.parametrize(
    ("page", "status", "code", "said"),
    [
        ("trends", 500, "internal.error", "Something went wrong on our side"),
        ("trends", 503, "brand.new", "About brand"),
        ("term", 500, "internal.error", "Something went wrong on our side"),
        ("ideas", 503, "state.unavailable", "does not answer"),
        ("designs", 503, "state.unavailable", "does not answer"),
        ("drafts", 503, "state.unavailable", "does not answer"),
        ("sources", 503, "brand.new", "About brand"),
    ],
)
def test_an_error_is_said_in_words_with_its_code_in_small_print(
    page: str, status: int, code: str, said: str, full: FakeApi, visit: Open
) -> None:
    paths = {"trends": "/v1/trends", "term": "/v1/trends/book club"}
    full.failing[paths.get(page, f"/v1/{page}")] = (status, code)
    screen = visit(full, page, **({"term": "book club"} if page == "term" else {}))
    assert not screen.exception
    assert said in words_of(screen)
    small = " ".join(caption.value for caption in screen.caption).replace("\\", "")
    assert code in small
    assert "req-0001" in small


@pytest.mark.parametrize("page", ["trends", "term", "drafts"])
def test_a_service_that_is_down_is_said_and_can_be_asked_again(
    page: str, full: FakeApi, visit: Open
) -> None:
    full.down = True
    screen = visit(full, page, **({"term": "book club"} if page == "term" else {}))
    assert "The service does not answer" in words_of(screen)
    full.down = False
    screen.button(key="problem_again").click().run()
    assert not screen.exception
    assert "The service does not answer" not in words_of(screen)


def test_a_term_from_outside_cannot_write_on_the_page(visit: Open, full: FakeApi) -> None:
    nasty = "<img src=x onerror=alert(1)> [x](javascript:1) $a$ :red[b]"
    evil: Any = a_trend("evil", 1, display=nasty)
    full.stock.trends = [evil, *full.stock.trends]
    for page, query in (("trends", {}), ("term", {"term": "evil"})):
        screen = visit(full, page, **query)
        assert not screen.exception
        assert "<img src=x" not in html_of(screen)
        for element in (*screen.title, *screen.markdown):
            assert "[x](javascript" not in element.value
            assert ":red[" not in element.value


def test_a_trend_lists_what_it_stands_for_and_says_who_asked(visit: Open, full: FakeApi) -> None:
    def member(name: str, reason: str, detail: str, seen: int) -> dict[str, Any]:
        return {
            "term_id": name, "term": name, "display": name, "language": "en", "kind": "search",
            "reason": reason, "detail": detail, "n_observations": seen,
            "first_seen_on": None, "last_seen_on": None,
        }  # fmt: skip

    members = [
        member("mom life", "head", "", 12),
        member("<b>mum life", "spelling", "mum = mom", 3),
    ]
    trend: Any = a_trend(
        "mom life", 1, display="Mom life", members=members, n_members=2, asked_member="<b>mum life"
    )
    full.stock.trends = [trend, *full.stock.trends]
    screen = visit(full, "term", term="mom life")
    assert not screen.exception
    (note,) = screen.info
    assert "It means the same as Mom life" in note.value
    assert "<b>mum life" not in html_of(screen)
    for shown in ("Another spelling", "mum = mom", "Gives the trend its name", "&lt;b&gt;mum life"):
        assert shown in html_of(screen), shown
    alone = visit(full, "term", term="book club")
    assert not alone.info
    assert "Gives the trend its name" not in html_of(alone)


def test_what_comes_next_is_told_with_how_often_it_came_true(visit: Open, full: FakeApi) -> None:
    parts = [
        {"forecast": "rise", "feature": "intercept", "value": None, "part": -0.5},
        {"forecast": "rise", "feature": "place_12", "value": 0.25, "part": 0.3},
    ]
    forecast = {
        "made_on": "2024-12-31", "version": "f1", "parts": parts, "growth": {"place": 2, "of": 7},
        "rise": {"chance": 0.42, "low": 0.39, "high": 0.45}, "sustain": None,
        "return": {"chance": 0.9, "low": None, "high": None},
    }  # fmt: skip
    similar = [
        {"term": "<i>club", "display": "<i>club", "score": 30.0, "rank": 4, "stage": "rising"}
    ]
    trend: Any = a_trend("reading", 1, display="Reading", forecast=forecast, similar=similar)
    full.stock.trends = [trend, *full.stock.trends]
    screen = visit(full, "term", term="reading")
    assert not screen.exception
    shown = html_of(screen)
    for words in ("42%", "39% to 45% of days", "90%", "not measured yet", "Place of this week"):
        assert words in shown, words
    assert "four weeks bring" not in shown
    said = " ".join(one.value for one in screen.markdown)
    assert "number 2 of 7 today" in said
    heads = [one.value for one in visit(full, "term", term="book club").header]
    assert "What comes next" not in heads
    assert "Interest over time" in heads


def test_messages_are_those_of_the_catalogue(full: FakeApi, visit: Open, language: str) -> None:
    screen = visit(full)
    assert screen.title[0].value == catalogue(language).text("trends.title")


def test_the_time_left_is_told_with_its_timeline_and_in_the_list(
    visit: Open, full: FakeApi
) -> None:
    left = {
        "left_basis": "rise", "days_left": 7, "days_left_low": 3, "days_left_high": 12,
        "lead_days": 12, "in_time": False, "rise": {"age": 9, "like": 267},
    }  # fmt: skip
    season = {"stage": "seasonal", "left_basis": "season", "days_left": 45, "lead_days": 56}
    near: Any = a_trend("hearts", 2, in_time=False, peak_on="2025-02-14", **season)
    full.stock.trends = [a_trend("quick", 1, **left), near]  # type: ignore[list-item]  # as others
    screen = visit(full, "term", term="quick")
    assert not screen.exception
    assert "**7 more days** (half of them between 3 and 12)" in words_of(screen)
    assert "Growing for 9 days · read off 267 recorded rises" in words_of(screen)
    for what in ("Growing so far", "Likely still growing", "Half of like rises end here"):
        assert what in html_of(screen)
    screen = visit(full, "trends")
    (table,) = screen.dataframe
    assert list(table.value["left"]) == ["7 (3–12)", "45 to its season"]
    assert "Seasonal" in words_of(screen)
