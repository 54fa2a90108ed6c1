"""The outermost layers: hosts, origins, headers, HEAD, request ids, validators."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from tests.api.conftest import application, browser
from warehouse.settings import WarehouseSettings

EVERY = [
    "/v1/trends",
    "/v1/regions",
    "/v1/trends/book%20club",
    "/v1/ideas",
    "/v1/ideas/idea0001",
    "/v1/refusals",
    "/v1/designs",
    "/v1/designs/design0001",
    "/v1/designs/design0001/image",
    "/v1/drafts",
    "/v1/drafts/draft0001",
    "/v1/sources",
    "/v1/capabilities",
    "/health",
    "/ready",
    "/metrics",
    "/openapi.json",
    "/docs",
]
VALIDATED = [path for path in EVERY if path.startswith("/v1")]


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "localhost:8000",
        "127.0.0.1",
        "127.0.0.1:8000",
        "[::1]",
        "[::1]:8000",
        "LOCALHOST",
    ],
)
def test_local_hosts_are_answered(client: TestClient, host: str) -> None:
    assert client.get("/health", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "evil.example:8000",
        "localhost:8000@evil.example",
        "localhost:port",
        "0.0.0.0",
        "[::2]",
        "localhost.",
        "",
        " ",
        "localhost, evil.example",
    ],
)
@pytest.mark.parametrize("path", ["/health", "/v1/trends", "/nothing"])
def test_foreign_hosts_are_refused(client: TestClient, host: str, path: str) -> None:
    answer = client.get(path, headers={"host": host})
    assert answer.status_code == 403
    assert answer.json()["code"] == "request.host_not_allowed"


def test_two_hosts_are_refused(client: TestClient) -> None:
    answer = client.get("/health", headers=[("host", "localhost"), ("host", "localhost")])
    assert answer.status_code == 403


def test_forwarded_hosts_change_nothing(client: TestClient) -> None:
    forged = {"x-forwarded-host": "evil.example", "forwarded": "host=evil.example"}
    plain = client.get("/v1/designs").json()
    assert client.get("/v1/designs", headers=forged).json() == plain


def test_a_configured_host_is_answered(full: WarehouseSettings) -> None:
    client = browser(application(full, allowed_hosts=("shop.example",)))
    assert client.get("/health", headers={"host": "shop.example:443"}).status_code == 200
    assert client.get("/health", headers={"host": "other.example"}).status_code == 403


@pytest.mark.parametrize(
    ("headers", "refused"),
    [
        ({}, False),
        ({"origin": "http://localhost"}, False),
        ({"origin": "https://localhost"}, False),
        ({"origin": "http://localhost", "sec-fetch-site": "same-origin"}, False),
        ({"origin": "null"}, True),
        ({"origin": "http://evil.example"}, True),
        ({"origin": "http://localhost.evil.example"}, True),
        ({"origin": "http://localhost:9999"}, True),
        ({"sec-fetch-site": "cross-site"}, True),
        ({"sec-fetch-site": "same-site"}, True),
    ],
)
def test_writes_come_from_our_own_pages(
    client: TestClient, headers: dict[str, str], refused: bool
) -> None:
    answer = client.post("/v1/ideas", headers=headers)
    expected = (403, "request.origin_not_allowed") if refused else (405, "route.method_not_allowed")
    assert (answer.status_code, answer.json()["code"]) == expected


@pytest.mark.parametrize("path", [*EVERY, "/nothing", "/v1/trends?limit=0"])
def test_security_headers_are_on_every_answer(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers.get_list("content-security-policy") == [policy]
    assert "access-control-allow-origin" not in headers
    assert headers["x-request-id"]


def test_no_answer_allows_another_origin(client: TestClient) -> None:
    answer = client.get("/v1/trends", headers={"origin": "https://evil.example"})
    assert "access-control-allow-origin" not in answer.headers
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("given", ["my-request-0001", "a.b_c-d12"])
def test_a_sound_request_id_is_kept(client: TestClient, given: str) -> None:
    assert client.get("/health", headers={"x-request-id": given}).headers["x-request-id"] == given


@pytest.mark.parametrize(
    "given", ["short", "x" * 65, "has blank!", "<script>alert</script>", "ü" * 9]
)
def test_an_unsound_request_id_is_replaced(client: TestClient, given: str) -> None:
    raw = [(b"x-request-id", given.encode())]
    assert client.get("/health", headers=raw).headers["x-request-id"] != given


def test_request_ids_differ(client: TestClient) -> None:
    assert len({client.get("/health").headers["x-request-id"] for _ in range(50)}) == 50


@pytest.mark.parametrize("path", [*EVERY, "/nothing"])
def test_head_is_get_without_the_body(client: TestClient, path: str) -> None:
    got, head = client.get(path), client.head(path)
    assert head.status_code == got.status_code
    assert head.content == b""
    if path not in {"/metrics", "/nothing"}:
        assert head.headers["content-length"] == got.headers["content-length"]
    assert head.headers["content-type"] == got.headers["content-type"]


@pytest.mark.parametrize("path", VALIDATED)
def test_a_held_answer_is_304(client: TestClient, path: str) -> None:
    first = client.get(path)
    etag = first.headers["etag"]
    for header in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        answer = client.get(path, headers={"if-none-match": header})
        assert answer.status_code == 304
        assert answer.content == b""
        assert answer.headers["etag"] == etag
    again = client.get(path, headers={"if-none-match": '"other"'})
    assert again.status_code == 200
    assert again.content == first.content


def test_validators_of_different_queries_differ(client: TestClient) -> None:
    paths = ["/v1/trends", "/v1/trends?limit=2", "/v1/trends?limit=3", "/v1/trends?sort=-rank"]
    assert len({client.get(path).headers["etag"] for path in paths}) == len(paths)


def test_the_order_of_parameters_does_not_matter(client: TestClient) -> None:
    one = client.get("/v1/trends?limit=2&stage=rising")
    two = client.get("/v1/trends?stage=rising&limit=2")
    assert one.content == two.content


def test_answers_come_from_memory_the_second_time(full: WarehouseSettings) -> None:
    app = application(full)
    client = browser(app)
    first = client.get("/v1/trends?limit=7")
    second = client.get("/v1/trends?limit=7")
    assert first.content == second.content
    assert app.state.services.cache.size[0] == 1
    text = client.get("/metrics").text
    assert "podpusher_answer_cache_hits_total 1.0" in text
    assert "podpusher_answer_cache_misses_total 1.0" in text


def test_refusals_are_not_kept_in_memory(full: WarehouseSettings) -> None:
    app = application(full)
    client = browser(app)
    for path in ("/v1/trends?limit=0", "/v1/trends/none", "/v1/trends?x=1", "/v1/trends?cursor=a"):
        assert client.get(path).status_code >= 400
    assert app.state.services.cache.size == (0, 0)
