"""Echo: one word repeated in outline, filled once, small words above and below."""

from __future__ import annotations

from domain.artwork.geometry import place
from domain.artwork.layouts.base import Family, small_lines
from domain.artwork.sheet import Sheet
from domain.artwork.warp import warp, wave
from domain.artwork.wording import Copy, within
from domain.vocabulary import Motif, Style

# faces whose letters are single contours: overlaps would show in an outline
FACES = ("anton", "archivo-black", "bungee", "righteous", "titan-one", "russo-one", "lilita-one")
LONG = ("anton", "bebas-neue", "fjalla-one")
UNDER = ("oswald", "league-spartan", "bebas-neue", "josefin-sans")
WIDTH = 3700.0


def draw(sheet: Sheet, copy: Copy, motif: Motif) -> None:
    """Three to five copies: one is solid, the others are drawn in outline."""
    pal, rng, setter = sheet.palette, sheet.rng, sheet.setter
    face = setter.pick(FACES if len(copy.hero) <= 8 else LONG, copy.hero, rng.randrange(7))
    under = setter.pick(UNDER, " ".join(copy.words), rng.randrange(len(UNDER)))
    tallest = 1000.0 if len(copy.hero) <= 4 else 720.0
    word = setter.block(setter.cased(copy.hero, face), face, WIDTH, tallest, 0.02, 1.5, tall=1.5)
    if rng.random() < 0.45:
        word = warp(word, wave(word.box, word.box.height * 0.16))
    count = 5 if word.box.height < 640 else 4 if word.box.height < 800 else 3
    middle = count // 2
    step = word.box.height + 110
    y = 0.0
    if copy.before:
        y = small_lines(sheet, within(copy.before, 22), 0, 300, WIDTH, pal.main, under) + 220
    start = y - word.box.top
    inks = (pal.third, pal.second, pal.main, pal.second, pal.third)
    order = sorted(range(count), key=lambda i: -abs(i - middle))
    for i in order:
        line = place(word, 0, start + i * step)
        if i == middle:
            sheet.words(line, pal.main)
            continue
        sheet.stroke(line, inks[i + (5 - count) // 2], 32)
    bottom = start + (count - 1) * step + word.box.bottom
    y = bottom + 230
    if copy.after:
        y = small_lines(sheet, within(copy.after, 22), y, 300, WIDTH, pal.main, under) + 160
    if motif is not Motif.NONE:
        _at_middle(sheet, motif, y)


def _at_middle(sheet: Sheet, motif: Motif, y: float) -> None:
    """The motif three times in a row, the middle one full size."""
    tall = sheet.motif_height(motif, 780)
    row = y + tall / 2 + 20
    for x, size in ((-1250.0, 520.0), (1250.0, 520.0), (0.0, 780.0)):
        sheet.picture(motif, x, row, size)


FAMILY = Family(
    "echo_repeat",
    (Style.BOLD, Style.RETRO, Style.GROOVY),
    lambda copy: (
        len(copy.hero) <= 11
        and len(" ".join(copy.before)) <= 44
        and len(" ".join(copy.after)) <= 44
    ),
    draw,
)
