"""A list of recordings that lies beside them and tells where each was recorded."""

from __future__ import annotations

from pathlib import Path
from typing import Any

INDEX = "index.json"
_LARGEST = 5_000_000  # bytes


def address_of(file: Path) -> str | None:
    """The web address that `index.json` beside a recording gives for it, else None.

    The index is a list; the entry of a file holds the file's name and its address, in a list or an
    object, among whatever else the tool wrote.
    """
    import orjson

    index = file.parent / INDEX
    try:
        if file.name == INDEX or not index.is_file() or index.stat().st_size > _LARGEST:
            return None
        entries = orjson.loads(index.read_bytes())
    except (OSError, orjson.JSONDecodeError):
        return None
    for entry in entries if isinstance(entries, list) else ():
        values = _values(entry)
        if file.name in values:
            return next((text for text in values if text.startswith(("http://", "https://"))), None)
    return None


def _values(entry: Any) -> list[str]:
    values = entry.values() if isinstance(entry, dict) else entry if isinstance(entry, list) else ()
    return [value for value in values if isinstance(value, str)]
