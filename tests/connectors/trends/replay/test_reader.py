"""Finding files: folders, hidden files, permissions."""

from __future__ import annotations

import os

import pytest

from connectors.errors import UnusableInput
from connectors.trends.replay import reader
from connectors.trends.replay.reader import find_files, read_bytes


def test_nested_folders_in_order_hidden_files_left_out(tmp_path):
    for name in ("b.csv", "a/2.csv", "a/1.csv", ".hidden", ".git/x", "__MACOSX/y"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
    assert [found.name for found in find_files(tmp_path)] == ["a/1.csv", "a/2.csv", "b.csv"]


def test_one_file(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("x")
    assert [found.name for found in find_files(path)] == ["mine.csv"]


def test_a_linked_folder_is_not_entered(tmp_path):
    (tmp_path / "a.csv").write_text("x")
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    assert [found.name for found in find_files(tmp_path)] == ["a.csv"]


@pytest.mark.parametrize(("make", "reason"), [(True, "empty_folder"), (False, "not_found")])
def test_nothing_to_read(tmp_path, make, reason):
    folder = tmp_path / "signals"
    if make:
        (folder / "inner").mkdir(parents=True)
    with pytest.raises(UnusableInput) as caught:
        find_files(folder)
    assert caught.value.reason == reason
    assert caught.value.path == str(folder)


class LockedDoor:
    """A listing that refuses some folders, as the system does to everybody but root."""

    def __init__(self, *locked: str) -> None:
        self._locked = locked
        self._real = os.scandir

    def __call__(self, folder):
        if os.path.basename(folder) in self._locked:  # noqa: PTH119  # the fake stands in for os
            raise PermissionError(13, "Permission denied", str(folder))
        return self._real(folder)


def test_a_folder_without_permission(tmp_path, monkeypatch):
    monkeypatch.setattr(reader.os, "scandir", LockedDoor(tmp_path.name))
    with pytest.raises(UnusableInput) as caught:
        find_files(tmp_path)
    assert caught.value.code == "input.no_permission"
    assert "permission" in caught.value.message


def test_a_subfolder_without_permission_does_not_stop_the_others(tmp_path, monkeypatch):
    for name in ("open/a.csv", "shut/b.csv"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text("x")
    monkeypatch.setattr(reader.os, "scandir", LockedDoor("shut"))
    found = {file.name: file.error for file in find_files(tmp_path)}
    assert found["open/a.csv"] is None
    assert found["shut"].reason == "no_permission"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_real_folder_without_permission(tmp_path):
    tmp_path.chmod(0o000)
    try:
        with pytest.raises(UnusableInput, match="permission"):
            find_files(tmp_path)
    finally:
        tmp_path.chmod(0o700)


def test_unreadable_files(tmp_path, monkeypatch):
    with pytest.raises(UnusableInput) as caught:
        read_bytes(tmp_path / "gone.csv")
    assert caught.value.reason == "unreadable"
    path = tmp_path / "big.csv"
    path.write_bytes(b"x" * 11)
    monkeypatch.setattr(reader, "MAX_FILE", 10)
    with pytest.raises(UnusableInput) as caught:
        read_bytes(path)
    assert caught.value.reason == "too_large"


def test_a_name_that_is_no_utf8_can_still_be_shown(tmp_path):
    (tmp_path / os.fsdecode(b"na\xefve.csv")).write_text("x")
    assert find_files(tmp_path)[0].name == "na\ufffdve.csv"
