"""Minimal line: a small picture, a hairline, quiet words with air between the letters."""

from __future__ import annotations

from domain.artwork.geometry import ellipse, place, ring
from domain.artwork.layouts.base import Family
from domain.artwork.ornaments import rule
from domain.artwork.sheet import Sheet
from domain.artwork.wording import Copy, within
from domain.vocabulary import Motif, Style

SANS = ("josefin-sans", "comfortaa", "league-spartan", "cinzel", "playfair-display")
HAND = ("caveat", "satisfy", "great-vibes", "shadows-into-light", "yellowtail")
WIDTH = 3000.0


def draw(sheet: Sheet, copy: Copy, motif: Motif) -> None:
    """Either capitals with the hero a little larger, or a hand-written hero over capitals."""
    pal, rng, setter = sheet.palette, sheet.rng, sheet.setter
    ink = rng.choice((pal.main, pal.second))
    other = pal.second if ink == pal.main else pal.main
    sans = setter.pick(SANS, " ".join(copy.words), rng.randrange(len(SANS)))
    written = rng.random() < 0.5
    ringed = rng.random() < 0.5
    y = 0.0
    if motif is not Motif.NONE:
        size = 900.0 if ringed else 1050.0
        box = sheet.picture(motif, 0, 0, size)
        y = box.bottom
        if ringed:
            r = 760.0
            sheet.paint(ring(0, 0, r, r - 18), ink)
            for sign in (-1, 1):
                sheet.cut(ellipse(sign * r, 0, 90))
                sheet.paint(ellipse(sign * (r - 9), 0, 34), other)
            y = r
        y += 260
    groups = ((copy.before, False), ((copy.hero,), True), (copy.after, False))
    for group, is_hero in groups:
        for line in within(group, 12 if is_hero else 19):
            if is_hero and written:
                hand = setter.pick(HAND, copy.hero, rng.randrange(len(HAND)))
                block = setter.block(setter.cased(line, hand), hand, WIDTH, 950)
                block = place(block, 0, y - 40)
                sheet.words(block, other)
                y = block.box.bottom + 130
                continue
            cap = 330.0 if is_hero else 190.0
            small = setter.small(
                setter.cased(line, sans), sans, cap, WIDTH, 0.16 if is_hero else 0.3
            )
            small = place(small, 0, y)
            sheet.words(small, other if is_hero else ink)
            y = small.box.bottom + (210 if is_hero else 150)
    sheet.paint(rule(-300, -70, y + 60, 18), ink)
    sheet.paint(rule(70, 300, y + 60, 18), ink)
    sheet.paint(ellipse(0, y + 60, 28), other)


FAMILY = Family(
    "minimal_line",
    (Style.MINIMAL, Style.BOTANICAL, Style.CELESTIAL),
    lambda copy: copy.longest <= 16 and len(" ".join(copy.lines)) <= 64,
    draw,
    width=3000.0,
    height=3500.0,
    needs_motif=True,
)
