"""Landed files: what a source answered, kept as it came. Written once, never changed."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from domain.signals import Origin
from warehouse.errors import NotFound, WarehouseError


@dataclass(frozen=True, slots=True)
class LandedFile:
    """One landed payload. `sha256` is of its bytes; `captured_at` None: the rows themselves say.

    `key` names it within its source: the hash, and the variant where one was needed.
    """

    source: str
    sha256: str
    path: Path
    origin: Origin
    captured_at: datetime | None
    landed_at: datetime
    file_name: str
    size: int
    meta: Mapping[str, Any]

    @property
    def key(self) -> str:
        """Unique within the source."""
        return self.path.name.partition(".")[0]


class LandingDamaged(WarehouseError):
    """A landed file no longer holds the bytes it was named after."""

    code = "landing.damaged"


class Landing:
    """Landed files as `<folder>/<source>/<first two>/<sha256><suffix>`, a JSON note beside each."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(
        self,
        source: str,
        origin: Origin,
        captured_at: datetime | None,
        payload: bytes,
        suffix: str = "",
        meta: Mapping[str, Any] | None = None,
        *,
        file_name: str | None = None,
        landed_at: datetime | None = None,
        variant: str = "",
    ) -> LandedFile:
        """Keep a payload.

        The same bytes of the same source are kept once, and the first side note stays; with another
        `variant` (a region, say, that the bytes do not tell) they are another answer. A crash at
        any moment leaves either nothing or the whole.
        """
        sha = hashlib.sha256(payload).hexdigest()
        path = self._place(source, sha, _safe_suffix(suffix))
        if _note_path(path).exists() and _variant_of(_note_path(path)) != variant:
            path = self._place(source, f"{sha}-{_safe_variant(variant)}", _safe_suffix(suffix))
        note = _note_path(path)
        if not note.exists():  # the note is written last: it marks a complete landing
            path.parent.mkdir(parents=True, exist_ok=True)
            if not path.exists() or path.stat().st_size != len(payload):
                _write_once(path, payload)
            landed = (landed_at or datetime.now(UTC)).astimezone(UTC)
            _write_once(
                note,
                json.dumps(
                    {
                        "source": source,
                        "sha256": sha,
                        "file": path.name,
                        "origin": origin.value,
                        "captured_at": _iso(captured_at),
                        "landed_at": _iso(landed),
                        "file_name": file_name or path.name,
                        "size": len(payload),
                        "meta": dict(meta or {}),
                        **({"variant": variant} if variant else {}),
                    },
                    ensure_ascii=False,
                    sort_keys=True,
                    default=str,
                ).encode(),
            )
        return _from_note(note)

    def files(self, source: str) -> list[LandedFile]:
        """All landed files of a source, in the order they were landed."""
        folder = self.folder / source
        found = [_from_note(note) for note in folder.glob("*/*.note.json")]
        return sorted(found, key=lambda file: (file.landed_at, file.sha256))

    def get(self, source: str, sha256: str) -> LandedFile:
        """One landed file; of several variants the first. Raises NotFound."""
        notes = sorted((self.folder / source / sha256[:2]).glob(f"{sha256}*.note.json"))
        if not notes:
            raise NotFound(f"no landed file {sha256[:12]} of {source}; land it again")
        return _from_note(notes[0])

    def read(self, file: LandedFile) -> bytes:
        """The bytes. Raises LandingDamaged when they are not what was landed."""
        payload = file.path.read_bytes()
        if hashlib.sha256(payload).hexdigest() != file.sha256:
            raise LandingDamaged(
                f"the landed file {file.path.name} was changed. Remove it and its note, "
                "then land the original again."
            )
        return payload

    def set_current(self, source: str, files: Sequence[LandedFile]) -> None:
        """Say which landed files make up the source now; earlier ones stay on disk, unused."""
        folder = self.folder / source
        folder.mkdir(parents=True, exist_ok=True)
        body = json.dumps([file.sha256 for file in files]).encode()
        replace_file(folder / "current.json", body)

    def current(self, source: str) -> list[LandedFile]:
        """The files named by the last `set_current`; none when never said."""
        pointer = self.folder / source / "current.json"
        if not pointer.exists():
            return []
        return [self.get(source, sha) for sha in json.loads(pointer.read_bytes())]

    def sweep(self, before: datetime) -> int:
        """Remove what writers that were killed left half-written before a moment; how many."""
        swept = 0
        for rest in self.folder.rglob(".*.tmp"):
            if datetime.fromtimestamp(rest.stat().st_mtime, UTC) < before:
                rest.unlink(missing_ok=True)
                swept += 1
        return swept

    def remove(self, file: LandedFile) -> None:
        """Forget a file whose retention has ended. Its note goes first, so no half is left."""
        _note_path(file.path).unlink(missing_ok=True)
        file.path.unlink(missing_ok=True)

    def _place(self, source: str, sha: str, suffix: str) -> Path:
        if not source.replace("_", "").replace("-", "").isalnum():
            raise ValueError(f"{source!r} is no source id: letters, digits, underscore, hyphen")
        return self.folder / source / sha[:2] / f"{sha}{suffix}"


def _note_path(path: Path) -> Path:
    return path.with_name(f"{path.name}.note.json")


def _safe_suffix(suffix: str) -> str:
    cleaned = "".join(char for char in suffix.lower() if char.isalnum() or char == ".")[:16]
    return f".{cleaned.strip('.')}" if cleaned.strip(".") else ""


def _safe_variant(variant: str) -> str:
    """For a file name; two variants may not meet in one."""
    plain = "".join(char for char in variant if char.isalnum())[:20]
    return f"{plain}{hashlib.sha256(variant.encode()).hexdigest()[:6]}"


def _variant_of(note: Path) -> str:
    return str(json.loads(note.read_bytes()).get("variant", ""))


def _iso(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat() if moment else None


def _from_note(note: Path) -> LandedFile:
    said = json.loads(note.read_bytes())
    captured = said["captured_at"]
    return LandedFile(
        source=said["source"],
        sha256=said["sha256"],
        path=note.with_name(said["file"]),
        origin=Origin(said["origin"]),
        captured_at=datetime.fromisoformat(captured) if captured else None,
        landed_at=datetime.fromisoformat(said["landed_at"]),
        file_name=said["file_name"],
        size=said["size"],
        meta=said["meta"],
    )


def _write_once(path: Path, payload: bytes) -> None:
    """Whole or not at all, and on the disk before the name appears."""
    replace_file(path, payload)
    path.chmod(0o444)


def replace_file(path: Path, payload: bytes) -> None:
    """Put a file in place: whole or not at all, and on the disk."""
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        with temporary.open("wb") as handle:
            handle.write(payload)
            handle.flush()
            os.fsync(handle.fileno())
        temporary.replace(path)
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    finally:
        temporary.unlink(missing_ok=True)
