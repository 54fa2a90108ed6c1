"""Turning rules' values into plain JSON and briefs back again, without loss."""

from __future__ import annotations

import dataclasses
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from domain.ideas.brief import Brief

if TYPE_CHECKING:
    from pydantic import TypeAdapter


def plain(value: Any) -> Any:
    """Dataclasses, enums, decimals, days and tuples as JSON values; decimals become text.

    Raises TypeError for anything else that JSON cannot carry.
    """
    if isinstance(value, Enum):
        return plain(value.value)
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime | date):
        return value.isoformat()
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {
            field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)
        }
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        items = [plain(item) for item in value]
        return sorted(items, key=str) if isinstance(value, set | frozenset) else items
    raise TypeError(f"{type(value).__name__} cannot be kept as JSON: turn it into plain values")


def brief_to_json(brief: Brief) -> dict[str, Any]:
    """A brief as plain JSON values."""
    result: dict[str, Any] = plain(brief)
    return result


def brief_from_json(data: dict[str, Any]) -> Brief:
    """The brief that `brief_to_json` wrote; ValueError when the data is none."""
    return _adapter().validate_python(data)


@lru_cache
def _adapter() -> TypeAdapter[Brief]:
    from pydantic import TypeAdapter

    return TypeAdapter(Brief)
