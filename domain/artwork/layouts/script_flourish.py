"""Script flourish: brush lettering on a climbing line, a swash below, small capitals beside."""

from __future__ import annotations

from domain.artwork.fit import slanted
from domain.artwork.geometry import outline, place
from domain.artwork.layouts.base import QUIET, Family
from domain.artwork.ornaments import flourish, sparkle
from domain.artwork.scene import Box, Outline
from domain.artwork.sheet import Sheet
from domain.artwork.wording import Copy, broken, within
from domain.vocabulary import Motif, Style

SCRIPTS = ("lobster", "pacifico", "yellowtail", "oleo-script", "satisfy")
WIDTH = 3850.0
RISE = 0.105


def _quiet(sheet: Sheet, lines: tuple[str, ...], y: float, ink: str, face: str) -> float:
    """Small capitals on the same slope; returns the y below, before slanting."""
    for text in within(lines, 24):
        shown = sheet.setter.cased(text, face)
        small = sheet.setter.small(shown, face, 290, WIDTH * 0.84, 0.17)
        small = place(small, 0, y)
        sheet.words(slanted(small, RISE), ink)
        y = small.box.bottom + 150
    return y


def draw(sheet: Sheet, copy: Copy, motif: Motif) -> None:
    """All lines climb together; the hero carries a shadow or stands in one ink."""
    pal, rng, setter = sheet.palette, sheet.rng, sheet.setter
    face = setter.pick(SCRIPTS, copy.hero, rng.randrange(len(SCRIPTS)))
    quiet = setter.pick(QUIET, " ".join(copy.words), rng.randrange(len(QUIET)))
    ink, shade = (pal.main, pal.second) if rng.random() < 0.6 else (pal.second, pal.main)
    edged = rng.random() < 0.5
    y = _quiet(sheet, copy.before, 0.0, shade, quiet)
    y += 60 if copy.before else 0
    first = y
    parts = broken(copy.hero, 2 if len(copy.hero) > 11 and " " in copy.hero else 1)
    block = Outline((), Box(0.0, 0.0, 0.0, 0.0))
    for i, text in enumerate(parts):
        block = setter.block(setter.cased(text, face), face, WIDTH, 1700, tall=1.12)
        block = place(block, 0, y + ((120 if edged else 50) if i else 0))
        leaning = slanted(block, RISE)
        if edged:
            sheet.words(
                leaning, pal.brights[0], edge=pal.dark, edge_by=30, shadow=ink, drop=(58.0, 70.0)
            )
        else:
            sheet.words(leaning, ink)
        y = block.box.bottom
    swash = outline(flourish(block.box.left + 120, block.box.right - 20, 0, 78))
    swash = place(swash, 0, y + 90 - swash.box.top)
    sheet.paint(slanted(swash, RISE), shade)
    y = swash.box.bottom + 40
    y = _quiet(sheet, copy.after, y + 90, shade, quiet)
    if not copy.before:
        x = block.box.left + block.box.width * 0.1
        y0 = first - RISE * x - 170
        for dx, dy, r in ((0, 0, 120), (190, -120, 66), (-150, -190, 50)):
            sheet.paint(sparkle(x + dx, y0 + dy, r), pal.brights[0])
    if motif is not Motif.NONE:
        size = 1150.0
        tall = sheet.motif_height(motif, size)
        if copy.after and not copy.before:
            # the climbing line leaves room at its right, below
            sheet.picture(motif, 0, y + 120 + tall / 2, size)
        else:
            lift = 330 * RISE * 1.4
            sheet.picture(motif, 0, -170 - lift - tall / 2, size)


FAMILY = Family(
    "script_flourish",
    (Style.SCRIPT, Style.RETRO, Style.MINIMAL),
    lambda copy: len(copy.hero) <= 22 and len(copy.before) <= 4 and len(copy.after) <= 4,
    draw,
)
