"""Score cards of this installation: one immutable file each, the newest by its name."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

KEEP = 10
_FILE = re.compile(r"score-card-(\d{8}T\d{12}-[0-9a-f]{8})\.json")


@dataclass(frozen=True, slots=True)
class StoredCard:
    """A card on disk; its id holds the time it was made and a part of its hash."""

    id: str
    path: Path

    def read(self) -> dict[str, Any]:
        """The card; ValueError when the file is damaged, OSError when it is gone."""
        found: dict[str, Any] = json.loads(self.path.read_bytes())
        return found


def write_card(folder: Path, card: Mapping[str, Any], moment: datetime) -> StoredCard:
    """Keep a card, whole or not at all, and drop all but the newest ten.

    `moment` is when it was made, aware. Raises ValueError for a number that JSON cannot hold.
    """
    text = json.dumps(card, allow_nan=False).encode()
    identity = f"{moment.astimezone(UTC):%Y%m%dT%H%M%S%f}-{hashlib.sha256(text).hexdigest()[:8]}"
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"score-card-{identity}.json"
    part = folder / f".{target.name}.{os.getpid()}.part"
    try:
        with part.open("wb") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    for old in _kept(folder)[KEEP:]:
        old.path.unlink(missing_ok=True)
    return StoredCard(identity, target)


def newest_card(folder: Path) -> StoredCard | None:
    """The newest card, None before the first."""
    return next(iter(_kept(folder)), None)


def _kept(folder: Path) -> list[StoredCard]:
    """Cards, newest first."""
    if not folder.is_dir():
        return []
    found = [(_FILE.fullmatch(path.name), path) for path in folder.iterdir()]
    cards = [StoredCard(match[1], path) for match, path in found if match]
    return sorted(cards, key=lambda card: card.id, reverse=True)
