"""Help for the artwork tests: a typesetter of plain boxes, briefs, and masks of shapes."""

from __future__ import annotations

from typing import Any

import numpy as np
from PIL import Image, ImageDraw

from domain.artwork.geometry import flatten, merge, outline, rect
from domain.artwork.scene import Box, Outline, Scene, Shape
from domain.ideas.brief import Brief
from domain.vocabulary import Motif, NicheCategory, ProductType, Style

FACES = tuple(
    face
    for line in (
        "abril-fatface alfa-slab-one anton archivo-black bebas-neue black-ops-one bungee caveat",
        "changa-one cinzel comfortaa dm-serif-display fjalla-one fredoka gravitas-one great-vibes",
        "josefin-sans league-spartan lilita-one lobster luckiest-guy oleo-script oswald pacifico",
        "permanent-marker playfair-display press-start-2p righteous rowdies russo-one satisfy",
        "shadows-into-light titan-one yellowtail",
    )
    for face in line.split()
)


class BoxTypesetter:
    """Each character but the space is one upright box; capitals 0.7 em tall, no glyph for 'ß'."""

    def __init__(self, faces: tuple[str, ...] = FACES) -> None:
        self._faces = faces

    def faces(self) -> tuple[str, ...]:
        return self._faces

    def covers(self, text: str, face: str) -> bool:
        return "ß" not in text and face in self._faces

    def line(self, text: str, face: str, size: float, tracking: float = 0.0) -> Outline:
        width = (0.45 + 0.03 * (self._faces.index(face) % 9)) * size
        parts = [
            outline(rect(i * (width + tracking * size), -0.7 * size, width * 0.84, 0.7 * size))
            for i, letter in enumerate(text)
            if letter != " "
        ]
        merged = merge(*parts)
        return Outline(merged.commands, merged.box, 0.0, len(text) * (width + tracking * size))


def brief(
    phrase: tuple[str, ...] = ("Just one more", "chapter"),
    emphasis: str = "chapter",
    *,
    style: Style = Style.BOLD,
    palette: str = "ocean_breeze",
    motif: Motif = Motif.BOOK,
    seed: int = 1,
    idea_id: str = "idea-1",
) -> Brief:
    return Brief(
        idea_id=idea_id,
        term_id="term-1",
        term="reading",
        concept="a reader's excuse",
        audience="readers",
        occasion=None,
        phrase=phrase,
        emphasis=emphasis,
        style=style,
        palette=palette,
        motif=motif,
        product_types=(ProductType.T_SHIRT,),
        keywords=(),
        why_now="",
        category=NicheCategory.BOOKS,
        origin="curated",
        seed=seed,
        writer="test/1",
    )


STEP = 25  # print pixels to one cell of a mask


def mask(shape: Shape, scene: Scene) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Cells of a coarse grid that the shape's fill covers, by the non-zero rule."""
    size = (scene.width // STEP, scene.height // STEP)
    winding = np.zeros((size[1], size[0]), dtype=int)
    for contour in flatten(shape.outline.commands, 6):
        area = sum(
            x0 * y1 - x1 * y0
            for (x0, y0), (x1, y1) in zip(contour, [*contour[1:], contour[0]], strict=True)
        )
        picture = Image.new("1", size)
        ImageDraw.Draw(picture).polygon([(x / STEP, y / STEP) for x, y in contour], fill=1)
        winding += np.asarray(picture, dtype=int) * (1 if area >= 0 else -1)
    return winding != 0


def meets(one: Box, other: Box) -> bool:
    return (
        one.left < other.right
        and other.left < one.right
        and one.top < other.bottom
        and other.top < one.bottom
    )


def hidden(scene: Scene) -> list[str]:
    """Pieces of lettering that something painted later covers in a noticeable part."""
    found = []
    for at, text in enumerate(scene.shapes):
        if text.role != "text":
            continue
        letters = mask(text, scene)
        total = letters.sum()
        for later in scene.shapes[at + 1 :]:
            if later.fill is None or later.role == "texture":
                continue
            if not meets(text.outline.box, later.outline.box):
                continue
            share = (letters & mask(later, scene)).sum() / total
            if share > 0.02:
                found.append(f"{later.role} covers {share:.0%} of lettering {at}")
    return found


def contours(scene: Scene) -> int:
    """Closed contours of all lettering: with boxes for letters, the number of letters."""
    return sum(
        command[0] == "M"
        for shape in scene.shapes
        if shape.role == "text"
        for command in shape.outline.commands
    )
