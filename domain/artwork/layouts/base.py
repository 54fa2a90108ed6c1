"""What a layout family is, and the moves that families share."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from domain.artwork.fit import Setter
from domain.artwork.geometry import place
from domain.artwork.ornaments import diamond, rule
from domain.artwork.scene import Outline
from domain.artwork.sheet import TALLEST, WIDEST, Sheet
from domain.artwork.warp import on_circle, warp
from domain.artwork.wording import Copy
from domain.vocabulary import Motif, Style

CONDENSED = ("anton", "bebas-neue", "oswald", "fjalla-one")
WIDE = ("archivo-black", "russo-one", "league-spartan", "changa-one", "rowdies")
SLABS = ("alfa-slab-one", "gravitas-one", "rowdies", "bungee")
ROUND = ("titan-one", "lilita-one", "fredoka", "luckiest-guy", "changa-one")
BRUSHES = ("lobster", "pacifico", "yellowtail", "oleo-script", "satisfy")
SERIFS = ("playfair-display", "dm-serif-display", "abril-fatface", "cinzel")
QUIET = ("josefin-sans", "oswald", "league-spartan", "bebas-neue", "fjalla-one")


@dataclass(frozen=True, slots=True)
class Family:
    """A layout family: which styles it answers to, which phrases it takes, how it draws."""

    name: str
    styles: tuple[Style, ...]
    accepts: Callable[[Copy], bool]
    draw: Callable[[Sheet, Copy, Motif], None]
    width: float = WIDEST  # the print is fitted into width x height pixels
    height: float = TALLEST
    wear: float = 0.0  # share of its designs that get specks of wear
    needs_motif: bool = False  # whether it looks bare without a picture


def arc_line(
    setter: Setter,
    text: str,
    face: str,
    radius: float,
    cap: float,
    degrees: float,
    *,
    bottom: bool = False,
    tracking: float = 0.06,
) -> tuple[Outline, float]:
    """A line on a circle about (0, 0) and the degrees it takes.

    The baseline lies on the radius (at the bottom: the foot of the letters points outward).
    Letters are `cap` tall, smaller when the line would take more than `degrees`.
    """
    size = cap / setter.cap(face)
    line = setter.raw(text, face, size, tracking)
    longest = math.radians(degrees) * radius
    if line.box.width > longest:
        line = place(line, 0, 0, longest / line.box.width)
    bent = warp(line, on_circle(0.0, 0.0, radius, inward=bottom), pieces=60)
    return bent, math.degrees(line.box.width / radius)


def flanked(
    sheet: Sheet, line: Outline, colour: str, half: float, weight: float, gap: float
) -> None:
    """Rules to the left and right of a small centred line, out to x = ±half, with end diamonds."""
    y = (line.box.top + line.box.bottom) / 2
    reach = max(-line.box.left, line.box.right) + gap
    if half - reach < gap * 0.8:
        return
    for sign in (-1, 1):
        ends = sorted((sign * reach, sign * half))
        sheet.paint(rule(ends[0], ends[1], y, weight), colour)
        sheet.paint(diamond(sign * (reach + weight * 0.5), y, weight * 2.6), colour)


def small_line(
    sheet: Sheet,
    text: str,
    y: float,
    cap: float,
    width: float,
    colour: str,
    face: str,
    *,
    tracking: float = 0.14,
    rules: bool = True,
    ground: str | None = None,
) -> float:
    """A quiet line in capitals, its cap top at y; returns the y below its ink."""
    line = sheet.setter.small(sheet.setter.cased(text, face), face, cap, width, tracking)
    line = place(line, 0.0, y - line.box.top)
    sheet.words(line, colour, ground=ground)
    if rules:
        flanked(sheet, line, colour, width / 2, max(12.0, cap * 0.09), cap * 0.55)
    return line.box.bottom


def small_lines(
    sheet: Sheet,
    lines: Sequence[str],
    y: float,
    cap: float,
    width: float,
    colour: str,
    face: str,
    *,
    tracking: float = 0.14,
    gap: float = 0.55,
    rules: bool = True,
    ground: str | None = None,
) -> float:
    """Quiet lines one below the other; returns the y below the last (y itself when none)."""
    for i, text in enumerate(lines):
        y = small_line(
            sheet, text, y, cap, width, colour, face, tracking=tracking, rules=rules, ground=ground
        )
        if i + 1 < len(lines):
            y += cap * gap
    return y


def top_at(shape: Outline, y: float) -> Outline:
    """The outline with the top of its ink at y."""
    return place(shape, 0.0, y - shape.box.top)
