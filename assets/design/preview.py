"""A small contact sheet of designs for the metadata of Dagster's UI."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from pathlib import Path

ACROSS = 6
CELL = 150
MOST = 36


def contact_sheet(previews: Sequence[Path]) -> str:
    """Markdown with one inline picture of up to 36 previews; empty text when there are none."""
    if not previews:
        return ""
    import pyvips

    cells = []
    for path in previews[:MOST]:
        picture = pyvips.Image.thumbnail(str(path), CELL - 16, height=CELL - 16)
        if picture.hasalpha():
            picture = picture.flatten(background=[239, 233, 221])
        cells.append(
            picture.gravity("centre", CELL, CELL, extend="background", background=[239, 233, 221])
        )
    sheet = pyvips.Image.arrayjoin(cells, across=min(ACROSS, len(cells)))
    data = base64.b64encode(sheet.webpsave_buffer(Q=70)).decode()
    return f"![designs](data:image/webp;base64,{data})"
