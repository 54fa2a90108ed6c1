"""The designs folder: files by content, written once."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from warehouse.errors import NotFound
from warehouse.whole import write_whole

_SUFFIXES = {"image/png": ".png", "image/jpeg": ".jpg", "image/webp": ".webp"}


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A kept file: path relative to the store, size in bytes, SHA-256 (hex) and media type."""

    path: str
    bytes: int
    sha256: str
    media_type: str


class ContentStore:
    """Files named by their SHA-256. Putting the same bytes twice keeps one file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, content: bytes, media_type: str) -> StoredFile:
        """Keep bytes; a killed or failed write leaves nothing under the final name.

        Raises ValueError for a media type that is no known picture, OSError when the disk fails.
        """
        suffix = _SUFFIXES.get(media_type)
        if suffix is None:
            raise ValueError(f"{media_type} is not one of {', '.join(_SUFFIXES)}")
        digest = hashlib.sha256(content).hexdigest()
        stored = StoredFile(f"{digest[:2]}/{digest}{suffix}", len(content), digest, media_type)
        target = self._folder / stored.path
        if target.is_file() and target.stat().st_size == len(content):
            return stored
        write_whole(target, content)
        return stored

    def adopt(self, path: Path, media_type: str) -> StoredFile:
        """Keep a finished file that lies elsewhere; the original stays."""
        return self.put(path.read_bytes(), media_type)

    def locate(self, relative: str) -> Path:
        """Absolute path of a kept file; NotFound when it is absent or lies outside the store."""
        path = (self._folder / relative).resolve()
        if not path.is_relative_to(self._folder.resolve()) or not path.is_file():
            raise NotFound("The picture is no longer kept. Run the design stage again.")
        return path

    def intact(self, stored: StoredFile) -> bool:
        """Whether the file is there with the bytes it was kept with."""
        try:
            path = self.locate(stored.path)
        except NotFound:
            return False
        digest = hashlib.sha256()
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
        return digest.hexdigest() == stored.sha256
