"""Comic burst: leaning outlined letters bursting out of a spiky cloud with halftone dots."""

from __future__ import annotations

from domain.artwork.fit import slanted
from domain.artwork.geometry import outline, place, turn
from domain.artwork.layouts.base import Family
from domain.artwork.ornaments import burst
from domain.artwork.scene import Outline
from domain.artwork.sheet import Sheet
from domain.artwork.textures import halftone
from domain.artwork.warp import bulge, pinch, warp
from domain.artwork.wording import Copy, within
from domain.vocabulary import Motif, Style

LOUD = ("luckiest-guy", "bungee", "titan-one", "lilita-one", "rowdies")
HAND = ("permanent-marker", "luckiest-guy", "changa-one")
WIDTH = 3300.0


def draw(sheet: Sheet, copy: Copy, motif: Motif) -> None:
    """Burst behind; hero swollen and tilted; side lines on slanted strips; the motif pops out."""
    pal, rng, setter = sheet.palette, sheet.rng, sheet.setter
    face = setter.pick(LOUD, copy.hero, rng.randrange(len(LOUD)))
    hand = setter.pick(HAND, " ".join(copy.words), rng.randrange(len(HAND)))
    tilt = -7.0
    lines: list[tuple[Outline, bool]] = []
    y = 0.0
    for text in within(copy.before, 18):
        line = place(setter.small(setter.cased(text, hand), hand, 330, WIDTH * 0.86, 0.03), 0, y)
        lines.append((line, False))
        y = line.box.bottom + 170
    y += 60 if copy.before else 0
    heroes = within(copy.hero, 10)
    for text in heroes:
        block = setter.block(
            setter.cased(text, face),
            face,
            WIDTH,
            1150 if len(heroes) == 1 else 820,
            0.03,
            1.15,
            tall=1.5,
        )
        block = place(block, 0, y)
        swell = min(170.0, block.box.height * 0.2)
        bent = warp(block, (bulge if rng.random() < 0.6 else pinch)(block.box, swell))
        bent = place(bent, 0, y - bent.box.top)
        lines.append((bent, True))
        y = bent.box.bottom + 200
    y += 30 if copy.after else 0
    for text in within(copy.after, 18):
        line = place(setter.small(setter.cased(text, hand), hand, 330, WIDTH * 0.86, 0.03), 0, y)
        lines.append((line, False))
        y = line.box.bottom + 170
    height = y - 170
    placed = [(turn(slanted(place(line, 0, -height / 2), 0.0), tilt), big) for line, big in lines]
    rx = 2080.0
    ry = max(1500.0, height * 0.5 + 650)
    cloud = outline(burst(0, 0, rx, ry, 17, 0.26, rng))
    sheet.swell(place(cloud, 90, 110), pal.main, 60)
    sheet.swell(cloud, pal.dark, 60)
    sheet.paint(cloud, pal.brights[1])
    dots = outline(halftone(0, 0, rx * 0.52, rx * 0.74, 150, 42))
    sheet.paint(place(dots, 0, 0, 1.0, ry / rx), pal.brights[0])
    fill = pal.light if rng.random() < 0.5 else pal.brights[2]
    for line, big in placed:
        if big:
            sheet.words(
                line,
                fill,
                edge=pal.dark,
                edge_by=52,
                shadow=pal.dark,
                drop=(90.0, 100.0),
                ground=pal.brights[1],
            )
        else:
            sheet.words(line, pal.dark, rim=pal.light, rim_by=58, ground=pal.light)
    if motif is not Motif.NONE:
        size = 1250.0
        tall = sheet.motif_height(motif, size)
        highest = min(line.box.top for line, _ in placed)
        sheet.picture(
            motif,
            0,
            min(highest - tall / 2 - 40, -ry * 0.72),
            size,
            edge=pal.dark,
            edge_by=52,
            degrees=-6,
        )


FAMILY = Family(
    "comic_burst",
    (Style.COMIC, Style.BOLD),
    lambda copy: (
        copy.longest <= 12
        and len(within(copy.hero, 10)) <= 2
        and len(" ".join(copy.before)) <= 36
        and len(" ".join(copy.after)) <= 36
    ),
    draw,
)
