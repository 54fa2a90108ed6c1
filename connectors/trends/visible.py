"""Read a page as a person sees it: text that its styles or attributes hide is not there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from connectors.errors import BadAnswer
from connectors.trends.styles import Rule, declarations, hides, rules

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_NOT_TEXT = frozenset(
    {"script", "style", "noscript", "template", "svg", "head", "title", "iframe", "object", "math"}
)
_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "fieldset"}
    | {"figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header"}
    | {"hr", "li", "main", "nav", "ol", "option", "p", "pre", "section", "table", "td", "th"}
    | {"tr", "ul"}
)
# Names that frameworks give to text for screen readers alone.
_READER_ONLY = frozenset(
    {"wt-screen-reader-only", "screen-reader-only", "sr-only", "visually-hidden"}
    | {"visuallyhidden", "a11y-hidden", "screen-reader-text", "u-hidden-visually"}
)
_MAX_UNCLOSED = 40_000  # the parser needs time that grows with the square of the depth
_MAX_RULES = 2_000  # selectors asked of a page
_NAMES = re.compile(r"[.#][\w-]+")


def page_tree(body: bytes, source: str) -> LexborHTMLParser:
    """The parsed page. Raises BadAnswer for one whose depth no real page has."""
    from selectolax.lexbor import LexborHTMLParser

    closed = 2 * body.count(b"</") + body.count(b"/>")
    if body.count(b"<") - closed > _MAX_UNCLOSED:
        raise BadAnswer(f"{source}: a page of nothing but opening tags. It was kept; report it.")
    return LexborHTMLParser(body)


class Sight:
    """What can be seen of one page, after its own style sheets."""

    def __init__(self, tree: LexborHTMLParser) -> None:
        self._styled = _styled(tree)
        self._shown: dict[int, bool] = {}

    def text(self, node: LexborNode) -> str:
        """Visible text of a node, its spaces collapsed.

        Text for screen readers alone does not count. What is `aria-hidden` repeats other text more
        often than not, and counts only where there is nothing else.
        """
        return self._text(node, with_copies=False) or self.full_text(node)

    def full_text(self, node: LexborNode) -> str:
        """Visible text of a node with what is `aria-hidden`: all that is on the screen."""
        return self._text(node, with_copies=True)

    def shows(self, node: LexborNode) -> bool:
        """Whether neither the node nor anything around it is hidden."""
        passed: list[int] = []
        at: LexborNode | None = node
        shown: bool | None = None
        while at is not None and shown is None:
            passed.append(at.mem_id)
            hidden = at.is_element_node and self._hidden(at)
            shown = False if hidden else self._shown.get(at.mem_id)
            at = at.parent
        found = shown is not False
        self._shown.update(dict.fromkeys(passed, found))
        return found

    def _text(self, node: LexborNode, *, with_copies: bool) -> str:
        parts: list[str] = []
        waiting: list[LexborNode | None] = [node]
        while waiting:
            each = waiting.pop()
            if each is None:
                parts.append(" ")
            elif each.is_text_node:
                parts.append(each.text_content or "")
            elif each.is_element_node or each.is_document_node:
                if each.is_element_node and self._skips(each, with_copies):
                    continue
                if each.tag in _BLOCKS:
                    parts.append(" ")
                    waiting.append(None)  # the end of the block
                waiting.extend(reversed(list(children(each))))
        return " ".join("".join(parts).split())

    def _skips(self, node: LexborNode, with_copies: bool) -> bool:
        copied = node.attributes.get("aria-hidden") == "true" and not with_copies
        return node.tag in _NOT_TEXT or copied or self._hidden(node)

    def _hidden(self, node: LexborNode) -> bool:
        attributes = node.attributes
        if "hidden" in attributes or (node.tag == "dialog" and "open" not in attributes):
            return True
        if node.tag == "input" and attributes.get("type") == "hidden":
            return True
        if _READER_ONLY.intersection((attributes.get("class") or "").split()):
            return True
        inline = attributes.get("style")
        sheet = self._styled.get(node.mem_id)
        if sheet is None and not inline:
            return False
        return hides((sheet or {}) | declarations(inline or ""))


def visible_text(node: LexborNode) -> str:
    """Visible text of one node; for many nodes of a page keep a `Sight`."""
    return Sight(node.parser).text(node)


def children(node: LexborNode) -> Iterator[LexborNode]:
    """The nodes directly inside one, texts too."""
    child = node.child
    while child is not None:
        yield child
        child = child.next


def _styled(tree: LexborHTMLParser) -> dict[int, dict[str, str]]:
    """Declarations of the nodes that a hiding rule may touch, by node."""
    from selectolax.lexbor import SelectolaxError

    found = [rule for sheet in tree.css("style") for rule in rules(sheet.text())]
    touched = {
        name for rule in found if hides(rule.declared) for name in _NAMES.findall(rule.selector)
    }
    styled: dict[int, dict[str, str]] = {}
    for rule in sorted(_relevant(found, touched), key=lambda rule: rule.weight)[:_MAX_RULES]:
        try:
            nodes = tree.css(rule.selector)
        except SelectolaxError:  # ::before and the like select no text of the page
            continue
        for node in nodes:
            styled.setdefault(node.mem_id, {}).update(rule.declared)
    return styled


def _relevant(found: list[Rule], touched: set[str]) -> Iterator[Rule]:
    for rule in found:
        if hides(rule.declared) or touched.intersection(_NAMES.findall(rule.selector)):
            yield rule
