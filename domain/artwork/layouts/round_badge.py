"""Round badge: words on a ring, the motif above, the hero on a bar across the middle."""

from __future__ import annotations

import math

from domain.artwork.geometry import ellipse, place, polygon, ring
from domain.artwork.layouts.base import Family, arc_line
from domain.artwork.ornaments import beams, burst, diamond, rope, scallop, star
from domain.artwork.scene import Outline
from domain.artwork.sheet import Sheet
from domain.artwork.strokes import arc_points, thick
from domain.artwork.wording import Copy, broken
from domain.vocabulary import Motif, Style

RADIUS = 1950.0
LINE = RADIUS - 70  # the ring line
BAND = 560.0  # height of the ring that carries words
RING = ("oswald", "bebas-neue", "league-spartan", "fjalla-one", "josefin-sans", "anton")
MIDDLE = ("alfa-slab-one", "bebas-neue", "lilita-one", "lobster", "anton", "oleo-script", "rowdies")


def _hero_lines(copy: Copy) -> tuple[str, ...]:
    return broken(copy.hero, 2) if len(copy.hero) > 12 and " " in copy.hero else (copy.hero,)


def draw(sheet: Sheet, copy: Copy, motif: Motif) -> None:
    """A solid disc with a ring line; light words on it, a bar in a lively ink across."""
    pal, rng, setter = sheet.palette, sheet.rng, sheet.setter
    ground = pal.main if rng.random() < 0.5 else pal.dark
    accent = pal.light if ground == pal.main else pal.brights[1]
    second = pal.brights[1] if ground == pal.main else pal.brights[0]
    before, after = " ".join(copy.before), " ".join(copy.after)
    _rim(sheet, rng.choice(("scallop", "rings", "burst", "rope")), ground)
    sheet.paint(ring(0, 0, LINE, LINE - 28), accent)

    bar = _bar(sheet, _hero_lines(copy), has_motif=motif is not Motif.NONE, low=not after)
    top, foot = bar[1], bar[2]
    face = setter.pick(RING, before + after, rng.randrange(len(RING)))
    cap = BAND * 0.56
    base = LINE - 28 - (BAND + cap) / 2
    for text, sign, edge in ((before, -1, -top), (after, 1, foot)):
        limit = math.degrees(math.acos(max(-0.2, min(0.97, (edge + 110) / base))))
        if not text:
            if sign > 0:
                _stars(sheet, 0.0, limit, base + cap / 2, sign, second)
            continue
        tracking = 0.24 if len(text) < 9 else 0.1
        line, span = arc_line(
            setter,
            setter.cased(text, face),
            face,
            base + (cap if sign > 0 else 0.0),
            cap,
            limit * 2 - 14,
            bottom=sign > 0,
            tracking=tracking,
        )
        sheet.words(line, accent, ground=ground)
        _stars(sheet, span / 2 + 10, limit, base + cap / 2, sign, second)
        reach = limit + 4
        centre = 0 if sign < 0 else 180
        sheet.paint(
            thick(arc_points(0, 0, LINE - 28 - BAND, centre - reach, centre + reach, 15), 24),
            accent,
        )
    inner = LINE - 28 - BAND
    _picture(sheet, motif, inner if before else LINE - 160, top, ground, accent, second)
    if inner - foot > 420:
        sheet.paint(beams(0, foot - 260, 420, inner - foot + 190, 9, 122, 238, 44, 0.72), second)
    _paint_bar(sheet, bar, ground, accent)


def _rim(sheet: Sheet, kind: str, ground: str) -> None:
    pal = sheet.palette
    other = pal.main if ground == pal.dark else ground
    if kind in ("scallop", "burst") and ground == pal.dark:
        # a dark disc needs a rim to be seen on a dark shirt
        rim = (
            scallop(0, 0, RADIUS + 30, 40, 55)
            if kind == "scallop"
            else burst(0, 0, RADIUS + 130, RADIUS + 130, 52, 0.055)
        )
        sheet.swell(rim, pal.main, 44)
    if kind == "scallop":
        sheet.paint(scallop(0, 0, RADIUS + 30, 40, 55), ground)
    elif kind == "burst":
        sheet.paint(burst(0, 0, RADIUS + 130, RADIUS + 130, 52, 0.055), ground)
    elif kind == "rope":
        sheet.paint(rope(0, 0, RADIUS + 110, 130, 72), pal.inks[2])
        sheet.paint(ellipse(0, 0, RADIUS + 12), ground)
    else:
        sheet.paint(ring(0, 0, RADIUS + 160, RADIUS + 90), other)
        sheet.paint(ellipse(0, 0, RADIUS + 50), ground)


