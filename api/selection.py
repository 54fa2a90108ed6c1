"""Which fields of a trend are asked for, and how they lie side by side in a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from api.errors import InvalidRequest
from api.schemas.trends import Trend

ROWS_OF_A_TABLE: Final = 100_000
# The columns of a table and what they hold, in the order of the wire's fields.
COLUMNS: Final[dict[str, type]] = {
    "term_id": str,
    "term": str,
    "display": str,
    "scored_on": date,
    "score_version": str,
    "score": float,
    "score_low": float,
    "confidence": float,
    "stage": str,
    "rank": int,
    "sources": str,
    "regions": str,
    "origin": str,
    "is_curated": bool,
    "risk_status": str,
    "risk_category": str,
    "risk_code": str,
    "language": str,
    "kind": str,
    "category": str,
    "occasion": str,
    "publish_by": date,
    "left_basis": str,
    "days_left": int,
    "days_left_low": int,
    "days_left_high": int,
    "lead_days": int,
    "in_time": bool,
    "peak_on": date,
    "n_members": int,
    "fit": float,
    "products": str,
}
# Fields that are not one column of their own name.
_PARTS: Final[dict[str, tuple[str, ...]]] = {
    "risk": ("risk_status", "risk_category", "risk_code"),
    "sparkline": (),
    "sparkline_source": (),
}


def chosen_fields(asked: str | None, *, table: bool) -> list[str]:
    """Fields of a trend in the order of the wire; all when none is asked for.

    Raises InvalidRequest for a field that is not there.
    """
    known = [name for name in Trend.model_fields if not table or _PARTS.get(name) != ()]
    if asked is None:
        return known
    names = {name.strip() for name in asked.split(",")}
    unknown = sorted(names.difference(known))
    if unknown:
        raise InvalidRequest(
            f"There is no field {', '.join(map(repr, unknown))[:200]}. Choose from: "
            f"{', '.join(known)}.",
            fields=[{"in": "query", "field": "fields", "problem": "unknown field"}],
        )
    return [name for name in known if name in names]


def columns_of(fields: Sequence[str]) -> list[str]:
    """The columns that hold these fields."""
    return [column for name in fields for column in _PARTS.get(name, (name,))]


def flat(row: Mapping[str, Any]) -> dict[str, Any]:
    """A scored row as a row of a table; what is several stands in one cell, with commas."""
    return {name: row[name] for name in COLUMNS}
