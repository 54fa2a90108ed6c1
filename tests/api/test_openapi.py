"""The OpenAPI document, the page made of it, and fuzzing driven by it."""

from __future__ import annotations

import copy
import re
from functools import cache
from html.parser import HTMLParser
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance
from starlette.testclient import TestClient
from syrupy.assertion import SnapshotAssertion

from api.main import create_app
from api.schemas.common import Error
from api.settings import ApiSettings
from tests.api.conftest import NO_KEYS
from warehouse.settings import WarehouseSettings

QUESTIONS = {"/v1/trends/lookup"}  # too long for an address; they write nothing


@cache
def document() -> dict[str, Any]:
    return create_app(ApiSettings(_env_file=None), WarehouseSettings(), NO_KEYS).openapi()


def test_the_document_is_as_reviewed(snapshot: SnapshotAssertion) -> None:
    found = copy.deepcopy(document())
    found["info"].pop("version")
    assert found == snapshot


def operations() -> list[tuple[str, dict[str, Any]]]:
    return [
        (path, operation)
        for path, verbs in document()["paths"].items()
        for operation in verbs.values()
    ]


def asked(method: str) -> list[str]:
    return [path for path, verbs in document()["paths"].items() if method in verbs]


@pytest.mark.parametrize(("path", "operation"), operations())
def test_every_operation_is_explained(path: str, operation: dict[str, Any]) -> None:
    assert operation["summary"]
    assert operation["description"]
    assert operation["tags"]
    for status in ("403", "413", "500"):
        content = operation["responses"][status]["content"]["application/json"]
        Error.model_validate(content["example"])
        assert content["schema"]["$ref"].endswith("/Error")


def test_what_writes_needs_the_admin() -> None:
    """Reading is a GET, or a question too long for an address; all else names its token."""
    writing = {
        path: operation
        for path, verbs in document()["paths"].items()
        for verb, operation in verbs.items()
        if verb != "get" and path not in QUESTIONS
    }
    assert set(writing) == {"/v1/trends/refresh", "/v1/imports"}
    for operation in writing.values():
        assert operation["security"] == [{"AdminToken": []}]
        assert {"401", "403", "429"} <= set(operation["responses"])


def test_operation_ids_are_unique() -> None:
    names = [operation["operationId"] for _path, operation in operations()]
    assert len(set(names)) == len(names)


def test_the_examples_are_what_the_models_say() -> None:
    from api.schemas import capabilities, designs, drafts, ideas, requests, sources, trends

    models = [
        capabilities.Capability,
        designs.Design,
        drafts.Draft,
        ideas.Idea,
        ideas.Refusal,
        requests.WorkRequest,
        sources.Source,
        trends.Trend,
        Error,
    ]
    for model in models:
        (example,) = model.model_json_schema()["examples"]
        assert model.model_validate(example)


class Seen(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [str(value) for name, value in attrs if name in {"href", "src"}]


def test_the_page_needs_no_script_and_nobody_else(client: TestClient) -> None:
    answer = client.get("/docs")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    seen = Seen()
    seen.feed(answer.text)
    assert not seen.tags & {"script", "link", "img", "iframe", "object"}
    assert seen.links == ["/openapi.json"]
    assert re.search(r"style-src 'sha256-[^']+'", answer.headers["content-security-policy"])
    for path in document()["paths"]:
        assert path in answer.text


def test_the_style_is_the_one_the_policy_names(client: TestClient) -> None:
    import base64
    import hashlib

    answer = client.get("/docs")
    (style,) = re.findall(r"<style>(.*?)</style>", answer.text, re.S)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in answer.headers["content-security-policy"]


def test_text_of_the_document_is_escaped() -> None:
    from api.docs_page import render

    hostile = {
        "info": {"title": "<script>x</script>", "version": "1", "description": "a `b` <i>"},
        "tags": [],
        "paths": {},
    }
    page = render(hostile, '"><script>').decode()
    assert "<script>" not in page
    assert "<i>" not in page
    assert "<code>b</code>" in page


@pytest.fixture(scope="session")
def fuzzed(full: WarehouseSettings) -> Any:
    allowed = ApiSettings(_env_file=None, allowed_hosts="testserver")
    return schemathesis.openapi.from_asgi("/openapi.json", create_app(allowed, full, NO_KEYS))


@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize("path", [*asked("get"), *QUESTIONS])
def test_no_question_breaks_the_api(fuzzed: Any, path: str, mode: GenerationMode) -> None:
    operation = fuzzed[path]["POST" if path in QUESTIONS else "GET"]

    @settings(
        max_examples=25, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck)
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: schemathesis.Case) -> None:
        response = case.call()
        assert response.status_code != 500
        # A well-formed cursor, field, region or snapshot may be none of ours, a day before history.
        body = case.body if isinstance(case.body, dict) else {}
        named = {*(case.query or ()), *body}
        answerable = not {"cursor", "as_of", "fields", "since", "region"} & named
        case.validate_response(
            response, excluded_checks=[] if answerable else [positive_data_acceptance]
        )

    try:
        ask()
    except Unsatisfiable:
        assert mode is GenerationMode.NEGATIVE  # nothing to get wrong: it takes no parameter


@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize("path", sorted({*asked("post")} - QUESTIONS))
def test_nobody_writes_without_the_token(fuzzed: Any, path: str, mode: GenerationMode) -> None:
    operation = fuzzed[path]["POST"]

    @settings(
        max_examples=25, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck)
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: schemathesis.Case) -> None:
        case.headers.pop("Authorization", None)
        response = case.call()
        assert response.status_code in (401, 403, 413, 422)
        case.validate_response(response, excluded_checks=[positive_data_acceptance])

    ask()
