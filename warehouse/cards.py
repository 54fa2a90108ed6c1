"""Score cards: those of this installation, the newest by its name, and the one of the weights.

Each is an immutable file. The card of the weights tells of the recorded history they were made on;
the pipeline lays it beside the installation's own, because the API reads nothing of the models.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from warehouse.whole import write_whole

KEEP = 10
_FILE = re.compile(r"score-card-(\d{8}T\d{12}-[0-9a-f]{8})\.json")
_SHIPPED = re.compile(r"(shipped-card-[0-9a-f]{16})\.json")


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
    target = folder / f"score-card-{identity}.json"
    write_whole(target, text)
    for old in _kept(folder)[KEEP:]:
        old.path.unlink(missing_ok=True)
    return StoredCard(identity, target)


def keep_shipped_card(folder: Path, card: Mapping[str, Any]) -> StoredCard:
    """Keep the card of the weights in use in place of the one before; the same one is left alone.

    Raises ValueError for a number that JSON cannot hold.
    """
    text = json.dumps(card, allow_nan=False).encode()
    identity = f"shipped-card-{hashlib.sha256(text).hexdigest()[:16]}"
    target = folder / f"{identity}.json"
    if not target.is_file():
        write_whole(target, text)
    for old in _shipped(folder):
        if old.id != identity:
            old.path.unlink(missing_ok=True)
    return StoredCard(identity, target)


def shipped_card(folder: Path) -> StoredCard | None:
    """The card of the weights in use, None before the first publication."""
    return next(iter(_shipped(folder)), None)


def newest_card(folder: Path) -> StoredCard | None:
    """The newest card, None before the first."""
    return next(iter(_kept(folder)), None)


def _kept(folder: Path) -> list[StoredCard]:
    """Cards of the installation, newest first."""
    return sorted(_named(folder, _FILE), key=lambda card: card.id, reverse=True)


def _shipped(folder: Path) -> list[StoredCard]:
    return sorted(_named(folder, _SHIPPED), key=lambda card: card.id)


def _named(folder: Path, pattern: re.Pattern[str]) -> list[StoredCard]:
    if not folder.is_dir():
        return []
    found = [(pattern.fullmatch(path.name), path) for path in folder.iterdir()]
    return [StoredCard(match[1], path) for match, path in found if match]
