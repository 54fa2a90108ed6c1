"""Reading changes nothing: no file of the data folder is made, changed or touched."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from tests.api.conftest import application, browser
from tests.api.test_edge import EVERY
from warehouse.settings import WarehouseSettings


def state_of(folder: Path) -> dict[str, tuple[str, int]]:
    return {
        str(path.relative_to(folder)): (
            hashlib.sha256(path.read_bytes()).hexdigest(),
            path.stat().st_mtime_ns,
        )
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_every_get_leaves_the_data_folder_as_it_was(
    full: WarehouseSettings, tmp_path: Path
) -> None:
    own = WarehouseSettings(data=tmp_path / "data")
    shutil.copytree(full.folder, own.folder)
    before = state_of(own.folder)
    assert "state.db" in before
    client = browser(application(own))
    questions = [*EVERY, "/v1/changes?since=x"]
    client.post("/v1/trends/lookup", json={"terms": ["book club"]})
    for path in [*questions, "/v1/trends?limit=1", "/v1/trends?limit=0", "/nothing"]:
        for method in ("GET", "HEAD", "OPTIONS"):
            client.request(method, path)
    assert state_of(own.folder) == before


def test_an_empty_installation_stays_empty(tmp_path: Path) -> None:
    client = browser(application(WarehouseSettings(data=tmp_path / "data")))
    for path in EVERY:
        client.get(path)
    assert list(tmp_path.iterdir()) == []
