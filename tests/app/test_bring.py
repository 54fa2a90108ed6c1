"""Bringing figures of one's own: files, copied text, what was read, and what went wrong."""

from __future__ import annotations

import re
from html import unescape

import pytest
from streamlit.testing.v1 import AppTest

from app.widgets.bring import NAME_MAX, TYPES
from tests.app.conftest import Open
from tests.factories.wire_work import a_request, an_import
from tests.fakes.api import TOKEN, FakeApi

CSV = b"Search term,Searches\nbook club,1200\n"


def cards(screen: AppTest) -> str:
    """What is said of the files and texts that were brought."""
    bodies = [str(element.proto.body) for element in screen.html]
    found = [body for body in bodies if "pp-brought" in body and "<style" not in body]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", " ".join(found))).split())


def captions(screen: AppTest) -> list[str]:
    return [element.value for element in screen.caption]


def bring(screen: AppTest, *files: tuple[str, bytes]) -> AppTest:
    screen.file_uploader[0].set_value([(name, body, "text/csv") for name, body in files])
    return screen.button(key="bring_read_files").click().run()


def paste(screen: AppTest, text: str) -> AppTest:
    screen.text_area(key="bring_text").set_value(text)
    return screen.button(key="bring_read_text").click().run()


def names_sent(api: FakeApi) -> list[str]:
    return [request.url.params["name"] for request in api.sent]


@pytest.fixture
def taking(live: FakeApi, admin: None) -> FakeApi:
    """An API that knows two files and a text."""
    live.stock.imported = {
        "insights.csv": an_import(),
        "plain.csv": an_import(
            "plain.csv",
            format="canonical",
            rows=7,
            refused=[],
            notes=[],
            request=a_request(id="c0ffee", kind="import"),
        ),
        "copied text": an_import(
            "copied text", refused=[], request=a_request(id="decaf", kind="import")
        ),
    }
    return live


def test_the_place_for_files_takes_several_of_the_known_kinds(taking: FakeApi, visit: Open) -> None:
    (place,) = visit(taking, "sources").file_uploader
    assert place.accept_multiple_files
    assert place.allowed_type == [f".{kind}" for kind in TYPES]
    assert place.proto.max_upload_size_mb == 20


def test_a_file_is_read_and_its_account_is_given(taking: FakeApi, visit: Open) -> None:
    screen = bring(visit(taking, "sources"), ("insights.csv", CSV))
    assert not screen.exception
    (sent,) = taking.sent
    assert sent.content == CSV
    assert sent.headers["authorization"] == f"Bearer {TOKEN}"
    said = cards(screen)
    assert "insights.csv Etsy Marketplace Insights: 1,204 figures read." in said
    assert "3 rows were left out:" in said
    assert "The term is missing: 2 rows For instance: the cell of the term is empty" in said
    assert "The figure is no number: 1 row For instance: 'many' is no number" in said
    assert "Hours name no time zone; they were taken as UTC" in said
    assert not screen.file_uploader[0].value  # the place is empty again


def test_its_loading_is_followed_to_the_end(taking: FakeApi, visit: Open) -> None:
    loading = taking.stock.imported["insights.csv"].request
    path = f"/v1/requests/{loading.id}"
    taking.failing[path] = (503, "warehouse.busy")
    screen = bring(visit(taking, "sources"), ("insights.csv", CSV))
    assert "Waiting It is kept, and its loading begins within a few seconds." in cards(screen)
    taking.failing.clear()
    asked = [path for path, _query in taking.asked].count("/v1/sources")
    screen.run()
    assert "Done It is loaded, and the pages count it in." in cards(screen)
    assert [path for path, _query in taking.asked].count("/v1/sources") > asked


def test_a_file_and_a_fresh_look_are_followed_side_by_side(taking: FakeApi, visit: Open) -> None:
    taking.stock.steps = [a_request("running", id="first"), a_request("running", id="first")]
    loading = taking.stock.imported["insights.csv"].request
    taking.failing[f"/v1/requests/{loading.id}"] = (503, "warehouse.busy")
    screen = visit(taking, "sources")
    screen.button(key="refresh_ask").click().run()
    bring(screen, ("insights.csv", CSV))
    assert not screen.exception
    assert "Waiting" in cards(screen)
    assert taking.looks["first"] > 1
    taking.stock.steps = [a_request("done", id="first")]
    taking.failing.clear()
    screen.run()
    assert "Done It is loaded" in cards(screen)
    assert not screen.button(key="refresh_ask").disabled


def test_a_loading_that_failed_says_why(taking: FakeApi, visit: Open) -> None:
    failed = a_request("failed", kind="import", error_code="request.timed_out")
    taking.stock.imported["insights.csv"] = an_import(request=failed)
    said = cards(bring(visit(taking, "sources"), ("insights.csv", CSV)))
    assert "Not done The file is kept, and its figures are not counted in yet." in said
    assert "The work took too long and was given up." in said


