"""Groovy wave: soft fat letters swimming between waves, in layered echoes, with daisies."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from domain.artwork.geometry import ellipse, place
from domain.artwork.layouts.base import Family
from domain.artwork.ornaments import daisy
from domain.artwork.scene import Outline
from domain.artwork.sheet import Sheet
from domain.artwork.warp import warp
from domain.artwork.wording import Copy, within
from domain.vocabulary import Motif, Style

if TYPE_CHECKING:
    from numpy.typing import NDArray

SOFT = ("titan-one", "lilita-one", "fredoka", "luckiest-guy", "changa-one", "righteous")
WIDTH = 3700.0
SWELL = 210.0


def _lines(copy: Copy) -> tuple[tuple[str, bool], ...]:
    lines: list[tuple[str, bool]] = []
    for group, is_hero in ((copy.before, False), ((copy.hero,), True), (copy.after, False)):
        lines += [(line, is_hero) for line in within(group, 11 if is_hero else 17)]
    return tuple(lines)


def draw(sheet: Sheet, copy: Copy, motif: Motif) -> None:
    """All lines share one current; each is set to the full width."""
    import numpy as np

    pal, rng, setter = sheet.palette, sheet.rng, sheet.setter
    lines = _lines(copy)
    phase = rng.choice((0.0, math.pi))
    face = setter.pick(SOFT, " ".join(copy.words), rng.randrange(len(SOFT)))
    echoes = rng.random() < 0.6

    def current(x: NDArray[Any], y: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
        return x, y - SWELL * np.sin(x / WIDTH * math.tau + phase)

    tallest = 1400.0 if len(lines) <= 2 else 1000.0 if len(lines) <= 4 else 780.0
    y, blocks = 0.0, list[tuple[Outline, bool]]()
    for text, is_hero in lines:
        limit = tallest if is_hero else tallest * 0.62
        line = setter.block(setter.cased(text, face), face, WIDTH, limit, 0.01, 1.25, tall=1.5)
        line = place(line, 0, y)
        blocks.append((warp(line, current, 56), is_hero))
        y = line.box.bottom + (190 if echoes else 150)
    fills = (pal.brights[0], pal.brights[2], pal.brights[1])
    layers = ((150.0, pal.second), (95.0, pal.brights[1]), (45.0, pal.dark))
    if echoes:
        for by, colour in layers:
            for block, _ in blocks:
                sheet.swell(place(block, 0, by * 0.55), colour, by)
    for i, (block, is_hero) in enumerate(blocks):
        fill = fills[0] if is_hero else fills[1 + i % 2] if echoes else pal.brights[1]
        if echoes:
            sheet.words(block, fill, edge=pal.dark, edge_by=40)
        else:
            sheet.words(
                block,
                fill,
                edge=pal.dark,
                edge_by=34,
                shadow=pal.main if is_hero else pal.second,
                drop=(66.0, 80.0),
            )
    _garden(sheet, motif, y + (130 if echoes else 70))


def _garden(sheet: Sheet, motif: Motif, y: float) -> None:
    """The motif between daisies below the words; daisies at two corners."""
    pal = sheet.palette

    def bloom(x: float, top: float, r: float, petals: str, eye: str) -> None:
        flower = daisy(x, top, r, 8)
        sheet.swell(flower, pal.dark, 26)
        sheet.paint(flower, petals)
        sheet.paint(ellipse(x, top, r * 0.3), eye)

    foot = y + 130
    if motif is Motif.NONE:
        for x, r in ((-560, 250), (0, 340), (560, 250)):
            bloom(x, foot + 180, r, pal.brights[1], pal.main)
        return
    size = 1150.0
    tall = sheet.motif_height(motif, size)
    box = sheet.picture(motif, 0, foot + tall / 2, size, edge=pal.dark, edge_by=30)
    middle = (box.top + box.bottom) / 2
    reach = max(-box.left, box.right)
    for sign in (-1, 1):
        bloom(sign * (reach + 420), middle + 60 * sign, 260, pal.brights[1], pal.main)
        bloom(sign * (reach + 900), middle - 70 * sign, 190, pal.brights[2], pal.second)


FAMILY = Family(
    "groovy_wave",
    (Style.GROOVY, Style.RETRO),
    lambda copy: len(_lines(copy)) <= 5 and copy.longest <= 13,
    draw,
)
