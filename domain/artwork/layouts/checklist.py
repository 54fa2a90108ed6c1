"""Checklist: every line with a ticked box, left-aligned like a note on a clipboard."""

from __future__ import annotations

from domain.artwork.geometry import place, rect
from domain.artwork.layouts.base import Family
from domain.artwork.ornaments import rule, tick
from domain.artwork.scene import Outline
from domain.artwork.sheet import Sheet
from domain.artwork.wording import Copy, stands_alone
from domain.vocabulary import Motif, Style

FACES = ("oswald", "bebas-neue", "fjalla-one", "permanent-marker", "league-spartan", "anton")
HAND = ("permanent-marker", "luckiest-guy", "rowdies", "changa-one")
WIDTH = 3800.0
BOX = 420.0


def draw(sheet: Sheet, copy: Copy, motif: Motif) -> None:
    """Rows with boxes; the hero's row is larger, in its own ink; the motif rests top right."""
    pal, rng, setter = sheet.palette, sheet.rng, sheet.setter
    face = setter.pick(FACES, " ".join(copy.words), rng.randrange(len(FACES)))
    loud = setter.pick((*HAND, *FACES), copy.hero, rng.randrange(4))
    left = BOX + 260
    rows: list[tuple[Outline, bool]] = []
    for i, text in enumerate(copy.lines):
        is_hero = i == copy.hero_at
        chosen = loud if is_hero else face
        line = setter.block(
            setter.cased(text, chosen), chosen, WIDTH - left, 640 if is_hero else 400, 0.02
        )
        rows.append((place(line, left - line.box.left, 0), is_hero))
    wide = max(row.box.right for row, _ in rows)
    y = 0.0
    if motif is not Motif.NONE:
        size = min(1250.0, wide * 0.36)
        tall = sheet.motif_height(motif, size)
        box = sheet.picture(motif, wide - size * 0.5, -tall / 2 - 130, size)
        sheet.paint(rule(0, box.left - 160, -150, 44), pal.second)
        sheet.paint(rule(0, (box.left - 160) * 0.7, -290, 26), pal.brights[0])
    else:
        sheet.paint(rule(0, wide, -150, 44), pal.second)
    for row, is_hero in rows:
        height = max(row.box.height, BOX)
        y += 200
        middle = y + height / 2
        ink = pal.main if is_hero else pal.second
        sheet.stroke(rect(30, middle - BOX / 2, BOX, BOX, 70), ink, 52)
        line = place(row, 0, middle - row.box.height / 2 - row.box.top)
        sheet.words(line, ink)
        mark = tick(BOX / 2 + 40, middle + 10, BOX * 1.25)
        sheet.cut(mark, 44)
        sheet.paint(mark, pal.main if not is_hero else pal.third)
        y += height + 40
    sheet.paint(rule(0, wide, y + 190, 44), pal.second)


FAMILY = Family(
    "checklist",
    (Style.BOLD, Style.MINIMAL, Style.COMIC),
    lambda copy: (
        3 <= len(copy.lines) <= 5
        and all(len(line) <= 18 and stands_alone(line) for line in copy.lines)
    ),
    draw,
)
