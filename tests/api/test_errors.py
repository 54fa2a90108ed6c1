"""One error schema everywhere, and a status and a code for every error class."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import Request, Response
from starlette.testclient import TestClient

from api import errors as api_errors
from api.errors import CODES, ApiError, status_of
from api.main import create_app
from api.schemas.common import Error
from api.settings import ApiSettings
from connectors import errors as connector_errors
from tests.api.conftest import NO_KEYS, application, browser
from warehouse import errors as warehouse_errors
from warehouse.settings import WarehouseSettings

RETRYABLE = {503}


def classes() -> Iterator[type[Exception]]:
    for module in (api_errors, warehouse_errors, connector_errors):
        for _name, found in inspect.getmembers(module, inspect.isclass):
            if issubclass(found, Exception) and found.__module__ == module.__name__:
                yield found


def made(kind: type[Exception]) -> Exception:
    return kind("Do this next.")


@pytest.mark.parametrize("kind", sorted(classes(), key=lambda kind: kind.__name__))
def test_every_error_class_has_a_code_and_a_status(kind: type[Exception]) -> None:
    error = made(kind)
    code = error.code  # type: ignore[attr-defined]
    assert code == code.lower()
    assert "." in code
    assert 400 <= status_of(error) < 600
    assert kind.__doc__


def test_codes_of_different_meaning_differ() -> None:
    seen: dict[str, type[Exception]] = {}
    for kind in classes():
        code = kind.code  # type: ignore[attr-defined]
        if code in seen:  # only a parent may share its code with a child, or twins of two rooms
            other = seen[code]
            assert (
                issubclass(kind, other)
                or issubclass(other, kind)
                or kind.__name__ == other.__name__
            )
        seen[code] = kind


def test_codes_of_this_room_are_listed() -> None:
    for kind in classes():
        if issubclass(kind, ApiError | warehouse_errors.WarehouseError):
            assert kind.code in CODES


def test_every_code_is_explained_in_the_docs(repository: Path) -> None:
    text = (repository / "docs" / "api" / "errors.md").read_text()
    for code in CODES:
        assert f"`{code}`" in text or code.startswith("connector.")
    for kind in classes():
        if issubclass(kind, ApiError | warehouse_errors.WarehouseError):
            assert f"| {status_of(made(kind))} | `{kind.code}`" in text


def check(answer: object, status: int, code: str) -> None:
    assert answer.status_code == status, answer.text  # type: ignore[attr-defined]
    assert answer.headers["content-type"] == "application/json"  # type: ignore[attr-defined]
    assert answer.headers["cache-control"] == "no-store"  # type: ignore[attr-defined]
    body = answer.json()  # type: ignore[attr-defined]
    assert set(body) == {"code", "message", "details", "request_id"}
    error = Error.model_validate(body)
    assert error.code == code
    assert error.request_id == answer.headers["x-request-id"]  # type: ignore[attr-defined]
    assert ("retry-after" in answer.headers) == (status in RETRYABLE)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/", 404, "route.not_found"),
        ("/v1", 404, "route.not_found"),
        ("/v1/trends/", 422, "request.invalid"),
        ("/v2/trends", 404, "route.not_found"),
        ("/v1/ideas/none", 404, "warehouse.not_found"),
        ("/v1/designs/none", 404, "warehouse.not_found"),
        ("/v1/designs/none/image", 404, "warehouse.not_found"),
        ("/v1/drafts/none", 404, "warehouse.not_found"),
        ("/v1/trends/none", 404, "trends.unknown_term"),
        ("/v1/trends?limit=0", 422, "request.invalid"),
        ("/v1/trends?limit=201", 422, "request.invalid"),
        ("/v1/trends?limit=-1", 422, "request.invalid"),
        ("/v1/trends?limit=1.0", 422, "request.invalid"),
        ("/v1/trends?limit=", 422, "request.invalid"),
        ("/v1/trends?limit=true", 422, "request.invalid"),
        ("/v1/trends?limit=%D9%A3", 422, "request.invalid"),
        ("/v1/trends?limit=1_0", 422, "request.invalid"),
        ("/v1/trends?limit=10&limit=10", 422, "request.invalid"),
        ("/v1/trends?nosuch=1", 422, "request.invalid"),
        ("/v1/trends?sort=banana", 422, "request.invalid"),
        ("/v1/trends?as_of=1735600000", 422, "request.invalid"),
        ("/v1/trends?as_of=2024-13-01", 422, "request.invalid"),
        ("/v1/trends?as_of=2024-12-31T00:00:00", 422, "request.invalid"),
        ("/v1/trends?is_curated=yes", 422, "request.invalid"),
        ("/v1/trends?min_confidence=NaN", 422, "request.invalid"),
        ("/v1/trends?min_confidence=2", 422, "request.invalid"),
        ("/v1/trends?min_confidence=1e-1", 422, "request.invalid"),
        ("/v1/trends?q=", 422, "request.invalid"),
        ("/v1/trends?q=a%00b", 422, "request.invalid"),
        ("/v1/trends?q=" + "x" * 101, 422, "request.invalid"),
        ("/v1/trends/a%00b", 422, "request.invalid"),
        ("/v1/trends/" + "x" * 201, 422, "request.invalid"),
        ("/v1/ideas?status=banana", 422, "request.invalid"),
        ("/v1/sources?limit=5", 422, "request.invalid"),
        ("/v1/designs/design0001/image?variant=banana", 422, "request.invalid"),
        ("/v1/designs/design0001/image?v=xyz", 422, "request.invalid"),
        ("/health?x=1", 422, "request.invalid"),
        ("/metrics?x=1", 422, "request.invalid"),
        ("/docs?x=1", 422, "request.invalid"),
    ],
)
def test_every_refusal_has_the_one_shape(
    client: TestClient, path: str, status: int, code: str
) -> None:
    check(client.get(path), status, code)


def test_a_refused_parameter_is_named_and_its_value_not_echoed(client: TestClient) -> None:
    body = client.get("/v1/trends?limit=<script>secret").json()
    (field,) = body["details"]["fields"]
    assert (field["in"], field["field"]) == ("query", "limit")
    assert "secret" not in str(body)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "FOO"])
@pytest.mark.parametrize("path", ["/v1/trends", "/v1/designs/x/image", "/health", "/metrics"])
def test_other_methods_are_405_with_allow(client: TestClient, method: str, path: str) -> None:
    answer = client.request(method, path)
    check(answer, 405, "route.method_not_allowed")
    assert answer.headers["allow"] == "GET, HEAD"


def test_a_large_body_is_413(client: TestClient) -> None:
    check(client.post("/v1/trends", content=b"x" * (1024 * 1024 + 1)), 413, "request.too_large")
    answer = client.get("/health", headers={"content-length": "9" * 20})
    check(answer, 413, "request.too_large")


def test_a_body_of_unknown_length_is_counted_while_it_is_read(full: WarehouseSettings) -> None:
    app = application(full)

    @app.post("/echo")
    async def echo(request: Request) -> Response:
        return Response(str(len(await request.body())))

    def parts(count: int) -> Iterator[bytes]:
        for _ in range(count):
            yield b"x" * 65536

    client = browser(app)
    assert client.post("/echo", content=parts(16)).text == str(1024 * 1024)
    check(client.post("/echo", content=parts(17)), 413, "request.too_large")


def test_a_fault_of_ours_says_nothing_of_its_cause(
    full: WarehouseSettings, caplog: pytest.LogCaptureFixture
) -> None:
    app = application(full)

    @app.get("/boom")
    def boom() -> None:
        raise RuntimeError("secret /path select * from users")

    answer = browser(app).get("/boom", headers={"x-request-id": "my-request-1"})
    check(answer, 500, "internal.error")
    assert "secret" not in answer.text
    assert "my-request-1" in caplog.text  # the cause is in the log, under the id that was answered
    assert "secret" in caplog.text


def test_a_fault_in_the_middle_of_an_answer_is_not_hidden(full: WarehouseSettings) -> None:
    from starlette.responses import StreamingResponse

    app = application(full)

    @app.get("/half")
    def half() -> StreamingResponse:
        def parts() -> Iterator[bytes]:
            yield b"half"
            raise RuntimeError("broken")

        return StreamingResponse(parts())

    with pytest.raises(RuntimeError, match="broken"):
        TestClient(app, base_url="http://localhost").get("/half")


@pytest.mark.parametrize("status", [400, 418, 429])
def test_a_plain_framework_error_gets_the_shape_too(full: WarehouseSettings, status: int) -> None:
    from starlette.exceptions import HTTPException

    app = application(full)

    @app.get("/plain")
    def plain() -> None:
        raise HTTPException(status, "inner words")

    answer = browser(app).get("/plain")
    check(answer, status, "request.malformed" if status == 400 else f"http.{status}")
    assert "inner words" not in answer.text


def test_a_broken_state_database_is_503(full: WarehouseSettings, tmp_path: object) -> None:
    broken = WarehouseSettings(data=tmp_path)  # type: ignore[arg-type]
    (broken.folder / "state.db").write_bytes(b"")
    answer = browser(create_app(ApiSettings(_env_file=None), broken, NO_KEYS)).get("/v1/ideas")
    check(answer, 503, "state.unavailable")
