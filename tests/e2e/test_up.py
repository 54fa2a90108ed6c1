"""`podpusher up`: what it starts, who may reach it, and that starting again changes nothing."""

from __future__ import annotations

import socket
import time
from contextlib import closing
from typing import Any

import httpx2
import psutil
import pytest

from podpusher.dagster_client import DagsterClient
from tests.e2e.conftest import Restarted, processes_of

pytestmark = pytest.mark.slow

RUNS = """query { runsOrError(filter: {pipelineName: "replay"}) { ... on Runs { results {
  status tags { key value } repositoryOrigin { repositoryLocationName } } } } }"""
INSTIGATORS = """query { repositoryOrError(repositorySelector:
  {repositoryName: "__repository__", repositoryLocationName: "podpusher"}) { ... on Repository {
  schedules { name scheduleState { status } } sensors { name sensorState { status } } } } }"""


def graphql(served: Restarted, query: str) -> dict[str, Any]:
    answer = httpx2.post(f"{served.dagster_url}/graphql", json={"query": query}, timeout=60)
    answer.raise_for_status()
    body: dict[str, Any] = answer.json()
    assert "errors" not in body, body
    data: dict[str, Any] = body["data"]
    return data


class TestTheRun:
    def test_it_is_a_success_in_our_code_location(self, served_replay: Restarted) -> None:
        runs = graphql(served_replay, RUNS)["runsOrError"]["results"]
        assert len(runs) == 2  # one for each start
        for run in runs:
            assert run["status"] == "SUCCESS"
            assert run["repositoryOrigin"]["repositoryLocationName"] == "podpusher"
            assert {"key": "podpusher/started_by", "value": "up"} in run["tags"]

    def test_the_daemon_is_well(self, served_replay: Restarted) -> None:
        deadline = time.monotonic() + 90
        with closing(DagsterClient(served_replay.dagster_port)) as client:
            while not client.daemon_alive():
                assert time.monotonic() < deadline
                time.sleep(0.5)

    def test_a_replay_starts_nothing_by_itself(self, served_replay: Restarted) -> None:
        found = graphql(served_replay, INSTIGATORS)["repositoryOrError"]
        states = {each["name"]: each["scheduleState"]["status"] for each in found["schedules"]}
        states |= {each["name"]: each["sensorState"]["status"] for each in found["sensors"]}
        assert {"hourly_score_schedule", "daily_drafts_schedule", "follow_snapshot"} <= set(states)
        running = {name for name, status in states.items() if status != "STOPPED"}
        assert running == {"follow_requests"}, "it acts on what people ask for, and on nothing else"

    def test_each_stage_is_named_with_its_rows(self, served_replay: Restarted) -> None:
        for title in ("Signals", "Terms", "Scores", "Snapshot", "Ideas", "Designs", "Drafts"):
            assert f"✓ {title}: " in served_replay.first.said
        assert served_replay.url.replace("127.0.0.1", "localhost") in served_replay.said()
        assert served_replay.dagster_url.replace("127.0.0.1", "localhost") in served_replay.said()

    def test_the_api_serves_what_was_published(self, served_replay: Restarted) -> None:
        answer = httpx2.get(f"{served_replay.url}/api/v1/trends", timeout=30).json()
        assert answer["generation"] == served_replay.place.pointer()["id"]
        assert answer["as_of"].startswith("2024-12-31")
        assert answer["items"]
        assert httpx2.get(f"{served_replay.url}/api/ready", timeout=30).status_code == 200

    def test_the_dashboard_is_on_the_same_port(self, served_replay: Restarted) -> None:
        answer = httpx2.get(served_replay.url, timeout=30)
        assert answer.status_code == 200
        assert "<html" in answer.text.lower()


