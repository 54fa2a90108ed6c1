"""Stacked block: every line set to one width, weights and inks alternate."""

from __future__ import annotations

from domain.artwork.garments import contrast, grey
from domain.artwork.geometry import place, rect
from domain.artwork.layouts.base import CONDENSED, WIDE, Family, flanked, top_at
from domain.artwork.ornaments import rule, stars
from domain.artwork.scene import Outline
from domain.artwork.sheet import Sheet
from domain.artwork.wording import Copy, broken, is_small
from domain.vocabulary import Motif, Style

WIDTH = 3700.0


def _rows(copy: Copy) -> tuple[tuple[str, bool], ...]:
    """Rows with a flag for the one that carries the hero."""
    if len(copy.words) == 1:
        return ((copy.words[0], True),)
    rows: list[tuple[str, bool]] = [(line, False) for line in copy.before]
    hero = broken(copy.hero, 2) if len(copy.hero) > 13 and " " in copy.hero else (copy.hero,)
    rows += [(line, True) for line in hero]
    rows += [(line, False) for line in copy.after]
    if len(rows) > 6:
        rows = [
            *((line, False) for line in broken(copy.before, 2)),
            *((line, True) for line in hero),
            *((line, False) for line in broken(copy.after, 2)),
        ]
    return tuple(rows)


def draw(sheet: Sheet, copy: Copy, motif: Motif) -> None:
    """Rows from top to bottom; the hero row is tallest, in its own ink or reversed out of a bar."""
    pal, rng, setter = sheet.palette, sheet.rng, sheet.setter
    # inks of one hue cannot set the hero apart by colour alone
    plain = contrast(pal.main, pal.second) < 1.3 and grey(pal.main)
    look = rng.choice(("bar", "block") if plain else ("ink", "bar", "block"))
    shift = rng.randrange(4)
    hero_ink, body_ink = (pal.main, pal.second) if rng.random() < 0.5 else (pal.second, pal.main)
    rows = _rows(copy)
    tallest = 1500.0 if len(rows) <= 2 else 1150.0 if len(rows) <= 4 else 900.0
    y, gap = 0.0, 130.0
    if motif is not Motif.NONE:
        size = 1150.0 if len(rows) <= 3 else 800.0
        box = sheet.picture(motif, 0.0, 0.0, size)
        mid = (box.top + box.bottom) / 2
        for sign in (-1, 1):
            inner = max(-box.left, box.right) + 170
            for k, weight in ((-1, 34.0), (0, 70.0), (1, 34.0)):
                ends = sorted((sign * inner, sign * WIDTH / 2))
                sheet.paint(
                    rule(ends[0], ends[1], mid + k * 120, weight), body_ink if k else hero_ink
                )
        y = box.bottom + 170
    for text, is_hero in rows:
        if is_small(text) and not is_hero:
            face = setter.pick(WIDE, text, shift)
            line = top_at(setter.small(setter.cased(text, face), face, 230, WIDTH, 0.08), y)
            sheet.words(line, body_ink)
            flanked(sheet, line, body_ink, WIDTH / 2, 34, 130)
            y = line.box.bottom + gap
            continue
        narrow = len(text) > (8 if is_hero else 7)
        face = setter.pick(CONDENSED if narrow else WIDE, text, shift + (1 if is_hero else 0))
        limit = tallest if is_hero else tallest * 0.66
        shown = setter.cased(text, face)
        if is_hero and look == "bar":
            pad = 120.0
            line = setter.block(shown, face, WIDTH - pad * 2.4, limit, 0.01, 1.25)
            line = place(line, 0, y + pad)
            bar = rect(-WIDTH / 2, y, WIDTH, line.box.height + pad * 2, 60)
            sheet.paint(bar, hero_ink)
            sheet.carve(line, hero_ink)
            y = line.box.bottom + pad + gap
            continue
        line = setter.block(shown, face, WIDTH, limit, 0.0, 1.3)
        if line.box.width < WIDTH * 0.97:
            line = _spread(sheet, shown, face, line)
        line = top_at(line, y)
        if is_hero and look == "block":
            sheet.words(
                line, pal.brights[0], edge=pal.dark, edge_by=26, shadow=hero_ink, drop=(70.0, 70.0)
            )
            y = line.box.bottom + gap + 70
        else:
            sheet.words(line, hero_ink if is_hero else body_ink)
            y = line.box.bottom + gap
    if motif is Motif.NONE:
        sheet.paint(rule(-WIDTH / 2, -330, y + 60, 50), body_ink)
        sheet.paint(rule(330, WIDTH / 2, y + 60, 50), body_ink)
        sheet.paint(stars(0, y + 60, 130, 3, 50), hero_ink)


def _spread(sheet: Sheet, text: str, face: str, line: Outline) -> Outline:
    """The same height, letter-spaced toward the full width."""
    size = line.box.height / sheet.setter.cap(face)
    extra = (WIDTH - line.box.width) / max(1, len(text) - 1) / size
    return sheet.setter.block(text, face, WIDTH, line.box.height, min(extra, 0.22), 1.3)


FAMILY = Family(
    "stacked_block",
    (Style.BOLD, Style.COMIC, Style.VARSITY),
    lambda copy: copy.longest <= 14 and len(copy.words) <= 12,
    draw,
    wear=0.35,
)
