"""Celestial arch: a door of night sky with moon phases, rays and the motif; words at its foot."""

from __future__ import annotations

from domain.artwork.geometry import ellipse, outline, place
from domain.artwork.layouts.base import Family
from domain.artwork.ornaments import arch_frame, beams, crescent, diamond, sparkle, star
from domain.artwork.sheet import Sheet
from domain.artwork.wording import Copy, within
from domain.vocabulary import Motif, Style

HALF = 1500.0
SERIF = ("cinzel", "playfair-display", "dm-serif-display", "abril-fatface")
QUIET = ("josefin-sans", "cinzel", "comfortaa")


def draw(sheet: Sheet, copy: Copy, motif: Motif) -> None:
    """The sky is solid; moon, rays and stars lie on it; the words stand inside, light on dark."""
    pal, rng, setter = sheet.palette, sheet.rng, sheet.setter
    ground = pal.dark
    gold, pale = pal.brights[0], pal.light
    hero_lines = within(copy.hero, 10)
    before = within(copy.before, 17)
    after = within(copy.after, 17)
    face = setter.pick(SERIF, copy.hero, rng.randrange(len(SERIF)))
    quiet = setter.pick(QUIET, " ".join(copy.words), rng.randrange(len(QUIET)))
    width = HALF * 2 - 520
    items = []
    y = 0.0
    for text in before:
        line = place(setter.small(setter.cased(text, quiet), quiet, 185, width, 0.2), 0, y)
        items.append((line, pale))
        y = line.box.bottom + 120
    y += 40 if before else 0
    for text in hero_lines:
        block = setter.block(
            setter.cased(text, face),
            face,
            width,
            640 if len(hero_lines) == 1 else 520,
            0.02,
            tall=1.35,
        )
        block = place(block, 0, y)
        items.append((block, gold))
        y = block.box.bottom + 130
    y += 20 if after else 0
    for text in after:
        line = place(setter.small(setter.cased(text, quiet), quiet, 185, width, 0.2), 0, y)
        items.append((line, pale))
        y = line.box.bottom + 120
    words = y - 120
    sky = HALF * 2 + 240
    bottom = sky + words + 330
    frame = arch_frame(-HALF, HALF, 0, bottom)
    sheet.paint(arch_frame(-HALF - 150, HALF + 150, -150, bottom + 150), pal.main)
    sheet.paint(arch_frame(-HALF - 84, HALF + 84, -84, bottom + 84), ground)
    sheet.stroke(frame, gold, 26)
    _sky(sheet, motif, gold, pale, ground, sky)
    for line, ink in items:
        sheet.words(place(line, 0, sky), ink, ground=ground)
    sheet.paint(sparkle(0, bottom + 150, 190), gold)
    for sign in (-1, 1):
        sheet.paint(diamond(sign * (HALF + 118), HALF + 200, 120, 300), gold)


def _sky(sheet: Sheet, motif: Motif, gold: str, pale: str, ground: str, foot: float) -> None:
    pal, rng = sheet.palette, sheet.rng
    centre = HALF + 190
    size = 1150.0
    sheet.paint(beams(0, centre, 880, 1180, 40, 0, 351, 26, 0.55), gold)
    if motif is Motif.NONE or motif is Motif.MOON:
        sheet.paint(crescent(-140, centre, 640, 0.34, left=True), gold)
        for x, y, r in ((250, -150, 200), (430, 190, 110), (100, 310, 80)):
            sheet.paint(sparkle(x, centre + y, r), pale)
    else:
        sheet.paint(outline(ellipse(0, centre, 790)), pal.brights[1])
        sheet.paint(outline(ellipse(0, centre, 752)), ground)
        sheet.picture(motif, 0, centre, size, sheet.tones(motif, bright=True), ground=ground)
    row = foot - 290.0
    spots = (
        (-4, 0.12, True),
        (-3, 0.32, True),
        (-2, 0.55, True),
        (2, 0.55, False),
        (3, 0.32, False),
        (4, 0.12, False),
    )
    for k, share, left in spots:
        middle = k * 290.0 + (100 if k < 0 else -100)
        sheet.paint(crescent(middle, row, 112, share, left), pale)
    sheet.paint(ellipse(0, row, 140), gold)
    for side in (-1, 1):
        sheet.paint(ellipse(side * 215, row, 26), pale)
    spots_sky = (
        (0, 250),
        (-300, 420),
        (300, 420),
        (-1085, 960),
        (1085, 960),
        (-1230, 1500),
        (1230, 1500),
        (-1210, 2150),
        (1210, 2150),
        (-1060, 2480),
        (1060, 2480),
        (-620, 480),
        (620, 480),
    )
    for i, (x, y) in enumerate(spots_sky):
        if i % 3 == 0:
            sheet.paint(sparkle(x, y, rng.uniform(80, 115)), pale)
        elif i % 3 == 1:
            sheet.paint(ellipse(x, y, rng.uniform(18, 30)), gold)
        else:
            sheet.paint(star(x, y, 56, 24), pale)


FAMILY = Family(
    "celestial_arch",
    (Style.CELESTIAL, Style.BOTANICAL),
    lambda copy: (
        copy.longest <= 12
        and len(within(copy.hero, 10)) <= 3
        and len(" ".join(copy.before)) <= 40
        and len(" ".join(copy.after)) <= 40
    ),
    draw,
)