class TestAgain:
    def test_ctrl_c_left_no_process_and_is_no_failure(self, served_replay: Restarted) -> None:
        assert served_replay.first.processes == []
        assert served_replay.first.status == 0
        # That the second start could take the same ports shows that they were free.

    def test_nothing_is_there_twice(self, served_replay: Restarted) -> None:
        from tests.factories.pipeline import state_counts

        before = served_replay.first.counts
        after = state_counts(served_replay.place)  # the warehouse belongs to whoever serves now
        for name, count in after.items():
            if "scrape_" not in name:  # a log of runs grows by design
                assert count == before[name], name
        published = served_replay.place.pointer()["rows"]
        for name, count in published.items():
            assert count == served_replay.first.pointer["rows"][name]

    def test_no_new_generation(self, served_replay: Restarted) -> None:
        assert served_replay.place.pointer() == served_replay.first.pointer
        assert len(list((served_replay.data / "serving").glob("serving-*.duckdb"))) == 1

    def test_it_is_not_slower(self, served_replay: Restarted) -> None:
        assert served_replay.seconds <= served_replay.first.seconds

    def test_the_same_folder_is_not_shared(self, served_replay: Restarted) -> None:
        done = served_replay.place.podpusher("up")
        assert done.returncode == 1
        assert "up.already_running" in done.stdout
        assert "Traceback" not in done.stdout + done.stderr

    def test_a_port_in_use_is_named(self, served_replay: Restarted, tmp_path: Any) -> None:
        done = served_replay.place.podpusher(
            "up",
            PODPUSHER_DATA=str(tmp_path / "other"),
            PODPUSHER_PORT=str(served_replay.port),
        )
        assert done.returncode == 1
        assert "up.port_in_use" in done.stdout
        assert "PODPUSHER_PORT" in done.stdout


def other_addresses() -> list[str]:
    """Addresses of this machine beside 127.0.0.1."""
    found = {
        address.address
        for addresses in psutil.net_if_addrs().values()
        for address in addresses
        if address.family is socket.AF_INET
    }
    return [*sorted(found - {"127.0.0.1"}), "127.0.0.2"]


def handshake(served: Restarted, host: str, origin: str | None) -> str:
    """Status line of an attempt to open the dashboard's socket."""
    lines = [
        "GET /_stcore/stream HTTP/1.1",
        f"Host: {host}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Version: 13",
        *([f"Origin: {origin}"] if origin else []),
        "\r\n",
    ]
    with socket.create_connection(("127.0.0.1", served.port), timeout=30) as connection:
        connection.sendall("\r\n".join(lines).encode())
        return connection.recv(4096).split(b"\r\n", 1)[0].decode()


class TestWhoMayReachIt:
    def test_every_listener_is_on_loopback(self, served_replay: Restarted) -> None:
        listening = [
            connection.laddr
            for process in processes_of(served_replay.data)
            for connection in process.net_connections(kind="tcp")
            if connection.status == psutil.CONN_LISTEN
        ]
        assert {served_replay.port, served_replay.dagster_port} <= {at.port for at in listening}
        # gRPC writes the same address in the manner of IPv6.
        assert {at.ip.removeprefix("::ffff:") for at in listening} == {"127.0.0.1"}

    @pytest.mark.parametrize("address", other_addresses())
    def test_another_address_of_this_machine_is_refused(
        self, served_replay: Restarted, address: str
    ) -> None:
        for port in (served_replay.port, served_replay.dagster_port):
            with socket.socket() as probe:
                probe.settimeout(5)
                assert probe.connect_ex((address, port)) != 0

    @pytest.mark.parametrize("path", ["/", "/api/health", "/api/v1/trends", "/_stcore/health"])
    def test_a_foreign_host_name_is_refused(self, served_replay: Restarted, path: str) -> None:
        answer = httpx2.get(
            f"{served_replay.url}{path}", headers={"Host": "evil.example"}, timeout=30
        )
        assert answer.status_code == 403
        assert answer.json()["code"] == "request.host_not_allowed"

    def test_only_our_pages_open_the_socket(self, served_replay: Restarted) -> None:
        ours = f"localhost:{served_replay.port}"
        assert " 101 " in handshake(served_replay, ours, f"http://{ours}")
        assert " 403 " in handshake(served_replay, ours, "http://evil.example")
        assert " 403 " in handshake(served_replay, f"evil.example:{served_replay.port}", None)
