"""`podpusher api`: started, asked, stopped, as an operator would."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import psutil
import pytest

from podpusher.processes import free_port
from tests.factories.marts import AS_OF, build_marts
from warehouse.engine.base import closing
from warehouse.engine.open import open_engine
from warehouse.serving.publish import publish
from warehouse.settings import WarehouseSettings


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> WarehouseSettings:
    settings = WarehouseSettings(data=tmp_path_factory.mktemp("alone"), warehouse_url=None)
    with closing(open_engine(settings)) as engine:
        build_marts(engine, days=40)
        publish(engine, settings, as_of=AS_OF, mode="replay")
    return settings


@contextmanager
def running(
    settings: WarehouseSettings, repository: Path, tmp_path: Path, **changes: str
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    port = free_port()
    environment = {
        **os.environ,
        "PYTHONPATH": str(repository),
        "PODPUSHER_DATA": str(settings.folder),
        "PODPUSHER_API_PORT": str(port),
        **changes,
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "podpusher", "api"],
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    base = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + 60
        while True:
            try:
                httpx2.get(f"{base}/api/health", timeout=2.0)
                break
            except httpx2.TransportError:
                assert process.poll() is None, process.communicate()[0]
                assert time.monotonic() < deadline
                time.sleep(0.1)
        yield process, base
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate(timeout=30)


@pytest.mark.parametrize("workers", ["1", "2"])
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_starts_answers_and_stops_cleanly(
    published: WarehouseSettings,
    repository: Path,
    tmp_path: Path,
    workers: str,
    number: signal.Signals,
) -> None:
    changes = {"PODPUSHER_API_WORKERS": workers}
    with running(published, repository, tmp_path, **changes) as (process, base):
        first = httpx2.get(f"{base}/api/v1/trends?limit=3")
        assert first.status_code == 200
        assert len(first.json()["items"]) == 3
        assert first.headers["server"] == "granian"  # its name, no version
        again = httpx2.get(
            f"{base}/api/v1/trends?limit=3", headers={"if-none-match": first.headers["etag"]}
        )
        assert (again.status_code, again.content) == (304, b"")
        foreign = httpx2.get(f"{base}/api/v1/trends", headers={"host": "evil.example"})
        assert foreign.json()["code"] == "request.host_not_allowed"
        assert httpx2.get(f"{base}/").json()["code"] == "route.not_found"
        family = [psutil.Process(process.pid), *psutil.Process(process.pid).children(True)]
        process.send_signal(number)
        said, _ = process.communicate(timeout=30)
        assert "Traceback" not in said
        assert f"{base}/api, {workers} worker" in said
        assert process.returncode in (0, -number)
        assert not [one for one in family if one.is_running() and one.status() != "zombie"]
        with pytest.raises(httpx2.TransportError):
            httpx2.get(f"{base}/api/health", timeout=1.0)
    assert list(tmp_path.iterdir()) == []


def test_no_worker_outlives_a_killed_manager(
    published: WarehouseSettings, repository: Path, tmp_path: Path
) -> None:
    with running(published, repository, tmp_path) as (process, base):
        assert httpx2.get(f"{base}/api/health").status_code == 200
        family = psutil.Process(process.pid).children(True)
        process.kill()
        process.wait(10)
        _gone, alive = psutil.wait_procs(family, timeout=15)
        for one in alive:
            one.kill()
        assert alive == []


def test_a_worker_that_dies_ends_the_manager_for_its_supervisor_to_see(
    published: WarehouseSettings, repository: Path, tmp_path: Path
) -> None:
    changes = {"PODPUSHER_API_WORKERS": "2"}
    with running(published, repository, tmp_path, **changes) as (process, base):
        assert httpx2.get(f"{base}/api/health").status_code == 200
        family = psutil.Process(process.pid).children(True)
        workers = [one for one in family if "resource_tracker" not in " ".join(one.cmdline())]
        workers[0].kill()
        assert process.wait(30) == 1
        _gone, alive = psutil.wait_procs(family, timeout=15)
        for one in alive:
            one.kill()
        assert alive == []


def test_a_port_in_use_is_a_clear_error(
    published: WarehouseSettings, repository: Path, tmp_path: Path
) -> None:
    with running(published, repository, tmp_path) as (_process, base):
        second = subprocess.run(
            [sys.executable, "-m", "podpusher", "api"],
            cwd=tmp_path,
            env={
                **os.environ,
                "PYTHONPATH": str(repository),
                "PODPUSHER_DATA": str(published.folder),
                "PODPUSHER_API_PORT": base.rpartition(":")[2],
            },
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert second.returncode == 1
    assert "PODPUSHER_API_PORT" in second.stdout
    assert "Traceback" not in second.stdout + second.stderr
