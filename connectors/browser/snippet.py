"""The beginning of a page's markup, without what belongs to a person.

Kept are tags, the names that tell a shape (classes, ids, test ids, roles), the hosts of scripts and
forms, and the words of titles, first headings, buttons and labels: enough to tell a wall from a
changed page. All other text and every other attribute's value goes; a person may stand there.
"""

from __future__ import annotations

import re
from html import escape
from html.parser import HTMLParser
from typing import Final
from urllib.parse import urlsplit

LIMIT: Final = 4_096  # bytes
_READ = 1_000_000  # characters of the page that are looked at
_GONE = "…"
_SHAPE: Final = frozenset(
    {"class", "id", "name", "type", "role", "rel", "lang", "charset", "http-equiv", "property"}
    | {"method", "data-testid", "data-test-id", "data-e2e", "data-test"}
)
_PLACES: Final = frozenset({"src", "action"})
_SPOKEN: Final = frozenset({"title", "h1", "button", "label", "legend"})
_SILENT: Final = frozenset({"script", "style", "svg", "noscript", "template"})
_VOID: Final = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source"}
    | {"track", "wbr"}
)
_PERSONAL: Final = (
    re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),  # mail
    re.compile(r"(?<!\w)@[\w.]+"),  # @handle
    re.compile(r"\+?\d(?:[\s().-]?\d){5,}"),  # telephone and account numbers, ids
)


def snippet(html: str) -> bytes:
    """At most LIMIT bytes of cleaned markup, UTF-8. Any text is taken, markup or not."""
    cleaner = _Cleaner()
    for start in range(0, min(len(html), _READ), 16_384):
        cleaner.feed(html[start : min(start + 16_384, _READ)])
        if cleaner.size > LIMIT:
            break
    return "".join(cleaner.parts).encode()[:LIMIT].decode(errors="ignore").encode()


def masked(text: str) -> str:
    """The text without mail addresses, handles and long numbers."""
    for pattern in _PERSONAL:
        text = pattern.sub(_GONE, text)
    return text


class _Cleaner(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.size = 0
        self._silent = 0
        self._spoken: list[str] = []
        self._hidden = 0  # characters of text left out since the last tag

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self._silent:
            self._write(f"<{tag}{''.join(_attribute(*one) for one in attrs)}>")
        if tag in _SILENT:
            self._silent += 1
        elif tag in _SPOKEN:
            self._spoken.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT and self._silent:
            self._silent -= 1
        if tag in self._spoken:
            self._spoken.remove(tag)
        if not self._silent and tag not in _VOID:
            self._write(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if self._silent:
            self._hidden += len(data)
        elif text := " ".join(data.split()):
            self._write(escape(masked(text), quote=False) if self._spoken else _GONE)

    def _write(self, text: str) -> None:
        if self._hidden:
            text = f"[{self._hidden} characters]{text}"
            self._hidden = 0
        if text == _GONE and self.parts and self.parts[-1] == _GONE:
            return
        self.parts.append(text)
        self.size += len(text)


def _attribute(name: str, value: str | None) -> str:
    if value is None:
        return f" {masked(name)}"
    if name in _SHAPE:
        kept = masked(value)
    elif name in _PLACES:
        kept = _host(value)
    else:
        kept = ""
    return f' {masked(name)}="{escape(kept)}"'


def _host(address: str) -> str:
    try:
        return masked(urlsplit(address).hostname or "")
    except ValueError:
        return ""
