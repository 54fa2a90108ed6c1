"""Safe pieces of HTML and Markdown: everything that comes from outside goes through here."""

from __future__ import annotations

import html
import re
from base64 import b64encode
from collections.abc import Iterable, Sequence
from typing import Literal

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_COMMAND = re.compile(r"`([^`]+)`")
SPARK_WIDTH, SPARK_HEIGHT, SPARK_COLOUR = 120, 32, "#b4472e"
Tone = Literal["good", "warm", "bad", "calm", "own"]


def esc(text: object) -> str:
    """Text for HTML content and quoted attributes."""
    return html.escape(str(text), quote=True)


def said(text: str) -> str:
    """A message of the catalogue for HTML content, with the commands in it set apart."""
    return _COMMAND.sub(r"<code>\1</code>", esc(text))


def plain(text: object) -> str:
    """Text for Markdown, shown as it is: no emphasis, links, formulas or colours."""
    return _PUNCTUATION.sub(r"\\\1", str(text))


def web_address(url: str | None) -> str | None:
    """The address, when it is one that a browser may open; never a script."""
    return url if url and url.startswith(("https://", "http://")) else None


def chip(text: str, tone: Tone = "calm") -> str:
    """A small label."""
    return f'<span class="pp-chip pp-{tone}">{esc(text)}</span>'


def chips(labels: Iterable[str]) -> str:
    """A row of small labels."""
    return f'<div class="pp-chips">{"".join(labels)}</div>'


def swatch(text: str, colour: str) -> str:
    """A colour of a picture and what it means; the colour is ours, never from outside."""
    return (
        f'<span class="pp-soft pp-small"><span aria-hidden="true" class="pp-swatch" '
        f'style="background:{colour}"></span>{esc(text)}</span>'
    )


def facts(pairs: Iterable[tuple[str, str]]) -> str:
    """Names and values; values are HTML."""
    rows = "".join(f"<div><dt>{esc(name)}</dt><dd>{value}</dd></div>" for name, value in pairs)
    return f'<dl class="pp-facts">{rows}</dl>'


def more(title: str, content: str) -> str:
    """Something to unfold; the content is HTML."""
    return f'<details class="pp-small"><summary>{esc(title)}</summary>{content}</details>'


def bar(share: float, tone: Tone = "calm") -> str:
    """A bar filled to a share, 0 to 1. It only repeats a figure, so readers skip it."""
    width = round(100 * min(1.0, max(0.0, share)))
    return (
        f'<span class="pp-bar pp-{tone}" aria-hidden="true">'
        f'<span style="width:{width}%"></span></span>'
    )


def table(
    head: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    caption: str,
    numeric: Iterable[int] = (),
    tall: bool = False,
) -> str:
    """A table that scrolls in its own box; cells are HTML, the first of a row is its header.

    A tall one keeps to a height and scrolls downwards too.
    """
    right = set(numeric)

    def cell(place: int, content: str) -> str:
        mark = ' class="pp-num"' if place in right else ""
        if place == 0:
            return f'<th scope="row"{mark}>{content}</th>'
        return f"<td{mark}>{content}</td>"

    top = "".join(
        f'<th scope="col"{" class=pp-num" if place in right else ""}>{esc(name)}</th>'
        for place, name in enumerate(head)
    )
    body = "".join(
        f"<tr>{''.join(cell(place, content) for place, content in enumerate(row))}</tr>"
        for row in rows
    )
    box = "pp-scroll pp-tall" if tall else "pp-scroll"
    return (
        f'<div class="{box}" tabindex="0" role="region" aria-label="{esc(caption)}">'
        f'<table class="pp-table"><caption class="pp-hidden">{esc(caption)}</caption>'
        f"<thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def picture(url: str, alt: str, *, width: int, height: int, name: str = "pp-shirt") -> str:
    """A picture that keeps its place while it loads; sizes give the ratio."""
    return (
        f'<img class="{name}" src="{esc(url)}" alt="{esc(alt)}" width="{width}" height="{height}" '
        'loading="lazy" decoding="async">'
    )


def sparkline(values: Sequence[float | None]) -> str | None:
    """A small line as the address of an SVG picture; None when nothing was observed.

    It breaks where nothing was observed, and a value between two gaps is a dot: a chart column
    of the table cannot do either, and would show a line through days that nobody measured.
    """
    known = [value for value in values if value is not None]
    if not known:
        return None
    low = min(known)
    span = (max(known) - low) or 1.0
    step = (SPARK_WIDTH - 6) / max(1, len(values) - 1)
    path: list[str] = []
    dots: list[str] = []
    places = {place for place, value in enumerate(values) if value is not None}
    for place, value in enumerate(values):
        if value is None:
            continue
        x, y = 3 + place * step, SPARK_HEIGHT - 4 - (SPARK_HEIGHT - 8) * (value - low) / span
        path.append(f"{'L' if place - 1 in places else 'M'}{x:.1f} {y:.1f}")
        if not places & {place - 1, place + 1}:
            dots.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.2" fill="{SPARK_COLOUR}"/>')
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{SPARK_WIDTH}" height="{SPARK_HEIGHT}" '
        f'viewBox="0 0 {SPARK_WIDTH} {SPARK_HEIGHT}"><path d="{"".join(path)}" fill="none" '
        f'stroke="{SPARK_COLOUR}" stroke-width="1.8" stroke-linecap="round" '
        f'stroke-linejoin="round"/>{"".join(dots)}</svg>'
    )
    return f"data:image/svg+xml;base64,{b64encode(drawing.encode()).decode()}"