def test_files_that_cannot_be_read_stay_and_the_others_are_taken(
    taking: FakeApi, visit: Open
) -> None:
    files = (("insights.csv", CSV), ("odd.csv", b"???"), ("plain.csv", CSV))
    screen = bring(visit(taking, "sources"), *files)
    said = cards(screen)
    assert "odd.csv Not read There is nothing in it." in said
    assert "About input.empty." in said  # what the reader said of it
    assert "It is still in the field above" in said
    assert "A file in our own format: 7 figures read." in said
    assert [file.name for file in screen.file_uploader[0].value] == [name for name, _ in files]

    taking.stock.imported["odd.csv"] = an_import("odd.csv", refused=[])
    screen.button(key="bring_read_files").click().run()
    assert names_sent(taking) == ["insights.csv", "odd.csv", "plain.csv", "odd.csv"]
    assert "Not read" not in cards(screen)
    assert not screen.file_uploader[0].value


def test_text_goes_when_it_was_read(taking: FakeApi, visit: Open) -> None:
    screen = paste(visit(taking, "sources"), "book club\t1,200\n🧵 café\t3")
    assert taking.sent[0].content == "book club\t1,200\n🧵 café\t3".encode()
    assert names_sent(taking) == ["copied text"]
    assert "copied text Etsy Marketplace Insights: 1,204 figures read." in cards(screen)
    assert screen.text_area(key="bring_text").value == ""


@pytest.mark.parametrize(
    ("status", "code", "wait", "said"),
    [
        (422, "input.unknown_format", None, "We do not know this kind of file."),
        (413, "request.too_large", None, "It is larger than can be brought from here."),
        (429, "request.rate_limited", 90, "Try again in 90 seconds."),
        (401, "auth.token_required", None, "This needs the admin token"),
        (403, "auth.not_admin", None, "The admin token is not the right one"),
        (503, "state.unavailable", None, "does not answer"),
    ],
)
def test_text_stays_when_it_was_not_read(
    status: int, code: str, wait: int | None, said: str, taking: FakeApi, visit: Open
) -> None:
    taking.failing["/v1/imports"] = (status, code)
    if wait is not None:
        taking.waits["/v1/imports"] = wait
    screen = paste(visit(taking, "sources"), "book club 1,200")
    assert not screen.exception
    assert "copied text Not read" in cards(screen)
    assert said in cards(screen)
    assert screen.text_area(key="bring_text").value == "book club 1,200"
    taking.failing.clear()
    screen.button(key="bring_read_text").click().run()
    assert "Not read" not in cards(screen)
    assert screen.text_area(key="bring_text").value == ""


def test_a_service_that_is_down_loses_nothing(taking: FakeApi, visit: Open) -> None:
    screen = visit(taking, "sources")
    taking.deaf = True
    paste(screen, "book club 1,200")
    assert "The service does not answer." in cards(screen)
    assert screen.text_area(key="bring_text").value == "book club 1,200"
    assert len(taking.sent) == 1


def test_nothing_is_sent_when_there_is_nothing(taking: FakeApi, visit: Open) -> None:
    screen = visit(taking, "sources")
    screen.button(key="bring_read_files").click().run()
    assert any("Choose a file first" in caption for caption in captions(screen))
    paste(screen, " \n ")
    assert "Paste the text first." in captions(screen)
    bring(screen, ("empty.csv", b"\n\n"))
    assert "empty.csv Not read There is nothing in it." in cards(screen)
    assert taking.sent == []


def test_a_long_name_keeps_its_end(taking: FakeApi, visit: Open) -> None:
    name = "é" * 300 + ".csv"
    taking.stock.imported[name[-NAME_MAX:]] = an_import(name[-NAME_MAX:])
    bring(visit(taking, "sources"), (name, CSV))
    (sent,) = names_sent(taking)
    assert sent.endswith("é.csv")
    assert len(sent) == NAME_MAX


def test_what_a_file_says_cannot_write_on_the_page(taking: FakeApi, visit: Open) -> None:
    nasty = "<img src=x onerror=alert(1)>.csv"
    taking.stock.imported[nasty] = an_import(nasty, notes=["<script>1</script>"])
    screen = bring(visit(taking, "sources"), (nasty, CSV))
    html = " ".join(str(element.proto.body) for element in screen.html)
    assert "<img src=x" not in html
    assert "<script>" not in html


def test_without_a_token_there_is_no_place_but_a_word(live: FakeApi, visit: Open) -> None:
    screen = visit(live, "sources")
    assert not screen.file_uploader
    assert not screen.text_area
    assert any("To bring figures from here" in caption for caption in captions(screen))


def test_a_replay_takes_files_too(full: FakeApi, admin: None, visit: Open) -> None:
    full.stock.imported = {"insights.csv": an_import()}
    assert "1,204 figures read" in cards(bring(visit(full, "sources"), ("insights.csv", CSV)))
