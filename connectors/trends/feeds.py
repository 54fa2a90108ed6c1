"""Entries of an Atom or RSS feed, whichever it is."""

from __future__ import annotations

from typing import Any

from connectors.errors import BadAnswer, UnknownMarkup


def feed_entries(payload: bytes, source: str) -> list[dict[str, str]]:
    """The fields of each entry by their local names; `link` is the first address given.

    Raises BadAnswer for what is not complete XML and UnknownMarkup for what is no feed.
    """
    root = _root(payload, source)
    name = _local(root.tag)
    if name == "feed":
        return [_fields(child) for child in root if _local(child.tag) == "entry"]
    if name in ("rss", "RDF"):
        channel = next((child for child in root if _local(child.tag) == "channel"), None)
        if channel is not None:
            holders = (channel, root)  # RSS 1.0 puts its items beside the channel
            return [
                _fields(child)
                for holder in holders
                for child in holder
                if _local(child.tag) == "item"
            ]
    raise UnknownMarkup(f"{source}: no feed in the answer. The source may have changed; report it.")


def _root(payload: bytes, source: str) -> Any:
    from xml.etree.ElementTree import ParseError  # the class only: defusedxml parses

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        return fromstring(payload.lstrip(b" \t\r\n"), forbid_dtd=True)
    except DefusedXmlException as error:
        raise BadAnswer(
            f"{source}: the feed declares entities, which no feed of theirs does. It was refused; "
            "report it."
        ) from error
    except (ParseError, ValueError, LookupError) as error:
        raise BadAnswer(
            f"{source}: the answer is not complete XML. It was kept; try again later."
        ) from error


def _fields(entry: Any) -> dict[str, str]:
    fields: dict[str, str] = {}
    for child in entry:
        value = (child.text or child.get("href") or "").strip()
        fields.setdefault(_local(child.tag), value)
    return fields


def _local(tag: Any) -> str:
    """The name without its namespace."""
    return str(tag).rpartition("}")[2]
