"""JSON lines, or one JSON list, as a table of strings."""

from __future__ import annotations

from typing import Any

import orjson
import polars as pl

from connectors.errors import UnusableInput
from connectors.trends.replay.encoding import DAMAGED, Decoded
from connectors.trends.replay.table import LINE, Table

MAX_COLUMNS = 500


def read_json(decoded: Decoded) -> Table:
    """One object a line (or a list of objects); lines that are none are refused one by one.

    Raises UnusableInput when no line is an object.
    """
    refused: list[dict[str, Any]] = []
    rows: list[tuple[int, dict[str, Any]]] = []
    for line, item in _items(decoded.text, refused):
        if isinstance(item, dict):
            rows.append((line, item))
        else:
            refused.append(_refusal(line, "bad_json", "not an object"))
    if not rows:
        raise UnusableInput(
            "no line is a JSON object. Write one signal a line, as docs/user/signals.md shows.",
            reason="unreadable",
        )
    names: dict[str, None] = {}
    for _, item in rows:
        names.update(dict.fromkeys(key for key in item if key != LINE))
        if len(names) > MAX_COLUMNS:
            raise UnusableInput(
                f"more than {MAX_COLUMNS} different fields. This is no table of signals.",
                reason="unknown_format",
            )
    columns: dict[str, Any] = {LINE: [line for line, _ in rows]}
    columns.update({name: [_cell(item.get(name)) for _, item in rows] for name in names})
    schema = {LINE: pl.Int64, **dict.fromkeys(names, pl.String)}
    frame = pl.DataFrame(columns, schema=schema)
    return Table(frame, (), tuple(refused), decoded.encoding, "jsonl")


def _items(text: str, refused: list[dict[str, Any]]) -> list[tuple[int, Any]]:
    if text.lstrip().startswith("["):
        try:
            whole = orjson.loads(text)
        except (orjson.JSONDecodeError, UnicodeError) as error:
            raise UnusableInput(
                "a JSON list that is not complete. Export it again.", reason="truncated"
            ) from error
        return list(enumerate(whole, start=1))
    items = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        if DAMAGED in line:
            refused.append(_refusal(number, "bad_encoding", "bytes that are not UTF-8"))
            continue
        try:
            items.append((number, orjson.loads(line)))
        except (orjson.JSONDecodeError, UnicodeError):
            refused.append(_refusal(number, "bad_json", "not complete JSON"))
    return items


def _cell(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value or None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    return orjson.dumps(value).decode()[:500]


def _refusal(line: int, reason: str, detail: str) -> dict[str, Any]:
    return {"line": line, "reason": reason, "detail": detail, "term": None}
