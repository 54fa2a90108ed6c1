"""Whole numbers as answers write them: 12, 12.0, "12", "12,345", "1.2K"."""

from __future__ import annotations

from typing import Any

from domain.counts import UnreadableCount, parse_count


def whole(value: Any) -> int | None:
    """The count that a field of an answer holds; None when it holds none."""
    if isinstance(value, bool):
        return None
    if isinstance(value, float):
        return int(value) if value.is_integer() and value >= 0 else None
    if isinstance(value, int):
        return value if value >= 0 else None
    if not isinstance(value, str):
        return None
    if value.strip().isdecimal() and len(value) <= 20:
        return int(value)
    try:
        return parse_count(value).value
    except UnreadableCount:
        return None
