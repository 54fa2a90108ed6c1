"""The designs folder: by content, whole or not at all, never outside."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from warehouse.errors import NotFound
from warehouse.store import ContentStore


def test_the_same_bytes_are_one_file(tmp_path: Path) -> None:
    store = ContentStore(tmp_path)
    first, second = store.put(b"picture", "image/png"), store.put(b"picture", "image/png")
    assert first == second
    assert first.sha256 == hashlib.sha256(b"picture").hexdigest()
    assert first.bytes == 7
    assert store.locate(first.path).read_bytes() == b"picture"
    assert store.intact(first)
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


def test_a_shortened_file_is_written_again(tmp_path: Path) -> None:
    store = ContentStore(tmp_path)
    stored = store.put(b"picture", "image/png")
    store.locate(stored.path).write_bytes(b"pic")
    assert not store.intact(stored)
    assert store.intact(store.put(b"picture", "image/png"))


def test_a_finished_file_is_adopted(tmp_path: Path) -> None:
    source = tmp_path / "made.webp"
    source.write_bytes(b"webp")
    stored = ContentStore(tmp_path / "store").adopt(source, "image/webp")
    assert stored.path.endswith(".webp")
    assert source.exists()


def test_a_failed_write_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full_disk(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full_disk)
    with pytest.raises(OSError, match="No space"):
        ContentStore(tmp_path).put(b"picture", "image/png")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("path", ["../outside.png", "/etc/passwd", "missing.png", "", "a/../../x"])
def test_nothing_outside_is_found(tmp_path: Path, path: str) -> None:
    (tmp_path / "outside.png").write_bytes(b"x")
    with pytest.raises(NotFound):
        ContentStore(tmp_path / "store").locate(path)


def test_a_link_that_leads_outside_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"x")
    store = tmp_path / "store"
    store.mkdir()
    (store / "link.png").symlink_to(tmp_path / "secret")
    with pytest.raises(NotFound):
        ContentStore(store).locate("link.png")


def test_a_lost_file_is_not_intact(tmp_path: Path) -> None:
    store = ContentStore(tmp_path)
    stored = store.put(b"picture", "image/jpeg")
    store.locate(stored.path).unlink()
    assert not store.intact(stored)


def test_only_pictures_are_kept(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="text/html"):
        ContentStore(tmp_path).put(b"<script>", "text/html")
