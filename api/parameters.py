"""Query parameters that are read strictly: one spelling for each value."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any

from fastapi import Path, Query
from pydantic import BeforeValidator, Field

MAX_LIMIT = 200
_INTEGER = re.compile(r"[0-9]{1,9}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"[0-9]{1,3}(\.[0-9]{1,17})?")
_BOOLEAN = {"true": True, "false": False}
# No control characters. Lone surrogates never arrive: what is not UTF-8 is replaced on the way in.
PRINTABLE = r"^[^\x00-\x1f\x7f]*$"


def whole_number(value: Any) -> Any:
    """The value, unless it is a text that is more than plain digits."""
    if isinstance(value, str) and not _INTEGER.fullmatch(value):
        raise ValueError("give a whole number, digits only")
    return value


def _day(value: Any) -> Any:
    if isinstance(value, str) and not _DAY.fullmatch(value):
        raise ValueError("give a day as YYYY-MM-DD")
    return value


def number(value: Any) -> Any:
    """The value, unless it is a text that is more than a plain decimal number."""
    if isinstance(value, str) and not _NUMBER.fullmatch(value):
        raise ValueError("give a number such as 0.5")
    return value


def _boolean(value: Any) -> Any:
    if isinstance(value, str):
        if value not in _BOOLEAN:
            raise ValueError("give true or false")
        return _BOOLEAN[value]
    return value


Limit = Annotated[
    int,
    Field(ge=1, le=MAX_LIMIT),  # before the validator, or the document would not show it
    BeforeValidator(whole_number),
    Query(description="Rows a page.", examples=[50]),
]
OptionalLimit = Annotated[
    Annotated[int, Field(ge=1, le=MAX_LIMIT)] | None,
    BeforeValidator(whole_number),
    Query(description="Rows: 50 of a page, all of a table when it is not given.", examples=[50]),
]
Cursor = Annotated[
    str | None,
    Query(
        min_length=1,
        max_length=1024,
        pattern=r"^[A-Za-z0-9_-]+$",
        description="`next_cursor` of the page before. It belongs to one query.",
    ),
]
Day = Annotated[
    date | None,
    BeforeValidator(_day),
    Query(description="A day (UTC), YYYY-MM-DD.", examples=["2024-12-31"]),
]
Share = Annotated[
    Annotated[float, Field(ge=0, le=1)] | None,
    BeforeValidator(number),
    Query(examples=[0.5]),
]
Flag = Annotated[bool | None, BeforeValidator(_boolean), Query()]
Text = Annotated[str, Field(min_length=1, max_length=100, pattern=PRINTABLE)] | None
Identity = Annotated[
    str, Path(min_length=1, max_length=200, pattern=PRINTABLE, description="As listed.")
]
