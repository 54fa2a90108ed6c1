"""The dashboard and the API as one application."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect
from streamlit.runtime.runtime import Runtime

from podpusher import serve
from tests.podpusher.conftest import forget


@pytest.fixture(autouse=True)
def no_runtime_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Streamlit allows one runtime in a process; each test here starts its own."""
    monkeypatch.setattr(Runtime, "_instance", None)


@pytest.fixture
def running(place: Path) -> Any:
    with TestClient(serve.application(), base_url="http://localhost") as client:
        yield client


def test_it_is_streamlit_over_our_script() -> None:
    assert isinstance(serve.application(), st.App)
    assert serve.SCRIPT.is_file()


def test_the_look_is_ours_from_wherever_it_is_started(tmp_path: Path) -> None:
    """A person starts `podpusher up` in any folder; Streamlit would look there for its settings."""
    code = (
        "from podpusher import serve; serve.application(); from streamlit import config; "
        "print(config.get_option('theme.backgroundColor'), config.get_option('client.toolbarMode'))"
    )
    ours = {"PYTHONPATH": str(serve.SCRIPT.parent.parent), "HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        cwd=tmp_path,
        env=os.environ | ours,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.split() == ["#fbf9f5", "minimal"], done.stderr


def test_the_api_answers_below_api(running: TestClient) -> None:
    answer = running.get("/api/health")
    assert answer.status_code == 200
    assert answer.headers["x-request-id"]
    capabilities = running.get("/api/v1/capabilities")
    assert capabilities.status_code == 200
    missing = running.get("/api/v1/nothing")
    assert missing.status_code == 404
    assert {"code", "message", "request_id"} <= missing.json().keys()


def test_an_empty_installation_says_so(running: TestClient) -> None:
    answer = running.get("/api/v1/trends")
    assert answer.json()["code"] == "serving.not_published"


def test_the_dashboard_answers_beside_it(running: TestClient) -> None:
    page = running.get("/")
    assert page.status_code == 200
    assert "text/html" in page.headers["content-type"]


@pytest.mark.parametrize("path", ["/", "/api/health", "/_stcore/health"])
def test_foreign_names_are_refused_everywhere(running: TestClient, path: str) -> None:
    answer = running.get(path, headers={"host": "evil.example"})
    assert answer.status_code == 403
    assert answer.json()["code"] == "request.host_not_allowed"


def test_only_our_own_page_opens_a_socket(running: TestClient) -> None:
    def opened(origin: str) -> None:
        address = "ws://localhost/_stcore/stream"
        with running.websocket_connect(address, ["streamlit"], headers={"origin": origin}):
            pass

    opened("http://localhost")
    with pytest.raises(WebSocketDisconnect) as caught:
        opened("http://evil.example")
    assert caught.value.code == 1008


def test_allowed_names_come_from_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PODPUSHER_ALLOWED_HOSTS", "shop.example")
    forget()
    with TestClient(serve.application(), base_url="http://shop.example") as client:
        assert client.get("/api/health").status_code == 200
        assert client.get("/_stcore/health").status_code == 200


def test_the_apis_own_lifespan_is_entered(monkeypatch: pytest.MonkeyPatch) -> None:
    from contextlib import asynccontextmanager

    from api.main import create_app

    seen: list[str] = []

    @asynccontextmanager
    async def lifespan(_: Any) -> Any:
        seen.append("entered")
        yield
        seen.append("left")

    def with_lifespan() -> Any:
        made = create_app()
        made.router.lifespan_context = lifespan
        return made

    monkeypatch.setattr(serve, "create_app", with_lifespan)
    with TestClient(serve.application(), base_url="http://localhost") as client:
        assert client.get("/api/health").status_code == 200
        assert seen == ["entered"]
    assert seen == ["entered", "left"]


def test_it_listens_on_loopback_and_the_dashboard_asks_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: dict[str, Any] = {}
    monkeypatch.setattr("uvicorn.run", lambda app, **options: asked.update(options, app=app))
    monkeypatch.setenv("PODPUSHER_PORT", "8123")
    forget()
    serve.main()
    assert (asked["host"], asked["port"]) == ("127.0.0.1", 8123)
    assert asked["server_header"] is False
    assert os.environ["PODPUSHER_API"] == "http://127.0.0.1:8123/api"
    assert os.environ["STREAMLIT_BROWSER_GATHER_USAGE_STATS"] == "false"


def test_the_front_pages_own_name_leads_to_it(running: TestClient) -> None:
    answer = running.get("/trends?stage=rising", follow_redirects=False)
    assert answer.status_code == 308
    assert answer.headers["location"] == "/?stage=rising"
    assert running.get("/trends", follow_redirects=False).headers["location"] == "/"


@pytest.mark.parametrize(("megabytes", "refused"), [(5, False), (30, True)])
def test_files_may_be_larger_than_other_bodies(
    running: TestClient, megabytes: int, refused: bool
) -> None:
    body = b"x" * (megabytes * 1024 * 1024)
    upload = running.put("/_stcore/upload_file/nobody/nothing", content=body)
    assert (upload.status_code == 413) is refused
    assert running.put("/_stcore/elsewhere", content=body).status_code == 413
