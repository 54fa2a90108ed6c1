"""Ribbon banner: the hero on a folded, waving ribbon; words arched above and set below."""

from __future__ import annotations

import math

from domain.artwork.geometry import Commands, outline, place, polygon, rect
from domain.artwork.layouts.base import Family
from domain.artwork.ornaments import beams, star
from domain.artwork.scene import Outline
from domain.artwork.sheet import Sheet
from domain.artwork.warp import hill, warp
from domain.artwork.wording import Copy, broken, within
from domain.vocabulary import Motif, Style

FACES = ("lobster", "alfa-slab-one", "bebas-neue", "oleo-script", "abril-fatface", "lilita-one")
UPPER = ("abril-fatface", "playfair-display", "oswald", "cinzel", "alfa-slab-one")
HALF = 1560.0


def draw(sheet: Sheet, copy: Copy, motif: Motif) -> None:
    """The ribbon bends upward in its middle; its tails fold behind."""
    pal, rng, setter = sheet.palette, sheet.rng, sheet.setter
    ribbon, fold = (pal.main, pal.dark) if rng.random() < 0.6 else (pal.second, pal.dark)
    face = setter.pick(FACES, copy.hero, rng.randrange(len(FACES)))
    upper = setter.pick(UPPER, " ".join(copy.words), rng.randrange(len(UPPER)))
    rise = 330.0
    heroes = broken(copy.hero, 2) if len(copy.hero) > 13 and " " in copy.hero else (copy.hero,)
    blocks: list[Outline] = []
    y = 0.0
    for text in heroes:
        block = setter.block(
            setter.cased(text, face),
            face,
            HALF * 2 - 380,
            760 if len(heroes) == 1 else 560,
            0.02,
            1.15,
            tall=1.4,
        )
        block = place(block, 0, y)
        blocks.append(block)
        y = block.box.bottom + 110
    height = y - 110 + 330
    top = -165.0
    bend = hill(rise, HALF)
    top_y = _above(sheet, copy, motif, top, rise, upper)
    _ = top_y
    _tails(sheet, top, height, ribbon, fold)
    body = warp(outline(rect(-HALF, top, HALF * 2, height)), bend, 24)
    sheet.paint(body, ribbon)
    for inset in (58.0,):
        for edge in (top + inset, top + height - inset - 20):
            line = warp(outline(rect(-HALF + 40, edge, HALF * 2 - 80, 20)), bend, 24)
            sheet.paint(line, pal.light)
    for block in blocks:
        sheet.words(warp(block, bend), pal.light, ground=ribbon)
    y = top + height
    after = within(copy.after, 16)
    for i, text in enumerate(after):
        # the first line stands in the hollow between the tails
        width = HALF * 2 - 860 if i == 0 else HALF * 2 + 300
        line = setter.block(setter.cased(text, upper), upper, width, 360, 0.05)
        y = max(y, top + height + 430) if i else top + height - 90
        line = place(line, 0, y)
        sheet.words(line, pal.second if ribbon == pal.main else pal.main)
        y = line.box.bottom + 130
    foot = y + 130 if after else top + height + 150
    for k, x in enumerate((0, -460, 460, -840, 840)):
        r = (190, 130, 130, 84, 84)[k]
        sheet.paint(star(x, foot, r, r * 0.42), ribbon if k else pal.brights[0])


def _above(sheet: Sheet, copy: Copy, motif: Motif, top: float, rise: float, face: str) -> float:
    pal, setter = sheet.palette, sheet.setter
    y = top - 200
    ink = pal.second if sheet.rng.random() < 0.5 else pal.main
    bend = hill(rise, HALF)
    for text in reversed(within(copy.before, 20)):
        line = setter.block(setter.cased(text, face), face, HALF * 2 + 100, 430, 0.05)
        line = place(line, 0, y - line.box.bottom)
        sheet.words(warp(line, bend), ink)
        y = line.box.top - 150
    if motif is Motif.NONE:
        near = 3700.0
        sheet.paint(
            beams(0, y + 40 - rise + near, near, near + 520, 15, -18, 18, 60, 0.66), pal.brights[0]
        )
        return y
    size = 1450.0
    tall = sheet.motif_height(motif, size)
    middle = y - rise - tall / 2 + 30
    inner = math.hypot(size * 0.36, tall * 0.42) + 190
    sheet.paint(
        beams(0, middle + tall * 0.2, inner, inner + 460, 17, -84, 84, 54, 0.6), pal.brights[0]
    )
    sheet.picture(motif, 0, middle, size, halo=60)
    return middle - tall / 2


def _tails(sheet: Sheet, top: float, height: float, ribbon: str, fold: str) -> None:
    """Two tails behind the ends, lower than the ribbon, with the dark fold between."""
    drop, reach, inner = 250.0, 620.0, 330.0
    for sign in (-1, 1):
        x0, x1, x2 = sign * (HALF - inner), sign * HALF, sign * (HALF + reach - inner)
        tail: Commands = polygon(
            [
                (x0, top + drop),
                (x2, top + drop + 40),
                (x2 - sign * 190, top + drop + height / 2 + 20),
                (x2, top + drop + height + 40),
                (x0, top + drop + height),
            ]
        )
        sheet.paint(tail, ribbon)
        sheet.paint(
            polygon(
                [
                    (x0, top + height + drop),
                    (x0, top + height * 0.4),
                    (x1, top + height * 0.4),
                    (x1, top + height),
                ]
            ),
            fold,
        )


FAMILY = Family(
    "ribbon_banner",
    (Style.BADGE, Style.SCRIPT, Style.WESTERN),
    lambda copy: (
        len(copy.hero) <= 24
        and copy.longest <= 13
        and len(" ".join(copy.before)) <= 36
        and len(" ".join(copy.after)) <= 36
    ),
    draw,
    wear=0.25,
)
