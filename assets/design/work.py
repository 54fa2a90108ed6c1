"""Drawing one design: what each worker process does."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from domain.artwork.lay_out import ARTWORK_VERSION, lay_out
from domain.artwork.scene import Typesetter
from domain.ideas.brief import Brief
from rendering.fonts import FontTypesetter
from rendering.produce import RENDERER, Produced, produce


@dataclass(frozen=True, slots=True)
class Drawn:
    """A design as drawn: its layout, palette, faces and garments, and its files."""

    design_id: str
    idea_id: str
    layout: str
    palette: str
    faces: tuple[str, ...]
    garments: tuple[str, ...]
    produced: Produced


def design_id(brief: Brief) -> str:
    """The same brief drawn by the same rules is the same design."""
    text = f"{brief.idea_id}|{ARTWORK_VERSION}|{RENDERER}"
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def draw(brief: Brief, folder: Path) -> Drawn:
    """Lay a brief out and write its files under the folder."""
    scene = lay_out(brief, typesetter())
    produced = produce(
        scene,
        folder,
        provenance={
            "Title": " ".join(brief.phrase),
            "Source": f"idea {brief.idea_id}, {brief.writer}, {ARTWORK_VERSION}",
        },
    )
    return Drawn(
        design_id=design_id(brief),
        idea_id=brief.idea_id,
        layout=scene.layout,
        palette=scene.palette,
        faces=scene.faces,
        garments=scene.garments,
        produced=produced,
    )


@lru_cache(maxsize=1)
def typesetter() -> Typesetter:
    """One typesetter a process: its glyph caches are what make the second design fast."""
    return FontTypesetter()
