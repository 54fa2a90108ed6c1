"""Pixel arcade: the motif as blocks, words in a pixel face, a screen frame with scan lines."""

from __future__ import annotations

from domain.artwork.geometry import Commands, affine, flatten, outline, place, rect
from domain.artwork.layouts.base import Family
from domain.artwork.motifs.catalogue import motif_layers
from domain.artwork.scene import Command
from domain.artwork.sheet import Sheet
from domain.artwork.wording import Copy, within
from domain.vocabulary import Motif, Style

FACE = ("press-start-2p",)
GRID = 26
HEART = (".XX.XX.", "XXXXXXX", "XXXXXXX", ".XXXXX.", "..XXX..", "...X...")


def cells(motif: Motif, grid: int = GRID) -> list[str | None]:
    """Which tone of the motif covers the middle of each grid cell, row by row."""
    import numpy as np

    steps = (np.arange(grid) + 0.5) / grid
    x, y = np.meshgrid(steps, steps)
    result: list[str | None] = [None] * (grid * grid)
    for layer in motif_layers(motif):
        winding = np.zeros(x.shape, dtype=int)
        for contour in flatten(layer.commands, 6):
            for (x0, y0), (x1, y1) in zip(contour, [*contour[1:], contour[0]], strict=True):
                if y0 == y1:
                    continue
                crosses = (y0 <= y) != (y1 <= y)
                at = x0 + (y - y0) * (x1 - x0) / (y1 - y0)
                winding += np.where(crosses & (at > x), 1 if y1 > y0 else -1, 0)
        tone = None if layer.tone == "cut" else layer.tone
        for i in np.flatnonzero(winding.ravel()):
            result[int(i)] = tone
    return result


def _blocks(filled: list[tuple[int, int]], size: float) -> Commands:
    """Cells as squares, runs along a row joined."""
    result: list[Command] = []
    taken = set(filled)
    for column, row in filled:
        if (column - 1, row) in taken:
            continue
        length = 1
        while (column + length, row) in taken:
            length += 1
        result.extend(rect(column * size, row * size, size * length, size))
    return tuple(result)


def draw(sheet: Sheet, copy: Copy, motif: Motif) -> None:
    """Screen on top with the motif, words below with a hard block shadow."""
    pal, rng, setter = sheet.palette, sheet.rng, sheet.setter
    face = setter.pick(FACE, " ".join(copy.words))
    ground = pal.dark
    width = 3700.0
    px = width / 64
    y = _screen(sheet, motif, width, px, ground) if motif is not Motif.NONE else 0.0
    groups = ((copy.before, False), ((copy.hero,), True), (copy.after, False))
    ink = pal.main if rng.random() < 0.6 else pal.second
    for group, is_hero in groups:
        for line in within(group, 9 if is_hero else 17):
            limit = 640.0 if is_hero else 260.0
            block = setter.block(setter.cased(line, face), face, width, limit)
            block = place(block, 0, y)
            if is_hero:
                sheet.words(
                    block,
                    pal.brights[0],
                    edge=pal.dark,
                    edge_by=24,
                    shadow=ink,
                    drop=(px * 1.1, px * 1.1),
                )
                y = block.box.bottom + 260
            else:
                sheet.words(block, ink)
                y = block.box.bottom + 190
    row = [(c, r) for r, line in enumerate(HEART) for c, mark in enumerate(line) if mark == "X"]
    heart = outline(_blocks(row, px))
    for i in range(5):
        colour = pal.main if i < 4 else pal.second
        sheet.paint(place(heart, (i - 2) * px * 10 - px * 3.5, y + 40), colour)


def _screen(sheet: Sheet, motif: Motif, width: float, px: float, ground: str) -> float:
    """A cut-cornered screen with the motif in blocks; returns the y below it."""
    pal = sheet.palette
    tall = px * 36
    corner = px * 2
    for grow, colour in ((px, pal.main), (0.0, ground)):
        left, right, top, bottom = (
            -width / 2 + px - grow,
            width / 2 - px + grow,
            px - grow,
            tall + grow,
        )
        sheet.paint(
            (
                *rect(left + corner, top, right - left - corner * 2, bottom - top),
                *rect(
                    left + corner / 2,
                    top + corner / 2,
                    right - left - corner,
                    bottom - top - corner,
                ),
                *rect(left, top + corner, right - left, bottom - top - corner * 2),
            ),
            colour,
        )
    a, b, c = sheet.tones(motif, bright=True)
    tones = {"a": a, "b": b, "c": c, "d": pal.dark}
    size = px * 30 / GRID
    grid = cells(motif)
    for tone, ink in tones.items():
        filled = [(i % GRID, i // GRID) for i, mark in enumerate(grid) if mark == tone]
        if filled:
            blocks = affine(_blocks(filled, size), 1, 0, 0, 1, -size * GRID / 2, px * 3.4)
            sheet.paint(blocks, ink, "motif")
    for x, row in (
        (-24, 5),
        (-19, 12),
        (-26, 20),
        (20, 7),
        (25, 14),
        (18, 24),
        (-20, 28),
        (24, 29),
    ):
        sheet.paint(rect(x * px, row * px, px, px), pal.brights[2])
    for i in range(13):
        sheet.paint(
            rect((-26 + i * 4) * px, tall - px * 1.6, px * 2, px * 0.8),
            pal.brights[2 if i % 2 else 1],
        )
    return tall + px + 260


FAMILY = Family(
    "pixel_arcade",
    (Style.PIXEL,),
    lambda copy: copy.longest <= 12 and len(" ".join(copy.lines)) <= 60,
    draw,
)
