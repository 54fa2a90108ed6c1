"""Drawing one design: what each worker process does."""

from __future__ import annotations

import hashlib
import os
import threading
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


def leave_with_parent() -> None:
    """End this worker as soon as the run that started it is gone, even if that was killed.

    A worker waits for work on a pipe that it keeps open itself: alone it would wait for ever.
    """
    from multiprocessing import connection, parent_process

    parent = parent_process()

    def watch() -> None:
        if parent is not None:
            connection.wait([parent.sentinel])
            os._exit(1)

    threading.Thread(target=watch, name="leave-with-parent", daemon=True).start()


@lru_cache(maxsize=1)
def typesetter() -> Typesetter:
    """One typesetter a process: its glyph caches are what make the second design fast."""
    return FontTypesetter()
