"""Names on disk: generation files and the pointer that says which one is current."""

from __future__ import annotations

import json
import os
import re
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

SCHEMA_VERSION = 6
PART_VERSION = 2
KEEP = 3
# Days, the as-of day included, that a run writes anew (PODPUSHER_SCORE_DAYS unless set otherwise).
OPEN_DAYS = 28
POINTER = "current.json"
_FILE = re.compile(r"serving-(\d{8}T\d{12}-[0-9a-f]{8})\.duckdb")
_PART = re.compile(r"part-\d{4}-\d{2}-[0-9a-f]{32}\.duckdb")


@dataclass(frozen=True, slots=True)
class Part:
    """The daily rows of one closed month, in a file named by month and content.

    `glance` tells cheaply whether the warehouse may hold other rows by now.
    """

    month: str  # YYYY-MM
    file: str
    glance: str
    rows: dict[str, int]

    @property
    def alias(self) -> str:
        """The name under which a generation's views ask for it."""
        return self.file.removesuffix(".duckdb").replace("-", "_")


@dataclass(frozen=True, slots=True)
class Generation:
    """One published snapshot. `rows` counts the rows of each table; times are aware UTC.

    `parts` are the closed months it is made of besides its own file, oldest first.
    """

    id: str
    file: str
    as_of: date
    mode: str  # live or replay
    score_version: str
    schema_version: int
    fingerprint: str
    created_at: datetime
    rows: dict[str, int]
    parts: tuple[Part, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Plain values, as the pointer holds them."""
        return {
            "id": self.id,
            "file": self.file,
            "as_of": self.as_of.isoformat(),
            "mode": self.mode,
            "score_version": self.score_version,
            "schema_version": self.schema_version,
            "fingerprint": self.fingerprint,
            "created_at": self.created_at.isoformat(),
            "rows": self.rows,
            "parts": [asdict(part) for part in self.parts],
        }

    @staticmethod
    def from_json(data: dict[str, Any]) -> Generation:
        """The generation that `to_json` wrote; KeyError or ValueError for anything else."""
        return Generation(
            id=data["id"],
            file=data["file"],
            as_of=date.fromisoformat(data["as_of"]),
            mode=data["mode"],
            score_version=data["score_version"],
            schema_version=data["schema_version"],
            fingerprint=data["fingerprint"],
            created_at=datetime.fromisoformat(data["created_at"]).astimezone(UTC),
            rows=dict(data["rows"]),
            parts=parts_from(data.get("parts", [])),
        )


def generation_id(moment: datetime, fingerprint: str) -> str:
    """A new name: the time to the microsecond, then the content."""
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%S%f}-{fingerprint[:8]}"


def file_name(identity: str) -> str:
    """File of a generation."""
    return f"serving-{identity}.duckdb"


def open_from(as_of: date) -> date:
    """The first day, always of a month, that a generation holds in its own file."""
    return (as_of - timedelta(days=OPEN_DAYS - 1)).replace(day=1)


def part_file(month: date, digest: str) -> str:
    """File of a closed month with this content."""
    return f"part-{month:%Y-%m}-{digest}.duckdb"


def parts_from(data: list[dict[str, Any]]) -> tuple[Part, ...]:
    """Parts as a pointer or a generation names them; KeyError for anything else.

    A name that is none of ours is refused: it would become a path.
    """
    parts = tuple(
        Part(month=one["month"], file=one["file"], glance=one["glance"], rows=dict(one["rows"]))
        for one in data
    )
    for part in parts:
        if not _PART.fullmatch(part.file):
            raise KeyError(part.file)
    return parts


def kept_parts(folder: Path) -> list[Path]:
    """Part files in the folder, by month."""
    return sorted(path for path in folder.iterdir() if _PART.fullmatch(path.name))


def valid_id(identity: str) -> bool:
    """Whether the text has the shape of a generation id (so that it may become a path)."""
    return _FILE.fullmatch(file_name(identity)) is not None


def kept(folder: Path) -> list[Path]:
    """Generation files in the folder, newest first."""
    if not folder.is_dir():
        return []
    return sorted((path for path in folder.iterdir() if _FILE.fullmatch(path.name)), reverse=True)


def read_pointer(folder: Path) -> Generation | None:
    """The current generation, None before the first publication.

    A pointer is replaced whole, so an unreadable one is damage from outside and raises ValueError.
    """
    try:
        text = (folder / POINTER).read_text()
    except FileNotFoundError:
        return None
    try:
        return Generation.from_json(json.loads(text))
    except (KeyError, TypeError) as error:
        raise ValueError(f"{folder / POINTER} is damaged: publish again") from error


def write_pointer(folder: Path, generation: Generation) -> None:
    """Make a generation current: whole or not at all, also through a power cut."""
    temporary = folder / f".{POINTER}.part"
    with temporary.open("w") as file:
        json.dump(generation.to_json(), file)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(folder / POINTER)
    sync_folder(folder)


def sync_folder(folder: Path) -> None:
    """Flush the folder's own entries to disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
