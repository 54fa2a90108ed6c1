"""Retro sunset: a banded sun with the motif before it, words arched above and set below."""

from __future__ import annotations

from domain.artwork.geometry import rect
from domain.artwork.layouts.base import BRUSHES, QUIET, Family, arc_line, small_lines, top_at
from domain.artwork.ornaments import band, rule
from domain.artwork.sheet import Sheet
from domain.artwork.wording import Copy, broken
from domain.vocabulary import Motif, Style

DISPLAY = ("righteous", "bungee", "lilita-one", "changa-one", *BRUSHES[:2], "titan-one")
RADIUS = 1560.0


def draw(sheet: Sheet, copy: Copy, motif: Motif) -> None:
    """Sun of five colour bands, lower half sliced; hero below, wider than the sun."""
    pal, rng, setter = sheet.palette, sheet.rng, sheet.setter
    bands = [pal.brights[1], pal.brights[0], pal.brights[2], pal.main, pal.inks[3]]
    if rng.random() < 0.4:
        bands = [pal.brights[1], pal.brights[0], pal.main, pal.second, pal.inks[3]]
    edges = [-1.0, -0.52, -0.12, 0.22, 0.5, 0.82]
    for colour, top, bottom in zip(bands, edges, edges[1:], strict=False):
        sheet.paint(band(0, 0, RADIUS, top * RADIUS - 2, bottom * RADIUS), colour)
    slits = [(0.02, 0.026), (0.22, 0.04), (0.39, 0.054), (0.53, 0.068), (0.66, 0.082)]
    for at, thick in slits:
        sheet.cut(rect(-RADIUS - 50, at * RADIUS, RADIUS * 2 + 100, thick * RADIUS))
    foot = 0.82 * RADIUS
    if motif is not Motif.NONE:
        size = 1500.0
        tall = sheet.motif_height(motif, size)
        sheet.picture(motif, 0, foot - tall / 2 - 60, size, halo=60)
    before, after = " ".join(copy.before), " ".join(copy.after)
    quiet = setter.pick(QUIET, before + after + copy.hero, rng.randrange(3))
    if before:
        text = setter.cased(before, quiet)
        line, _ = arc_line(setter, text, quiet, RADIUS + 130, 300, 168, tracking=0.08)
        sheet.words(line, pal.main)
    hero = broken(copy.hero, 2) if len(copy.hero) > 14 else (copy.hero,)
    y = foot + 150
    face = setter.pick(DISPLAY, copy.hero, rng.randrange(len(DISPLAY)))
    for text in hero:
        line = setter.block(setter.cased(text, face), face, 3800, 1050, 0.0, 1.15, tall=1.3)
        line = top_at(line, y)
        sheet.words(line, pal.main)
        y = line.box.bottom + 110
    if after:
        lines = broken(copy.after, 2 if len(after) > 24 else 1)
        small_lines(sheet, lines, y + 40, 240, 3600, pal.second, quiet)
    else:
        for i, (half, weight) in enumerate(((1900, 44), (1300, 34), (700, 24))):
            sheet.paint(
                rule(-half, half, y + 20 + i * 90, weight), (pal.second, pal.third, pal.main)[i]
            )


FAMILY = Family(
    "retro_sunset",
    (Style.RETRO, Style.GROOVY),
    lambda copy: (
        len(" ".join(copy.before)) <= 30
        and len(copy.hero) <= 24
        and len(" ".join(copy.after)) <= 44
    ),
    draw,
    wear=0.6,
)
