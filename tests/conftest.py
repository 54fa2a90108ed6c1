"""What every test may lean on: the recorded data, a data folder of its own, no real network."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from warehouse.settings import WarehouseSettings, warehouse_settings

ROOT = Path(__file__).resolve().parent.parent

# Properties are no timings: a first call may load a locale on a busy machine.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


# Suites whose session fixture is dear: one worker runs all of each. Kills have an installation of
# their own and take as long as the rest of e2e.
TOGETHER = (
    "tests/e2e/test_kill.py",
    "tests/assets",
    "tests/dbt",
    "tests/e2e",
    "tests/orchestration",
)


def suite_of(node_id: str) -> str:
    """What of the tests stays on one worker: a suite, else the test alone."""
    return next((suite for suite in TOGETHER if node_id.startswith(suite)), node_id)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Keep the tests of such a suite on one worker.

    xdist's own groups go by a name it puts into a test's id, which pytest 9.2 does not take up.
    """
    from xdist.scheduler import LoadScopeScheduling

    class BySuite(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return suite_of(nodeid)

    return BySuite(config, log)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of recorded data beside the repository, or a skip that says so."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the recorded data (../shared/data) is not on this machine")
    return folder


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of the checkout."""
    return ROOT


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> WarehouseSettings:
    """Settings over an empty data folder; the cached settings see it too."""
    monkeypatch.setenv("PODPUSHER_DATA", str(tmp_path / "data"))
    warehouse_settings.cache_clear()
    yield WarehouseSettings(data=tmp_path / "data")
    warehouse_settings.cache_clear()


def pytest_make_parametrize_id(val: object) -> str | None:
    """Bytes are named by their length: compressed ones differ by the second they were made in."""
    return f"{len(val)}_bytes" if isinstance(val, bytes) else None
