"""Scenic patch: a landscape in a rounded window, the motif in front, words in its foot."""

from __future__ import annotations

from domain.artwork.geometry import ellipse, outline, place, polygon, rect, spline
from domain.artwork.layouts.base import Family
from domain.artwork.ornaments import beams, star
from domain.artwork.sheet import Sheet
from domain.artwork.wording import Copy, within
from domain.vocabulary import Motif, Style

FACES = ("righteous", "alfa-slab-one", "league-spartan", "bebas-neue", "lilita-one", "anton")
QUIET = ("josefin-sans", "oswald", "league-spartan", "bebas-neue")
HALF, TOP, SCENE = 1800.0, -1900.0, 1900.0


def draw(sheet: Sheet, copy: Copy, motif: Motif) -> None:
    """Sky, sun, three ridges; below the window a panel with the words, one frame around all."""
    pal, rng, setter = sheet.palette, sheet.rng, sheet.setter
    face = setter.pick(FACES, copy.hero, rng.randrange(len(FACES)))
    quiet = setter.pick(QUIET, " ".join(copy.words), rng.randrange(len(QUIET)))
    items = []
    y = 220.0
    width = HALF * 2 - 420
    for text in within(copy.before, 24):
        line = place(setter.small(setter.cased(text, quiet), quiet, 200, width, 0.18), 0, y)
        items.append((line, pal.light))
        y = line.box.bottom + 140
    heroes = within(copy.hero, 12)
    for text in heroes:
        block = setter.block(
            setter.cased(text, face),
            face,
            width,
            820 if len(heroes) == 1 else 620,
            0.01,
            1.1,
            tall=1.4,
        )
        block = place(block, 0, y)
        items.append((block, pal.brights[0]))
        y = block.box.bottom + 150
    for text in within(copy.after, 24):
        line = place(setter.small(setter.cased(text, quiet), quiet, 200, width, 0.18), 0, y)
        items.append((line, pal.light))
        y = line.box.bottom + 140
    bottom = y + 60
    frame = rect(-HALF, TOP, HALF * 2, bottom - TOP, 620)
    sheet.swell(frame, pal.main, 150)
    sheet.swell(frame, pal.dark, 84)
    sheet.paint(frame, pal.dark)
    _landscape(sheet, motif)
    sheet.stroke(frame, pal.brights[1], 30)
    for line, ink in items:
        sheet.words(line, ink, ground=pal.dark)


def _landscape(sheet: Sheet, motif: Motif) -> None:
    pal, rng = sheet.palette, sheet.rng
    inset = 120.0
    window = outline(rect(-HALF + inset, TOP + inset, (HALF - inset) * 2, -TOP - inset, 500))
    left, right = window.box.left, window.box.right
    sheet.paint(window, pal.brights[1])
    night = rng.random() < 0.35
    sun = (0.0, -980.0, 640.0)
    if night:
        sheet.paint(window, pal.second)
        for i in range(11):
            x, y = -1450 + 290 * i, -1600 + 260 * ((i * 7) % 4)
            sheet.paint(star(x, y, 62, 24), pal.light)
    sheet.paint(ellipse(*sun), pal.brights[0] if not night else pal.brights[1])
    if not night:
        sheet.paint(beams(0, sun[1], 720, 900, 15, -98, 98, 40, 0.55), pal.brights[0])
    far = [
        (left, -620),
        (-1300, -900),
        (-980, -700),
        (-560, -1120),
        (-200, -760),
        (180, -980),
        (620, -680),
        (1020, -1060),
        (1360, -760),
        (right, -900),
    ]
    near = [
        (left, -420),
        (-1100, -560),
        (-500, -380),
        (150, -560),
        (800, -360),
        (1300, -520),
        (right, -420),
    ]
    for points, ink, corner in ((far, pal.brights[2], True), (near, pal.main, False)):
        top = (
            polygon([*points, (right, 0), (left, 0)])
            if corner
            else (
                *spline([(float(x), float(y)) for x, y in points], closed=False),
                ("L", right, 0.0),
                ("L", left, 0.0),
                ("Z",),
            )
        )
        sheet.paint(top, ink)
    firs = [(-1500, 330), (-1270, 250), (-1080, 180), (1110, 190), (1300, 270), (1520, 340)]
    ground = (
        *spline(
            [(left, -200.0), (-700.0, -270.0), (0.0, -220.0), (700.0, -280.0), (right, -200.0)],
            closed=False,
        ),
        ("L", right, 20.0),
        ("L", left, 20.0),
        ("Z",),
    )
    for x, tall in firs:
        for k in range(3):
            w, base = tall * (0.28 + 0.12 * k), -230 - tall * (1.3 - 0.5 * k)
            sheet.paint(
                polygon([(x, base - tall * 0.75), (x + w, base), (x - w, base)], 10), pal.dark
            )
    sheet.paint(ground, pal.dark)
    if motif is not Motif.NONE:
        size = 1350.0
        middle = -190 - sheet.motif_height(motif, size) / 2
        sheet.picture(motif, 0, middle, size, edge=pal.dark, edge_by=40, rim=pal.light, rim_by=34)


FAMILY = Family(
    "scenic_patch",
    (Style.RETRO, Style.BADGE, Style.WESTERN),
    lambda copy: (
        copy.longest <= 12
        and len(within(copy.hero, 12)) <= 2
        and len(" ".join(copy.before)) <= 48
        and len(" ".join(copy.after)) <= 48
    ),
    draw,
    wear=0.35,
)
