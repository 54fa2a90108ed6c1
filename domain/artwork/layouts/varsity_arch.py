"""Varsity arch: arched block letters in two outlines, straight line and tail below."""

from __future__ import annotations

from domain.artwork.geometry import place
from domain.artwork.layouts.base import Family, small_lines
from domain.artwork.ornaments import star, swoosh
from domain.artwork.scene import Outline
from domain.artwork.sheet import Sheet
from domain.artwork.warp import hill, warp
from domain.artwork.wording import Copy, broken
from domain.vocabulary import Motif, Style

BLOCKS = ("alfa-slab-one", "changa-one", "russo-one", "archivo-black", "black-ops-one", "bungee")
TIGHT = ("anton", "changa-one", "alfa-slab-one")
UNDER = ("oswald", "bebas-neue", "fjalla-one", "league-spartan", "anton")
WIDTH = 3800.0


def draw(sheet: Sheet, copy: Copy, motif: Motif) -> None:
    """Hero on a hill; what comes before follows it above, the motif sits in the hollow."""
    pal, rng, setter = sheet.palette, sheet.rng, sheet.setter
    at = rng.randrange(len(BLOCKS))
    hero = broken(copy.hero, 2) if len(copy.hero) > 13 and " " in copy.hero else (copy.hero,)
    under = setter.pick(UNDER, " ".join(copy.words), rng.randrange(len(UNDER)))
    rise = 640.0 if len(hero) == 1 else 480.0
    half = WIDTH / 2
    fill = pal.main if rng.random() < 0.5 else pal.brights[0]
    blocks: list[Outline] = []
    y = 0.0
    for text in hero:
        # stencils and wide slabs lose their shape when a long word squeezes them
        face = setter.pick(BLOCKS if len(text) <= 8 else TIGHT, text, at)
        line = setter.block(setter.cased(text, face), face, WIDTH, 1300, 0.04, 1.15, tall=1.55)
        line = place(line, 0, y)
        y = line.box.bottom + 170
        blocks.append(line)
    y -= 170
    top = 0.0
    before = " ".join(copy.before)
    if before:
        lines = broken(copy.before, 2 if len(before) > 18 else 1)
        cap = 340.0 if len(lines) == 1 else 270.0
        for text in reversed(lines):
            line = setter.small(setter.cased(text, under), under, cap, WIDTH * 0.72, 0.12)
            line = place(line, 0, top - 220 - line.box.bottom)
            sheet.words(warp(line, hill(rise, half)), pal.second)
            top = line.box.top + 40
    for line in blocks:
        _athletic(sheet, warp(line, hill(rise, half)), fill)
    last = copy.after
    hollow = y - rise + 150  # foot of the letters at x = 0
    if motif is not Motif.NONE:
        size = 1250.0
        tall = sheet.motif_height(motif, size)
        wide = size if tall < size else size * 0.8
        reach = wide / 2
        # the picture goes up into the hollow as far as its own width lets it
        box = sheet.picture(motif, 0, hollow + rise * (reach / half) ** 2 + tall / 2, size)
        middle = max((box.top + box.bottom) / 2, y + 110)
        reach = max(-box.left, box.right)
        for sign in (-1, 1):
            for k in range(3):
                x = sign * (reach + 280 + k * 340)
                sheet.paint(star(x, middle, 130 - 16 * k, 54 - 7 * k), pal.second)
        y = max(box.bottom, middle + 130) + 120
    else:
        for k, x in enumerate((0, -520, 520, -960, 960)):
            r = (230, 150, 150, 105, 105)[k]
            sheet.paint(star(x, hollow + 270 + rise * (x / half) ** 2, r, r * 0.42), pal.second)
        y += 60 if rise > 500 else 240
    if last:
        lines = broken(last, 2 if len(" ".join(last)) > 20 else 1)
        small_lines(sheet, lines, y, 400 if len(lines) == 1 else 300, 3600, pal.main, under)
    else:
        sheet.paint(swoosh(-1800, 1800, y, 230, 130), pal.second)


def _athletic(sheet: Sheet, shape: Outline, fill: str) -> None:
    pal = sheet.palette
    if fill == pal.main:
        sheet.words(shape, fill, edge=pal.light, edge_by=34, rim=pal.dark, rim_by=36)
    else:
        sheet.words(shape, fill, edge=pal.dark, edge_by=38, rim=pal.main, rim_by=36)


FAMILY = Family(
    "varsity_arch",
    (Style.VARSITY,),
    lambda copy: (
        len(copy.hero) <= 26
        and copy.longest <= 14
        and len(" ".join(copy.before)) <= 44
        and len(" ".join(copy.after)) <= 44
    ),
    draw,
    wear=0.4,
)
