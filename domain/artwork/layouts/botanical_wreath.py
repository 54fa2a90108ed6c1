"""Botanical wreath: leaves grown along a circle around serif words."""

from __future__ import annotations

import math

from domain.artwork.geometry import ellipse, place, polar
from domain.artwork.layouts.base import SERIFS, Family
from domain.artwork.ornaments import daisy, leaf, sprig
from domain.artwork.scene import Outline
from domain.artwork.sheet import Sheet
from domain.artwork.wording import Copy, is_small, within
from domain.vocabulary import Motif, Style

RADIUS = 1720.0
SCRIPT = ("great-vibes", "satisfy", "oleo-script", "lobster", "pacifico")
QUIET = ("josefin-sans", "cinzel", "playfair-display", "comfortaa")


def _rows(copy: Copy) -> tuple[tuple[str, bool], ...]:
    rows: list[tuple[str, bool]] = []
    for group, is_hero in ((copy.before, False), ((copy.hero,), True), (copy.after, False)):
        rows += [(line, is_hero) for line in within(group, 12 if is_hero else 17)]
    return tuple(rows)


def draw(sheet: Sheet, copy: Copy, motif: Motif) -> None:
    """Two boughs meet below; blossoms between; the words fill the round."""
    pal, rng, setter = sheet.palette, sheet.rng, sheet.setter
    green = max(pal.inks, key=lambda ink: int(ink[3:5], 16) - int(ink[1:3], 16))
    other = next(ink for ink in pal.inks if ink != green)
    _wreath(sheet, green, other, motif)
    rows = _rows(copy)
    hero_face = setter.pick(SERIFS if rng.random() < 0.55 else SCRIPT, copy.hero, rng.randrange(5))
    quiet = setter.pick(QUIET, " ".join(copy.words), rng.randrange(len(QUIET)))
    blocks: list[tuple[Outline, bool]] = []
    y = 0.0
    heroes = sum(1 for _, is_hero in rows if is_hero)
    for text, is_hero in rows:
        face = hero_face if is_hero else quiet
        shown = setter.cased(text, face)
        if is_hero:
            line = setter.block(shown, face, 2520, 900 if heroes == 1 else 640, 0.0, tall=1.2)
        else:
            line = setter.small(shown, face, 150 if is_small(text) else 210, 2150, 0.16)
        line = place(line, 0, y - line.box.top)
        blocks.append((line, is_hero))
        y = line.box.bottom + (150 if is_hero else 130)
    _inside(sheet, blocks, y - 130, other)


def _inside(sheet: Sheet, blocks: list[tuple[Outline, bool]], height: float, ink: str) -> None:
    """Scale the column so that each line stays clear of the leaves."""
    room = RADIUS - 300
    scale = 1.35
    for block, _ in blocks:
        for y in (block.box.top - height / 2, block.box.bottom - height / 2):
            reach = math.hypot(block.box.width / 2, y)
            scale = min(scale, room / reach)
    for block, is_hero in blocks:
        line = place(block, 0, -height / 2 * scale, scale)
        sheet.words(
            line, ink if is_hero else sheet.palette.inks[0 if ink != sheet.palette.inks[0] else 1]
        )


def _wreath(sheet: Sheet, green: str, other: str, motif: Motif) -> None:
    pal, rng = sheet.palette, sheet.rng
    opening = 26.0 if motif is not Motif.NONE else 14.0
    leaves = rng.choice((13, 16, 19))
    slim = rng.random() < 0.5
    for sign in (-1, 1):
        points = [
            polar(0, 0, RADIUS, 180 - sign * (4 + (176 - opening - 4) * i / 12)) for i in range(13)
        ]
        stem, foliage = sprig(points, leaves, 430, 130 if slim else 200, rng)
        sheet.paint(stem, green)
        sheet.paint(foliage, green)
        for i in range(5):
            angle = 180 - sign * (24 + 28 * i)
            x, y = polar(0, 0, RADIUS + (150 if i % 2 else -150), angle)
            if i % 2:
                sheet.paint(ellipse(x, y, 58), other)
            else:
                sheet.paint(leaf(x, y, 200, 90, angle + sign * 70), pal.brights[1])
    for x, y, r in ((0, 60, 330), (-420, -20, 210), (420, -20, 210)):
        flower = daisy(x, RADIUS + y, r, 9)
        sheet.cut(flower, 34)
        sheet.paint(flower, other if x == 0 else pal.brights[0])
        sheet.paint(ellipse(x, RADIUS + y, r * 0.3), pal.brights[1] if x == 0 else other)
    if motif is not Motif.NONE:
        sheet.picture(motif, 0, -RADIUS + 20, 900, halo=30)


FAMILY = Family(
    "botanical_wreath",
    (Style.BOTANICAL, Style.SCRIPT),
    lambda copy: len(_rows(copy)) <= 5 and copy.longest <= 13,
    draw,
)
