"""The client: paths, paging, errors; and what its kept answers ask again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import streamlit as st

from app import reads
from app.client import ApiClient, ApiError
from app.config import AppSettings, app_settings
from tests.factories.wire_goods import a_draft, capabilities, full_stock
from tests.factories.wire_work import a_request, an_import
from tests.fakes.api import BASE, TOKEN, FakeApi, Stock


@pytest.fixture
def api() -> FakeApi:
    return FakeApi(full_stock())


@pytest.fixture
def client(api: FakeApi) -> ApiClient:
    return ApiClient(BASE, transport=api)


@pytest.fixture
def kept(api: FakeApi) -> Iterator[reads.KeptClient]:
    st.cache_data.clear()
    yield reads.KeptClient(BASE, transport=api)
    st.cache_data.clear()


def test_filters_that_are_not_set_are_not_sent(client: ApiClient, api: FakeApi) -> None:
    client.trends(limit=3, stage=None, q="club")
    assert api.asked == [("/v1/trends", {"limit": "3", "q": "club"})]


def test_the_whole_list_as_a_table(client: ApiClient, api: FakeApi) -> None:
    table = client.trend_table(stage="emerging", q=None).decode()
    assert table.split("\r\n") == ["display", "frog mug", ""]
    assert api.asked == [("/v1/trends", {"stage": "emerging"})]
    assert len(client.trend_table().split(b"\r\n")) == len(api.stock.trends) + 2


def test_one_page_of_trends_with_its_cursor(client: ApiClient) -> None:
    page = client.trends(limit=2)
    assert [trend.term for trend in page.items] == ["book club", "nurse life"]
    following = client.trends(limit=2, cursor=page.next_cursor)
    assert [trend.term for trend in following.items] == ["taylor swift", "frog mug"]


def test_a_term_with_signs_in_it_is_one_step_of_the_path(client: ApiClient, api: FakeApi) -> None:
    first = api.stock.trends[0]
    for term in ("24/7 mum", "100% cotton", "a?b#c", "café"):
        api.stock.trends = [first.model_copy(update={"term": term})]
        assert client.trend(term).term == term


def test_all_pages_of_a_list_are_read(api: FakeApi, client: ApiClient) -> None:
    api.stock.drafts = [a_draft(number) for number in range(450)]
    page = client.drafts()
    assert len(page.items) == 450
    assert page.next_cursor is None
    assert [query.get("cursor") for _path, query in api.asked] == [None, "200", "400"]


def test_every_list_is_read(client: ApiClient, api: FakeApi) -> None:
    assert len(client.ideas(term_id="t-book-club").items) == 2
    assert client.refusals(code="idea.weekday").items[0].display == "monday"
    assert client.designs().items[0].id == "design1"
    assert len(client.sources().items) == 4
    assert client.capabilities().mode == "replay"
    assert {path for path, _query in api.asked} == {
        "/v1/ideas",
        "/v1/refusals",
        "/v1/designs",
        "/v1/sources",
        "/v1/capabilities",
    }


def test_an_error_carries_code_message_and_request(client: ApiClient, api: FakeApi) -> None:
    api.failing["/v1/trends"] = (503, "serving.not_published")
    with pytest.raises(ApiError) as caught:
        client.trends()
    assert (caught.value.code, caught.value.request_id) == ("serving.not_published", "req-0001")
    assert caught.value.message == "About serving.not_published."


@pytest.mark.parametrize("body", [b"<html>", b"[]", b'"text"', b'{"code": "x"}'])
def test_an_answer_that_is_no_error_of_ours(client: ApiClient, api: FakeApi, body: bytes) -> None:
    api.raw["/v1/trends"] = (502, body)
    with pytest.raises(ApiError) as caught:
        client.trends()
    assert caught.value.code == "app.bad_answer"
    assert "502" in caught.value.message


@pytest.mark.parametrize("body", [b"<html>", b"{}", b'{"items": [{}]}'])
def test_a_good_status_with_an_unreadable_body(
    client: ApiClient, api: FakeApi, body: bytes
) -> None:
    api.raw["/v1/trends"] = (200, body)
    with pytest.raises(ApiError) as caught:
        client.trends()
    assert caught.value.code == "app.bad_answer"


def test_no_connection(client: ApiClient, api: FakeApi) -> None:
    api.down = True
    with pytest.raises(ApiError) as caught:
        client.sources()
    assert caught.value.code == "app.unreachable"


def test_a_snapshots_answer_is_asked_once(kept: reads.KeptClient, api: FakeApi) -> None:
    kept.trends(limit=2)
    kept.trends(limit=2)
    assert [query for _path, query in api.asked] == [{"limit": "1"}, {"limit": "2"}]
    kept.trends(limit=3)
    assert len(api.asked) == 3


def test_a_new_generation_is_asked_anew(kept: reads.KeptClient, api: FakeApi) -> None:
    assert len(kept.trends(limit=200).items) == 35
    api.stock.trends = api.stock.trends[:1]
    api.stock.generation = "20250101T120000000000-0123abcd"
    assert len(kept.trends(limit=200).items) == 35  # within the two seconds of the last look
    reads._generation.clear()
    assert len(kept.trends(limit=200).items) == 1


def test_errors_are_never_kept(kept: reads.KeptClient, api: FakeApi) -> None:
    api.failing["/v1/ideas"] = (503, "state.unavailable")
    with pytest.raises(ApiError):
        kept.ideas()
    api.failing.clear()
    assert len(kept.ideas().items) == 2


def test_answers_of_two_services_are_kept_apart(kept: reads.KeptClient) -> None:
    other = reads.KeptClient("http://other.test/api", transport=FakeApi(Stock()))
    assert kept.designs().items
    assert not other.designs().items


def test_the_process_reads_where_the_settings_say(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PODPUSHER_API", "http://elsewhere.test/api")
    app_settings.cache_clear()
    reads.connect(None)
    try:
        assert reads.reader().base == "http://elsewhere.test/api"
        assert reads.reader() is reads.reader()
    finally:
        reads.connect(None)
        app_settings.cache_clear()


def test_a_refresh_is_asked_for_with_token_and_key_and_sent_once(api: FakeApi) -> None:
    client = ApiClient(BASE, transport=api)
    api.stock.capabilities = capabilities("live")
    api.stock.steps = [a_request()]
    assert client.refresh(TOKEN, "key-of-a-click").status == "queued"
    (sent,) = api.sent
    assert sent.headers["authorization"] == f"Bearer {TOKEN}"
    assert sent.headers["idempotency-key"] == "key-of-a-click"
    api.deaf = True
    with pytest.raises(ApiError) as caught:
        client.refresh(TOKEN, "another-key")
    assert caught.value.code == "app.unreachable"
    assert len(api.sent) == 2


def test_a_file_travels_as_it_is_under_its_name(api: FakeApi, client: ApiClient) -> None:
    body = bytes(range(256))
    api.stock.imported["käse & co.csv"] = an_import("käse & co.csv")
    found = client.import_file(TOKEN, "käse & co.csv", body)
    assert found.rows == 1204
    (sent,) = api.sent
    assert sent.content == body
    assert sent.headers["content-type"] == "application/octet-stream"
    assert dict(sent.url.params) == {"name": "käse & co.csv"}


def test_a_refusal_carries_the_seconds_to_wait(api: FakeApi, client: ApiClient) -> None:
    api.failing["/v1/imports"] = (429, "request.rate_limited")
    api.waits["/v1/imports"] = 31
    with pytest.raises(ApiError) as caught:
        client.import_file(TOKEN, "a.csv", b"x")
    assert (caught.value.code, caught.value.retry_after) == ("request.rate_limited", 31)
    with pytest.raises(ApiError) as caught:
        client.refresh("not-the-token", "key-of-a-click")
    assert (caught.value.code, caught.value.retry_after) == ("auth.not_admin", None)


def test_how_far_work_is_is_never_an_answer_of_before(kept: reads.KeptClient, api: FakeApi) -> None:
    api.begun, api.stock.steps = True, [a_request(), a_request("running"), a_request("done")]
    name = api.stock.steps[0].id
    assert [request.status for request in kept.requests()] == ["queued"]
    assert [kept.request(name).status for _look in range(2)] == ["running", "done"]
    assert [request.status for request in kept.requests()] == ["done"]
    with pytest.raises(ApiError) as caught:
        kept.request("../sources")
    assert caught.value.code == "warehouse.not_found"


def test_forgetting_asks_anew_and_keeps_what_a_snapshot_said(
    kept: reads.KeptClient, api: FakeApi
) -> None:
    kept.sources()
    kept.trends(limit=2)
    reads.forget()
    kept.sources()
    kept.trends(limit=2)
    asked = [path for path, _query in api.asked]
    assert asked.count("/v1/sources") == 2
    assert [query for path, query in api.asked if path == "/v1/trends"] == [
        {"limit": "1"},
        {"limit": "2"},
        {"limit": "1"},
    ]


def test_settings_have_local_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PODPUSHER_API", raising=False)
    assert AppSettings(_env_file=None).api == "http://127.0.0.1:8000/api"
