"""What each dbt test says, as a sentence: Dagster takes a check's description from its metadata."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def with_descriptions(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """The manifest with a sentence in the metadata of every test."""
    nodes = {
        name: node | {"meta": {"description": sentence(node)} | (node.get("meta") or {})}
        if node["resource_type"] == "test"
        else node
        for name, node in manifest["nodes"].items()
    }
    return dict(manifest) | {"nodes": nodes}


def sentence(test: Mapping[str, Any]) -> str:
    """The test's own description, what its kind means, or the comment its SQL begins with."""
    if test.get("description"):
        return str(test["description"])
    generic = test.get("test_metadata") or {}
    arguments = generic.get("kwargs") or {}
    column = arguments.get("column_name")
    match generic.get("name"):
        case "not_null":
            return f"{column} is never empty."
        case "unique":
            return f"No {column} stands twice."
        case "accepted_values":
            return f"{column} is one of: {', '.join(map(str, arguments['values']))}."
    return _first_comment(test.get("raw_code") or "") or f"dbt test {test['name']}."


def _first_comment(sql: str) -> str:
    for line in sql.splitlines():
        if line.startswith("-- "):
            return line.removeprefix("-- ").strip()
    return ""
