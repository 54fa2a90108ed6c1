"""The order of versions by the number in their names: as text v10 would come before v2."""

from __future__ import annotations

import re
from collections.abc import Iterable

_NUMBER = re.compile(r"[0-9]+")


def order(name: str) -> tuple[int, str]:
    """What names are sorted by: their first number, a name without one first, then the text."""
    found = _NUMBER.search(name)
    return (int(found[0]) if found else -1, name)


def newest(names: Iterable[str]) -> str | None:
    """The name with the highest number; None of none."""
    return max(names, key=order, default=None)
