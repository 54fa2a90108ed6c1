"""`podpusher doctor`, without a network: what it says of the machine, the settings, the sources."""

from __future__ import annotations

import io
import re
import socket
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from rich.console import Console

from connectors.settings import connector_settings, provider_keys
from podpusher import doctor
from podpusher.doctor import Finding, configured, examine, machine, reachable
from podpusher.errors import ExitStatus
from podpusher.settings import serve_settings
from tests.factories.marts import AS_OF, build_marts
from tests.fakes.http import Reply, ScriptedTransport
from tests.fakes.postgres import PostgresServer
from warehouse.engine.base import closing
from warehouse.engine.open import open_engine
from warehouse.serving.publish import publish
from warehouse.settings import WarehouseSettings


@pytest.fixture(autouse=True)
def clean(settings: WarehouseSettings, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for cached in (provider_keys, connector_settings, serve_settings):
        cached.cache_clear()
    with socket.socket() as one, socket.socket() as two:
        one.bind(("127.0.0.1", 0))
        two.bind(("127.0.0.1", 0))
        monkeypatch.setenv("PODPUSHER_PORT", str(one.getsockname()[1]))
        monkeypatch.setenv("PODPUSHER_DAGSTER_PORT", str(two.getsockname()[1]))
    yield
    for cached in (provider_keys, connector_settings, serve_settings):
        cached.cache_clear()


@pytest.fixture
def world() -> ScriptedTransport:
    """An outside world in which Wikimedia answers and Google does not."""

    def route(address: httpx2.URL) -> Reply:
        if "wikimedia" in address.host:
            return Reply(200)
        return Reply(error=httpx2.ConnectError("no route"))

    return ScriptedTransport(route=route)


def of(findings: Iterator[Finding], what: str) -> Finding:
    return next(finding for finding in findings if finding.what.startswith(what))


def test_reachable_and_not(world: ScriptedTransport) -> None:
    wikimedia, google, *others = reachable(world)
    assert {one.what for one in others} == {"Bluesky", "Hacker News"}
    assert (wikimedia.state, google.state) == ("ok", "note")
    assert "200" in wikimedia.text
    assert "ConnectError" in google.text
    assert {request.url.host for request in world.requests} == {
        "wikimedia.org",
        "trends.google.com",
        "jetstream2.us-east.bsky.network",
        "hn.algolia.com",
    }
    assert all("PODPusher" in request.headers["user-agent"] for request in world.requests)


def test_a_source_that_refuses_is_worth_knowing() -> None:
    refusing = ScriptedTransport([Reply(429)])
    assert {finding.state for finding in reachable(refusing)} == {"note"}


def test_the_machine(settings: WarehouseSettings) -> None:
    found = list(machine())
    assert [finding.state for finding in found] == ["ok"] * 4
    assert str(settings.folder) in of(iter(found), "Disk").text


def test_a_full_disk_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "LEAST_FREE_BYTES", 2**62)
    assert of(machine(), "Disk").state == "problem"


def test_a_port_in_use_is_a_note_that_names_the_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        monkeypatch.setenv("PODPUSHER_PORT", str(taken.getsockname()[1]))
        serve_settings.cache_clear()
        found = of(machine(), "Port")
    assert found.state == "note"
    assert "PODPUSHER_PORT" in found.text


def test_before_the_first_run() -> None:
    found = list(configured())
    assert of(iter(found), "Snapshot").state == "note"
    assert of(iter(found), "Contact").state == "note"
    assert of(iter(found), "Warehouse").text == "embedded DuckDB"


def test_after_a_run(settings: WarehouseSettings, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(open_engine(settings)) as engine:
        build_marts(engine, days=2)
        generation = publish(engine, settings, as_of=AS_OF, mode="replay")
    monkeypatch.setenv("PODPUSHER_CONTACT", "me@example.org")
    found = list(configured())
    assert generation.id in of(iter(found), "Snapshot").text
    assert of(iter(found), "Contact") == Finding("Contact", "ok", "me@example.org")


def test_addresses_of_servers_are_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    from warehouse.settings import warehouse_settings

    monkeypatch.setenv("PODPUSHER_WAREHOUSE_URL", "postgresql://me:secret@db/pods")
    monkeypatch.setenv("PODPUSHER_STATE_URL", "postgresql+psycopg://me:secret@db/pods")
    warehouse_settings.cache_clear()
    text = " ".join(finding.text for finding in configured())
    assert "secret" not in text
    assert "Postgres" in text


def test_a_server_is_named_with_its_version() -> None:
    with PostgresServer() as server:
        found = doctor.warehouse(server.url)
    assert found.state == "ok"
    assert re.fullmatch(r"Postgres \d+(\.\d+)?", found.text)
    gone = doctor.warehouse(server.url)
    assert gone.state == "problem"
    assert "PODPUSHER_WAREHOUSE_URL" in gone.text
    assert server.password not in gone.text


def examined(world: ScriptedTransport) -> tuple[ExitStatus, str]:
    sink = io.StringIO()
    status = examine(Console(file=sink, width=160), world)
    return status, sink.getvalue()


def test_the_whole_page(
    world: ScriptedTransport, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("OPENAI", "ETSY"):
        monkeypatch.delenv(f"PODPUSHER_{name}_API_KEY", raising=False)
    status, text = examined(world)
    assert status is ExitStatus.OK
    for word in (
        "Python",
        "Disk",
        "Data folder",
        "Wikimedia",
        "Features",
        "PODPUSHER_ETSY_API_KEY",
    ):
        assert word in text


def test_a_key_is_seen_and_never_shown(
    world: ScriptedTransport, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PODPUSHER_ETSY_API_KEY", "very-secret-key")
    provider_keys.cache_clear()
    _, text = examined(world)
    assert "very-secret-key" not in text
    assert "PODPUSHER_ETSY_API_KEY" not in text


def test_a_problem_is_a_failure(world: ScriptedTransport, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "LEAST_FREE_BYTES", 2**62)
    assert examined(world)[0] is ExitStatus.FAILED


def test_a_missing_browser_is_in_the_way_of_named_pages(monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("PODPUSHER_PAGES", "tiktok")
    monkeypatch.setenv("PODPUSHER_PAGES_TERMS_ACCEPTED", "true")
    monkeypatch.setenv("PODPUSHER_BROWSER_PATH", str(tmp_path / "nothing"))
    connector_settings.cache_clear()
    found = {one.what: one for one in doctor.configured()}
    assert found["Browser"].state == "problem"
    assert "PODPUSHER_BROWSER_PATH" in found["Browser"].text
    monkeypatch.delenv("PODPUSHER_PAGES")
    connector_settings.cache_clear()
    assert "Browser" not in {one.what for one in doctor.configured()}
