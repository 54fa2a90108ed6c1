"""Landed files: write once, whole or not at all, never changed."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from domain.signals import Origin
from warehouse.errors import NotFound
from warehouse.landing import Landing, LandingDamaged

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def landing(tmp_path):
    return Landing(tmp_path / "landing")


def land(landing, payload=b"bytes", source="replay", **more):
    return landing.write(source, Origin.REPLAY, None, payload, ".csv", {"format": "x"}, **more)


def test_a_landed_file_comes_back_as_it_was(landing):
    file = landing.write(
        "wikimedia_signals",
        Origin.LIVE,
        NOON,
        b"payload",
        ".json",
        {"url": "https://x.example"},
        landed_at=NOON,
    )
    assert file.sha256 == hashlib.sha256(b"payload").hexdigest()
    assert file.captured_at == NOON
    assert file.meta == {"url": "https://x.example"}
    assert landing.read(file) == b"payload"
    assert landing.files("wikimedia_signals") == [file]
    assert landing.get("wikimedia_signals", file.sha256) == file


def test_the_same_bytes_are_kept_once_and_the_first_note_stays(landing):
    first = land(landing, file_name="a.csv", landed_at=NOON)
    before = first.path.stat()
    again = land(landing, file_name="b.csv")
    assert again == first
    assert first.path.stat().st_mtime_ns == before.st_mtime_ns
    assert len(landing.files("replay")) == 1


def test_the_same_bytes_said_of_another_region_are_another_answer(landing):
    british = land(landing, variant="GB")
    american = land(landing, variant="US")
    assert land(landing, variant="US") == american
    assert land(landing, variant="GB") == british
    assert british.key == british.sha256 == american.sha256
    assert american.key != british.key
    assert landing.files("replay") == [british, american]
    assert [landing.read(file) for file in (british, american)] == [b"bytes", b"bytes"]
    landing.remove(british)
    assert landing.files("replay") == [american]
    assert landing.read(american) == b"bytes"


def test_variants_that_differ_in_signs_only_do_not_meet(landing):
    files = [land(landing, variant=variant) for variant in ("a", "IN-New", "IN New", "in/../new")]
    assert len({file.path for file in files}) == 4
    assert {file.path.parent for file in files} == {files[0].path.parent}


def test_files_cannot_be_written_over(landing):
    assert land(landing).path.stat().st_mode & 0o222 == 0


def test_a_changed_file_is_found_out(landing):
    file = land(landing)
    file.path.chmod(0o644)
    file.path.write_bytes(b"other")
    with pytest.raises(LandingDamaged, match="changed"):
        landing.read(file)


def test_a_crash_before_the_note_leaves_nothing_listed(landing, monkeypatch):
    real = Path.replace

    def crash(self, target):
        if str(target).endswith(".note.json"):
            raise OSError(28, "No space left on device")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", crash)
    with pytest.raises(OSError, match="No space"):
        land(landing)
    assert landing.files("replay") == []
    monkeypatch.undo()
    assert landing.read(land(landing)) == b"bytes"
    assert not list(landing.folder.rglob("*.tmp"))


def test_a_half_written_payload_is_written_again(landing):
    file = land(landing)
    note = file.path.with_name(f"{file.path.name}.note.json")
    note.unlink()
    file.path.chmod(0o644)
    file.path.write_bytes(b"by")
    assert landing.read(land(landing)) == b"bytes"


def test_files_are_listed_in_order_of_landing(landing):
    later = land(landing, b"a", landed_at=NOON.replace(hour=13))
    sooner = land(landing, b"b", landed_at=NOON)
    assert landing.files("replay") == [sooner, later]
    assert landing.files("nothing") == []


def test_current_names_the_files_that_count(landing):
    one, two = land(landing, b"one"), land(landing, b"two")
    assert landing.current("replay") == []
    landing.set_current("replay", [one, two])
    landing.set_current("replay", [two])
    assert landing.current("replay") == [two]
    assert len(landing.files("replay")) == 2


def test_a_current_file_that_is_gone_is_an_error(landing):
    file = land(landing)
    landing.set_current("replay", [file])
    landing.remove(file)
    assert landing.files("replay") == []
    with pytest.raises(NotFound):
        landing.current("replay")


@pytest.mark.parametrize("source", ["../escape", "a/b", "", "a b"])
def test_a_source_cannot_leave_the_folder(landing, source):
    with pytest.raises(ValueError, match="source id"):
        landing.write(source, Origin.LIVE, None, b"x")


@pytest.mark.parametrize(
    ("suffix", "kept"),
    [(".CSV", ".csv"), ("/../x", ".x"), ("", ""), (".parquet.gz", ".parquet.gz")],
)
def test_suffixes_are_harmless(landing, suffix, kept):
    file = landing.write("s", Origin.IMPORT, None, suffix.encode() + b"x", suffix)
    assert file.path.name == file.sha256 + kept


def test_what_killed_writers_left_is_swept(landing):
    file = land(landing)
    rest = file.path.parent / ".half.abcd.tmp"
    rest.write_bytes(b"ha")
    assert landing.sweep(datetime(2000, 1, 1, tzinfo=UTC)) == 0
    assert landing.sweep(datetime.now(UTC) + timedelta(hours=1)) == 1
    assert not rest.exists()
    assert landing.files("replay") == [file]
