"""Asking the sources again: the button, its progress, its end, and why there may be none."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from app.config import app_settings
from tests.app.conftest import Open
from tests.factories.wire_work import a_request, progress
from tests.fakes.api import TOKEN, FakeApi

ASK = "refresh_ask"


@pytest.fixture
def stepping(live: FakeApi, admin: None) -> FakeApi:
    """An API whose refresh is queued, then runs, then is done."""
    live.stock.steps = [
        a_request(),
        a_request("running", run_id="run-2", sources=[progress("wikimedia_top")]),
        a_request(
            "done",
            run_id="run-2",
            sources=[
                progress("wikimedia_top"),
                progress("google_trends_rss", "blocked", kept=0),
                progress("tiktok_trends_page", "skipped", kept=0),
            ],
        ),
    ]
    return live


def has_button(screen: AppTest) -> bool:
    return any(button.key == ASK for button in screen.button)


def status_words(screen: AppTest) -> str:
    bodies = [str(element.proto.body) for element in screen.html]
    found = [body for body in bodies if 'role="status"' in body or 'role="alert"' in body]
    return " ".join(re.sub(r"<[^>]+>", " ", " ".join(found)).split())


def captions(screen: AppTest) -> str:
    return " ".join(element.value for element in screen.caption).replace("\\", "")


@pytest.mark.parametrize("page", ["sources", "trends"])
def test_a_refresh_is_asked_for_followed_and_ends_with_new_figures(
    page: str, stepping: FakeApi, visit: Open
) -> None:
    screen = visit(stepping, page)
    assert status_words(screen) == ""
    stepping.looks = {stepping.stock.steps[0].id: -1}  # the first look finds it still waiting
    screen.button(key=ASK).click().run()
    assert "Waiting It begins within a few seconds." in status_words(screen)
    assert screen.button(key=ASK).disabled
    (sent,) = stepping.sent
    assert sent.url.path == "/api/v1/trends/refresh"
    assert sent.headers["authorization"] == f"Bearer {TOKEN}"

    screen.run()
    assert "Under way The sources are being asked." in status_words(screen)
    assert "Wikipedia most read Working 2,000 kept of 2,004 read" in status_words(screen)

    asked = len([path for path, _query in stepping.asked if path == "/v1/sources"])
    screen.run()
    said = status_words(screen)
    assert "Done The sources were asked, and the pages show the new figures." in said
    assert "Google trending searches Turned us away 0 kept of 4 read" in said
    assert "TikTok" not in said  # what was not asked says nothing
    assert not screen.button(key=ASK).disabled
    again = len([path for path, _query in stepping.asked if path == "/v1/sources"])
    assert again > asked  # kept answers were forgotten
    looks = dict(stepping.looks)
    screen.run()
    assert stepping.looks == looks  # what has ended is not asked about any more
    assert len(stepping.sent) == 1


def test_every_click_has_a_key_of_its_own(stepping: FakeApi, visit: Open) -> None:
    screen = visit(stepping, "sources")
    stepping.stock.steps = [a_request("done")]
    screen.button(key=ASK).click().run()
    screen.button(key=ASK).click().run()
    first, second = (request.headers["idempotency-key"] for request in stepping.sent)
    assert first != second
    assert len(first) >= 8


def test_a_click_whose_answer_never_came_is_repeated_as_the_same_request(
    stepping: FakeApi, visit: Open
) -> None:
    screen = visit(stepping, "sources")
    stepping.deaf = True
    stepping.failing["/v1/requests"] = (503, "state.unavailable")
    screen.button(key=ASK).click().run()
    assert "The service does not answer" in status_words(screen)
    assert len(stepping.sent) == 1  # never sent again by itself
    stepping.deaf = False
    screen.button(key=ASK).click().run()
    first, second = (request.headers["idempotency-key"] for request in stepping.sent)
    assert first == second
    assert "The service does not answer" not in status_words(screen)


def test_a_click_that_arrived_after_all_is_followed(stepping: FakeApi, visit: Open) -> None:
    screen = visit(stepping, "sources")
    stepping.deaf = True
    screen.button(key=ASK).click().run()
    assert "Under way" in status_words(screen)
    assert "The service does not answer" not in status_words(screen)
    stepping.deaf = False
    screen.run()
    screen.button(key=ASK).click().run()  # a new wish, not the one that is done
    first, second = (request.headers["idempotency-key"] for request in stepping.sent)
    assert first != second


def test_a_refresh_that_fails_says_why(stepping: FakeApi, visit: Open) -> None:
    screen = visit(stepping, "sources")
    stepping.stock.steps = [
        a_request("failed", error_code="request.run_failed", message="The run ended badly.")
    ]
    screen.button(key=ASK).click().run()
    said = status_words(screen)
    assert "Not done The figures stay as they were." in said
    assert "The work was begun and did not end well." in said
    assert not screen.button(key=ASK).disabled


@pytest.mark.parametrize(
    ("status", "code", "wait", "said"),
    [
        (429, "request.rate_limited", 240, "asked too often within an hour. Try again in 240 s"),
        (429, "request.rate_limited", 1, "Try again in 1 second."),
        (409, "refresh.replay", None, "Its past does not change"),
        (401, "auth.token_required", None, "This needs the admin token"),
        (403, "auth.not_admin", None, "The admin token is not the right one"),
        (503, "state.unavailable", 5, "Start a run with make run , then try again."),
        (418, "brand.new", None, "About brand.new."),
    ],
)
def test_a_refusal_is_said_in_words(
    status: int, code: str, wait: int | None, said: str, stepping: FakeApi, visit: Open
) -> None:
    screen = visit(stepping, "sources")
    stepping.failing["/v1/trends/refresh"] = (status, code)
    if wait is not None:
        stepping.waits["/v1/trends/refresh"] = wait
    screen.button(key=ASK).click().run()
    assert not screen.exception
    assert said in status_words(screen)
    assert f"Code: {code}" in captions(screen)
    stepping.failing.clear()
    stepping.stock.steps = [a_request("done")]
    screen.button(key=ASK).click().run()
    assert said not in status_words(screen)


def test_a_wrong_token_is_refused_by_the_service(
    stepping: FakeApi, visit: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PODPUSHER_ADMIN_TOKEN", "another-token")
    app_settings.cache_clear()
    screen = visit(stepping, "sources")
    screen.button(key=ASK).click().run()
    assert "The admin token is not the right one" in status_words(screen)
    assert "another-token" not in status_words(screen) + captions(screen)


def test_without_a_token_there_is_no_button_but_a_word(live: FakeApi, visit: Open) -> None:
    screen = visit(live, "sources")
    assert not has_button(screen)
    assert "give it an admin token in the settings" in captions(screen)
    assert not has_button(visit(live, "trends"))
    assert ("/v1/requests", {}) not in live.asked


def test_a_replay_explains_that_its_past_stays(full: FakeApi, admin: None, visit: Open) -> None:
    screen = visit(full, "sources")
    assert not has_button(screen)
    assert "Its past does not change" in captions(screen)
    assert not has_button(visit(full, "trends"))
    assert full.sent == []


def test_what_is_under_way_is_followed_after_the_page_was_loaded_anew(
    stepping: FakeApi, visit: Open
) -> None:
    stepping.begun = True
    screen = visit(stepping, "sources")
    assert "Under way" in status_words(screen)
    screen.run()
    assert "Done" in status_words(screen)
    assert stepping.sent == []


def test_a_service_that_is_silent_for_a_moment_is_asked_again(
    stepping: FakeApi, visit: Open
) -> None:
    screen = visit(stepping, "sources")
    path = f"/v1/requests/{stepping.stock.steps[0].id}"
    stepping.failing[path] = (503, "warehouse.busy")
    screen.button(key=ASK).click().run()
    assert "Waiting" in status_words(screen)
    html = " ".join(str(element.proto.body) for element in screen.html)
    assert "The data are being renewed." in html
    stepping.failing.clear()
    screen.run()
    assert "Under way" in status_words(screen)


def test_a_request_that_is_gone_is_not_followed_for_ever(stepping: FakeApi, visit: Open) -> None:
    screen = visit(stepping, "sources")
    stepping.failing[f"/v1/requests/{stepping.stock.steps[0].id}"] = (404, "warehouse.not_found")
    stepping.failing["/v1/requests"] = (503, "state.unavailable")
    screen.button(key=ASK).click().run()
    assert not screen.exception
    assert status_words(screen) == ""
    assert not screen.button(key=ASK).disabled
