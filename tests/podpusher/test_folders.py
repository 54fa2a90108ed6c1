"""Which folder a command works in, and that nobody shares it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from podpusher.errors import CommandError, ExitStatus
from podpusher.folders import data_folder, only_one
from tests.factories.pipeline import ROOT
from warehouse.settings import warehouse_settings


@pytest.fixture
def no_setting(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.delenv("PODPUSHER_DATA", raising=False)
    monkeypatch.chdir(tmp_path)
    warehouse_settings.cache_clear()
    yield tmp_path
    warehouse_settings.cache_clear()


def test_a_set_folder_wins(settings) -> None:
    assert data_folder(None) == settings.folder
    assert data_folder(Path("signals")) == settings.folder


def test_live_rows_lie_in_the_default(no_setting: Path) -> None:
    assert data_folder(None) == no_setting / ".podpusher"


def test_a_replay_has_a_folder_of_its_own(no_setting: Path) -> None:
    one, other = no_setting / "a" / "Signals 2024", no_setting / "b" / "Signals 2024"
    folders = {data_folder(None), data_folder(one), data_folder(other)}
    assert len(folders) == 3  # the same name elsewhere is another folder
    assert data_folder(one) == data_folder(Path("a") / "Signals 2024")
    assert data_folder(one).name.startswith(".podpusher-signals-2024-")
    assert data_folder(one).parent == no_setting


@pytest.mark.parametrize("name", ["…", "日本", "x" * 300, "-", "a/../b"])
def test_any_name_makes_a_sane_folder(no_setting: Path, name: str) -> None:
    made = data_folder(Path(name)).name
    assert made.startswith(".podpusher-")
    assert len(made) < 60
    assert made.isascii()


def test_a_second_holder_is_told_what_to_do(tmp_path: Path) -> None:
    with only_one(tmp_path, "up"), pytest.raises(CommandError) as caught, only_one(tmp_path, "up"):
        pass
    assert caught.value.code == "up.already_running"
    assert caught.value.status is ExitStatus.FAILED
    assert "PODPUSHER_DATA" in str(caught.value)


def test_the_lock_is_free_again_after_an_error(tmp_path: Path) -> None:
    with pytest.raises(KeyError), only_one(tmp_path, "up"):
        raise KeyError
    with only_one(tmp_path, "up"):
        pass


def test_a_killed_holder_leaves_no_lock(tmp_path: Path) -> None:
    script = (
        "import sys, time; from pathlib import Path; from podpusher.folders import only_one\n"
        "with only_one(Path(sys.argv[1]), 'up'): print('held', flush=True); time.sleep(60)"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(CommandError), only_one(tmp_path, "up"):
            pass
        holder.send_signal(signal.SIGKILL)
        holder.wait()
        with only_one(tmp_path, "up"):
            pass
    finally:
        holder.kill()
        holder.communicate()
