"""Western poster: swelling slab letters with an inline, stars and ropes, rules like a broadside."""

from __future__ import annotations

from domain.artwork.geometry import place
from domain.artwork.layouts.base import Family, flanked
from domain.artwork.ornaments import diamond, rule, star, tapered
from domain.artwork.scene import Outline
from domain.artwork.sheet import Sheet
from domain.artwork.warp import arch, bulge, pinch, warp
from domain.artwork.wording import Copy, broken, is_small
from domain.vocabulary import Motif, Style

SLAB = ("alfa-slab-one", "gravitas-one", "rowdies", "abril-fatface", "bungee")
SIDE = ("alfa-slab-one", "oswald", "bebas-neue", "anton")
WIDTH = 3700.0


def draw(sheet: Sheet, copy: Copy, motif: Motif) -> None:
    """First line arched, hero swollen or pinched, last line between rules; the motif crowns all."""
    pal, rng, setter = sheet.palette, sheet.rng, sheet.setter
    at = rng.randrange(len(SLAB))
    side = setter.pick(SIDE, " ".join(copy.words), rng.randrange(len(SIDE)))
    ink, second = (pal.main, pal.second) if rng.random() < 0.7 else (pal.third, pal.main)
    y = _crown(sheet, motif, ink, second)
    before = " ".join(copy.before)
    rows = broken(copy.before, 2 if len(before) > 20 else 1)
    for i, text in enumerate(rows):
        if is_small(text):
            line = place(setter.small(setter.cased(text, side), side, 230, WIDTH, 0.1), 0, y)
            sheet.words(line, second)
            flanked(sheet, line, second, WIDTH * 0.42, 30, 140)
            y = line.box.bottom + 150
            continue
        line = setter.block(setter.cased(text, side), side, WIDTH * 0.86, 520, 0.06, 1.1)
        lift = 300.0 * line.box.width / WIDTH if i == 0 else 0.0
        line = place(line, 0, y + lift)
        sheet.words(warp(line, arch(line.box, lift)) if lift else line, second)
        y = line.box.bottom + (30 if i == len(rows) - 1 else 130)
    hero = broken(copy.hero, 2) if len(copy.hero) > 12 and " " in copy.hero else (copy.hero,)
    swollen = rng.random() < 0.6
    for text in hero:
        face = setter.pick(SLAB, text, at)
        line = setter.block(setter.cased(text, face), face, WIDTH, 1150, 0.03, 1.2, tall=1.6)
        swell = min(230.0, line.box.height * 0.24)
        if swollen and text == hero[0]:
            y += swell * 0.9
        line = place(line, 0, y + (swell * 0.4 if swollen else swell))
        bent = warp(line, (bulge if swollen else pinch)(line.box, swell))
        _slab(sheet, bent, ink)
        y = max(bent.box.bottom, line.box.bottom) + 180
    after = " ".join(copy.after)
    if after:
        for text in broken(copy.after, 2 if len(after) > 22 else 1):
            line = setter.small(setter.cased(text, side), side, 360, WIDTH * 0.94, 0.1)
            line = place(line, 0, y)
            sheet.words(line, second)
            flanked(sheet, line, second, WIDTH / 2, 34, 150)
            y = line.box.bottom + 170
    else:
        y += 20
    sheet.paint(tapered(-WIDTH / 2, -260, y + 60, 64), second)
    sheet.paint(tapered(260, WIDTH / 2, y + 60, 64), second)
    sheet.paint(star(0, y + 60, 170, 72), ink)


def _crown(sheet: Sheet, motif: Motif, ink: str, second: str) -> float:
    """The picture with stars and rules at its sides; returns the y below."""
    if motif is Motif.NONE:
        for k, x in enumerate((0.0, -480.0, 480.0, -880.0, 880.0)):
            r = (260, 170, 170, 110, 110)[k]
            sheet.paint(star(x, abs(x) * 0.16, r, r * 0.42), second)
        return 420.0
    box = sheet.picture(motif, 0, 0, 1250)
    middle = (box.top + box.bottom) / 2 + 60
    for sign in (-1, 1):
        x = sign * (max(-box.left, box.right) + 260)
        sheet.paint(star(x, middle, 150, 62), second)
        far = sign * WIDTH * 0.43
        ends = sorted((x + sign * 230, far))
        for dy, weight in ((-70, 30), (0, 56), (70, 30)):
            sheet.paint(rule(ends[0] + abs(dy), ends[1] - abs(dy), middle + dy, weight), ink)
        sheet.paint(diamond(far + sign * 70, middle, 90, 130), second)
    return box.bottom + 190


def _slab(sheet: Sheet, shape: Outline, ink: str) -> None:
    pal = sheet.palette
    light = sheet.rng.random() < 0.5
    if light:
        sheet.words(shape, pal.light, edge=pal.dark, edge_by=30, shadow=ink, drop=(90.0, 90.0))
    else:
        sheet.words(shape, ink, edge=pal.light, edge_by=26, rim=pal.dark, rim_by=30)


FAMILY = Family(
    "western_poster",
    (Style.WESTERN,),
    lambda copy: (
        copy.longest <= 13
        and len(copy.hero) <= 24
        and len(" ".join(copy.before)) <= 36
        and len(" ".join(copy.after)) <= 40
    ),
    draw,
    wear=0.6,
)
