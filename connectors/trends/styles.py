"""Which declarations of a page's own style sheets take text out of sight."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_WIDEST = 1280  # px; the window that a page is thought to be shown in
_CLOSING = "}}}"  # a sheet that ends early is closed where it ends
_PIECE = re.compile(r"([^{}]*)([{}])")
_MIN_WIDTH = re.compile(r"^(?:(?:only )?(?:screen|all) and )?\(min-width: ?(\d+)(?:\.\d+)?px\)$")
_NOTHING = re.compile(r"^-?0*\.?0+(?:px|em|rem|pt|%|vw|vh)?$")
_AT_MOST_A_DOT = re.compile(r"^-?(?:0*\.?0+|1px)(?:px|em|rem|pt|%)?$")
_FAR_AWAY = re.compile(r"^-\d{3,}(?:\.\d+)?(?:px|em|rem|%|vw)?$")
_CLIPPED = re.compile(r"^rect\((?:0|1px)\w*[, ]|^(?:inset\((?:50|100)%|circle\(0)")
_SPECIFIC = re.compile(r"(?P<id>#[\w-]+)|(?P<of_kind>[.:\[][\w-]*)|(?P<tag>(?:^|[\s>+~])[a-z]\w*)")


@dataclass(frozen=True, slots=True)
class Rule:
    """One selector and what it declares; `weight` says which of two rules counts."""

    selector: str
    declared: dict[str, str]
    weight: tuple[int, int, int]


def declarations(style: str) -> dict[str, str]:
    """Properties and values of a style attribute or of the inside of a rule, in lower case."""
    found = {}
    for part in style.lower().split(";"):
        name, colon, value = part.partition(":")
        if colon:
            found[name.strip()] = " ".join(value.replace("!important", "").split())
    return found


def hides(declared: dict[str, str]) -> bool:
    """Whether text with these declarations cannot be seen."""
    of = declared.get
    out_of_flow = of("position") in ("absolute", "fixed")
    return (
        of("display") == "none"
        or of("visibility") in ("hidden", "collapse")
        or of("content-visibility") == "hidden"
        or bool(_NOTHING.match(of("font-size", "")))
        or of("font", "").startswith(("0/", "0px", "0 "))
        or bool(_NOTHING.match(of("opacity", "")))
        or bool(_CLIPPED.match(of("clip", "")) or _CLIPPED.match(of("clip-path", "")))
        or bool(_FAR_AWAY.match(of("text-indent", "")))
        or (out_of_flow and any(_FAR_AWAY.match(of(side, "")) for side in ("left", "top", "right")))
        or of("color") == "transparent"
        or of("-webkit-text-fill-color") == "transparent"
        or of("transform", "").startswith(("scale(0)", "scale(0,", "scalex(0)", "scaley(0)"))
        or _has_no_room(declared)
    )


def rules(sheet: str) -> Iterator[Rule]:
    """The plain rules of a sheet that count on a wide screen, in order."""
    skipped = 0  # depth inside something that does not count
    open_blocks: list[str] = []
    for text, brace in _PIECE.findall(_without_comments(sheet) + _CLOSING):
        if brace == "{":
            prelude = " ".join(text.rpartition(";")[2].split())
            if skipped or (prelude.startswith("@") and not _counts(prelude.lower())):
                skipped += 1
            else:
                open_blocks.append(prelude)
        elif skipped:
            skipped -= 1
        elif open_blocks:
            prelude = open_blocks.pop()
            if not prelude.startswith("@"):
                yield from _split(prelude, declarations(text))


def _split(prelude: str, declared: dict[str, str]) -> Iterator[Rule]:
    for selector in prelude.split(","):
        if declared and selector.strip():
            kinds = [match.lastgroup for match in _SPECIFIC.finditer(selector.strip())]
            weight = (kinds.count("id"), kinds.count("of_kind"), kinds.count("tag"))
            yield Rule(selector.strip(), declared, weight)


def _counts(prelude: str) -> bool:
    if prelude.startswith(("@supports", "@layer")):
        return True
    if not prelude.startswith("@media"):
        return False
    condition = prelude.removeprefix("@media").strip()
    wide = _MIN_WIDTH.match(condition)
    return condition in ("all", "screen", "only screen") or bool(wide and int(wide[1]) <= _WIDEST)


def _has_no_room(declared: dict[str, str]) -> bool:
    clipped = declared.get("overflow", "").startswith(("hidden", "clip"))
    sizes = [declared.get(name, "") for name in ("width", "height", "max-width", "max-height")]
    return clipped and any(_AT_MOST_A_DOT.match(size) for size in sizes)


def _without_comments(sheet: str) -> str:
    head, *rest = sheet.split("/*")
    return head + "".join(part.partition("*/")[2] for part in rest)
