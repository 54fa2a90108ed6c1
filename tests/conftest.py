"""What every test may lean on: the recorded data, a data folder of its own, no real network."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

from warehouse.settings import WarehouseSettings, warehouse_settings

ROOT = Path(__file__).resolve().parent.parent

# Properties are no timings: a first call may load a locale on a busy machine.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


# Suites whose session fixture is dear: one worker runs all of each.
TOGETHER = ("assets", "dbt", "e2e", "orchestration")


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of such a suite on one worker."""
    for item in items:
        suite = item.path.relative_to(ROOT / "tests").parts[0]
        if suite in TOGETHER:
            item.add_marker(pytest.mark.xdist_group(suite))


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
