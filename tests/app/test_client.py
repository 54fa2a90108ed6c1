"""The client: paths, paging, errors; and what its kept answers ask again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import streamlit as st

from app import reads
from app.client import ApiClient, ApiError
from app.config import AppSettings, app_settings
from tests.factories.wire_goods import a_draft, full_stock
from tests.fakes.api import BASE, FakeApi, Stock


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


def test_settings_have_local_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PODPUSHER_API", raising=False)
    assert AppSettings(_env_file=None).api == "http://127.0.0.1:8000/api"
