"""What a generation file says of itself."""

from __future__ import annotations

import json
from datetime import UTC
from pathlib import Path
from typing import Any

import duckdb

from warehouse.serving.generations import Generation, parts_from


def describe(path: Path) -> Generation:
    """Read a generation's own record. Raises duckdb.Error for a file that is none of ours."""
    with duckdb.connect(str(path), read_only=True) as connection:
        result = connection.execute("select * from meta")
        names = [column[0] for column in result.description or ()]
        found: dict[str, Any] = dict(zip(names, result.fetchall()[0], strict=True))
    return Generation(
        id=found["generation"],
        file=path.name,
        as_of=found["as_of"],
        mode=found["mode"],
        score_version=found["score_version"],
        schema_version=found["schema_version"],
        fingerprint=found["fingerprint"],
        created_at=found["created_at"].replace(tzinfo=UTC),
        rows=json.loads(found["row_counts"]),
        parts=parts_from(json.loads(found.get("parts", "[]"))),
    )
