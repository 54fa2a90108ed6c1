"""The OpenAPI document as one plain HTML page: no script, no font, no address but ours."""

from __future__ import annotations

import base64
import hashlib
import json
from html import escape
from typing import Any

_STYLE = """
:root{color-scheme:light dark;--line:color-mix(in srgb,currentColor 18%,transparent)}
body{font:16px/1.5 system-ui,sans-serif;max-width:62rem;margin:0 auto;padding:1.5rem}
h1{margin-bottom:0}h2{margin-top:2.5rem;border-bottom:1px solid var(--line)}
details{border:1px solid var(--line);border-radius:.6rem;padding:.6rem 1rem;margin:.6rem 0}
summary{cursor:pointer;font-weight:600}summary code{font-size:1em}
summary span{font-weight:400;opacity:.75;margin-left:.6rem}
table{border-collapse:collapse;width:100%;display:block;overflow-x:auto}
th,td{text-align:left;vertical-align:top;padding:.3rem .7rem .3rem 0}
th,td{border-top:1px solid var(--line)}
pre{overflow-x:auto;padding:.8rem;border-radius:.4rem}
pre{background:color-mix(in srgb,currentColor 7%,transparent)}
code,pre{font-family:ui-monospace,monospace;font-size:.9em}
"""
_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
CONTENT_SECURITY_POLICY = (
    f"default-src 'none'; style-src 'sha256-{_HASH}'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)


def render(document: dict[str, Any], base: str) -> bytes:
    """The page for a document whose paths lie below `base`."""
    info = document["info"]
    parts = [
        '<!doctype html><html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(info['title'])}</title><style>{_STYLE}</style></head><body>",
        f"<h1>{escape(info['title'])}</h1><p>Version {escape(info['version'])}. ",
        f'<a href="{escape(base)}/openapi.json">OpenAPI document</a></p>',
        _paragraphs(info.get("description", "")),
    ]
    for tag in document.get("tags", []):
        operations = _operations(document, tag["name"])
        parts.append(f"<h2>{escape(tag['name'].capitalize())}</h2>")
        parts.append(_paragraphs(tag.get("description", "")))
        parts += [_operation(base, path, verb, body) for path, verb, body in operations]
    parts.append("<h2>Shapes</h2>")
    for name, schema in document.get("components", {}).get("schemas", {}).items():
        parts.append(_shape(name, schema))
    parts.append("</body></html>")
    return "".join(parts).encode()


def _operations(document: dict[str, Any], tag: str) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (path, verb, body)
        for path, verbs in document["paths"].items()
        for verb, body in verbs.items()
        if tag in body.get("tags", [])
    ]


def _operation(base: str, path: str, verb: str, body: dict[str, Any]) -> str:
    rows = "".join(
        f"<tr><td><code>{escape(one['name'])}</code></td><td>{escape(one['in'])}</td>"
        f"<td>{escape(_type(one['schema']))}</td>"
        f"<td>{_inline(one.get('description', ''))}</td></tr>"
        for one in body.get("parameters", [])
    )
    table = (
        f"<table><tr><th>Parameter</th><th>In</th><th>Type</th><th></th></tr>{rows}</table>"
        if rows
        else ""
    )
    answers = "".join(
        f"<tr><td>{escape(status)}</td><td>{_inline(answer.get('description', ''))}</td>"
        f"<td>{escape(_answer_type(answer))}</td></tr>"
        for status, answer in sorted(body["responses"].items())
    )
    return (
        f"<details><summary><code>{verb.upper()} {escape(base + path)}</code>"
        f"<span>{escape(body.get('summary', ''))}</span></summary>"
        f"{_paragraphs(body.get('description', ''))}{table}"
        f"<table><tr><th>Status</th><th>Meaning</th><th>Shape</th></tr>{answers}</table></details>"
    )


def _shape(name: str, schema: dict[str, Any]) -> str:
    rows = "".join(
        f"<tr><td><code>{escape(field)}</code></td><td>{escape(_type(body))}</td>"
        f"<td>{_inline(body.get('description', ''))}</td></tr>"
        for field, body in schema.get("properties", {}).items()
    )
    values = ", ".join(str(value) for value in schema.get("enum", []))
    examples = schema.get("examples", [])
    sample = (
        f"<pre>{escape(json.dumps(examples[0], indent=2, ensure_ascii=False))}</pre>"
        if examples
        else ""
    )
    return (
        f'<details id="{escape(name)}"><summary><code>{escape(name)}</code></summary>'
        f"{_paragraphs(schema.get('description', ''))}{escape(values)}"
        f"<table>{rows}</table>{sample}</details>"
    )


def _type(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    if "anyOf" in schema:
        return " or ".join(_type(one) for one in schema["anyOf"])
    if schema.get("type") == "array":
        return f"list of {_type(schema.get('items', {}))}"
    if "enum" in schema:
        return " | ".join(str(value) for value in schema["enum"])
    kind = str(schema.get("type", "any"))
    return f"{kind} ({schema['format']})" if "format" in schema else kind


def _answer_type(answer: dict[str, Any]) -> str:
    return ", ".join(
        f"{kind}: {_type(body.get('schema', {}))}"
        for kind, body in answer.get("content", {}).items()
    )


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{_inline(part)}</p>" for part in text.split("\n\n") if part.strip())


def _inline(text: str) -> str:
    """Escaped text; words between backticks are code."""
    pieces = escape(text).split("`")
    return "".join(
        f"<code>{piece}</code>" if place % 2 and place < len(pieces) - 1 else piece
        for place, piece in enumerate(pieces)
    )