def _stars(sheet: Sheet, start: float, end: float, radius: float, sign: int, colour: str) -> None:
    """Stars and diamonds from `start` to `end` degrees off the pole (-1 upper, 1 lower)."""
    if end - start < 3:
        return
    count = max(1, int((end - start) / 14) + 1)
    for i in range(count):
        angle = start + (end - start) * i / count if count > 1 else (start + end) / 2
        for side in (-1, 1):
            if side < 0 and angle == 0:
                continue
            x = side * radius * math.sin(math.radians(angle))
            y = sign * radius * math.cos(math.radians(angle))
            sheet.paint(star(x, y, 125, 52) if i % 2 == 0 else diamond(x, y, 76, 104), colour)


Bar = tuple[list[Outline], float, float]


def _bar(sheet: Sheet, hero: tuple[str, ...], *, has_motif: bool, low: bool) -> Bar:
    """The hero's lines in place, and the top and the foot of the bar they stand on."""
    setter, rng = sheet.setter, sheet.rng
    face = setter.pick(MIDDLE, " ".join(hero), rng.randrange(len(MIDDLE)))
    blocks: list[Outline] = []
    y = 0.0
    for text in hero:
        block = setter.block(
            setter.cased(text, face),
            face,
            3500,
            780.0 if len(hero) == 1 else 500.0,
            0.02,
            1.3,
            tall=1.35,
        )
        block = place(block, 0, y)
        blocks.append(block)
        y = block.box.bottom + 90
    height = y - 90
    centre = (430.0 if low else 260.0) if has_motif else 0.0
    shift = centre - height / 2
    pad = 130.0
    return [place(block, 0, shift) for block in blocks], shift - pad, shift + height + pad


def _paint_bar(sheet: Sheet, bar: Bar, ground: str, accent: str) -> None:
    pal = sheet.palette
    blocks, top, foot = bar
    ink = pal.brights[0] if ground == pal.dark else pal.dark
    words = pal.dark if ground == pal.dark else pal.light
    reach = RADIUS * 1.1
    notch = (foot - top) * 0.26
    shape = polygon(
        [
            (-reach, top),
            (reach, top),
            (reach - notch, (top + foot) / 2),
            (reach, foot),
            (-reach, foot),
            (-reach + notch, (top + foot) / 2),
        ]
    )
    sheet.swell(shape, ground, 84)
    sheet.swell(shape, accent, 30)
    sheet.paint(shape, ink)
    for block in blocks:
        sheet.words(block, words, ground=ink)


def _picture(
    sheet: Sheet, motif: Motif, radius: float, top: float, ground: str, accent: str, second: str
) -> None:
    """The motif between the bar and the upper ring, stars beside it where there is room."""
    pal = sheet.palette
    foot = top - 130
    if motif is Motif.NONE:
        middle = (foot - radius) / 2 * 0.96
        sheet.paint(star(0, middle, 380, 160), accent)
        for side in (-1, 1):
            sheet.paint(star(side * 640, middle + 110, 200, 84), second)
        return
    tones = sheet.tones(motif, bright=True)
    if ground == pal.main:
        tones = (pal.light, pal.brights[0], pal.brights[1])
    unit = sheet.motif_height(motif, 1.0)
    room = foot + radius * 0.93
    size = min(room / unit, radius * 1.3)
    y = foot - size * unit / 2
    box = sheet.picture(motif, 0, y, size, tones, ground=ground)
    offset = max(-box.left, box.right) + 230.0
    while offset < math.sqrt(max(0.0, radius**2 - (foot - 260) ** 2)) - 120:
        for sign in (-1, 1):
            sheet.paint(star(sign * offset, foot - 220, 125, 52), second)
        offset += 420
        if offset > max(-box.left, box.right) + 700:
            break


FAMILY = Family(
    "round_badge",
    (Style.BADGE, Style.VARSITY, Style.WESTERN, Style.RETRO),
    lambda copy: (
        len(copy.hero) <= 24
        and copy.longest <= 13
        and max(len(" ".join(copy.before)), len(" ".join(copy.after))) <= 21
    ),
    draw,
    wear=0.4,
)
