"""Scenes to pixels: straight-alpha sRGB, strip by strip, so that a worker stays small."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from domain.artwork.scene import Scene
from rendering.errors import BadScene
from rendering.svg import Layer, document, layers

Pixels = NDArray[np.uint8]

# Measured: strips of 200 rows stay in the cache; whole pages of 97 MB take twice as long.
STRIP_ROWS = 200
_OPAQUE = np.uint32(0xFF000000)


class _Drawn:
    """A layer ready to be read row by row."""

    def __init__(self, layer: Layer) -> None:
        import pyvips

        # Every scene is drawn once: libvips' cache of operations would only hold memory.
        pyvips.cache_set_max(0)
        self.knockout = layer.knockout
        self.left, self.right = int(layer.box.left), int(layer.box.right)
        self.top, self.bottom = int(layer.box.top), int(layer.box.bottom)
        try:
            image = pyvips.Image.svgload_buffer(document(layer), unlimited=True)
        except pyvips.Error as error:
            raise BadScene(f"the scene cannot be drawn: {error}") from error
        self._region = pyvips.Region.new(image)

    def rows(self, top: int, bottom: int) -> Pixels:
        """Pixels of the layer between two rows of the canvas, both within the layer."""
        width = self.right - self.left
        fetched = self._region.fetch(0, top - self.top, width, bottom - top)
        return np.frombuffer(fetched, np.uint8).reshape(bottom - top, width, 4)


def strips(
    scene: Scene, rows: int = STRIP_ROWS, prepared: Sequence[Layer] | None = None
) -> Iterator[Pixels]:
    """Draw a scene from top to bottom as arrays (rows, width, 4) of RGBA, straight alpha, sRGB.

    The last strip may be shorter. An array is only valid until the next one is asked for.
    `prepared` are the scene's layers where they are known already. Raises `BadScene` for
    outlines, colours or sizes that cannot be drawn.
    """
    drawn = [_Drawn(layer) for layer in (layers(scene) if prepared is None else prepared)]
    canvas = np.zeros((rows, scene.width, 4), np.uint8)
    dirty = False
    for top in range(0, scene.height, rows):
        bottom = min(top + rows, scene.height)
        if dirty:
            canvas[:] = 0
            dirty = False
        for layer in drawn:
            first, last = max(top, layer.top), min(bottom, layer.bottom)
            if first >= last:
                continue
            part = canvas[first - top : last - top, layer.left : layer.right]
            source = layer.rows(first, last)
            if layer.knockout:
                _cut(part, source)
            elif not dirty:
                part[:] = source
                dirty = True
            else:
                _paint(part, source)
        yield canvas[: bottom - top]


def pixels(scene: Scene) -> Pixels:
    """The whole scene as one array (height, width, 4). A print of 4500 x 5400 takes 97 MB."""
    page = np.empty((scene.height, scene.width, 4), np.uint8)
    top = 0
    for strip in strips(scene):
        page[top : top + len(strip)] = strip
        top += len(strip)
    return page


def _words(part: Pixels) -> NDArray[np.uint32]:
    """Pixels as one little-endian number each: the alpha is the highest byte."""
    return part.view("<u4")[..., 0]


def _edges(words: NDArray[np.uint32]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Rows and columns of the pixels that are neither empty nor opaque."""
    # Less one, an empty pixel wraps round to the greatest number: one comparison finds both.
    found = np.flatnonzero(words.reshape(-1) - np.uint32(1) < _OPAQUE - np.uint32(1))
    rows, columns = np.divmod(found, words.shape[1])
    return rows, columns


def _cut(below: Pixels, cut: Pixels) -> None:
    """Take the cut's coverage out of the alpha; colours stay, so that edges keep theirs."""
    words = _words(cut)
    # Fully transparent pixels are all zero: nothing hides in the file, and it packs better.
    np.copyto(_words(below), np.uint32(0), where=words >= _OPAQUE)
    rows, columns = _edges(words)
    if not len(rows):
        return
    left = 255 - cut[rows, columns, 3].astype(np.uint16)
    alpha = (below[rows, columns, 3] * left + 127) // 255
    below[rows, columns, 3] = alpha
    gone = alpha == 0
    below[rows[gone], columns[gone]] = 0


def _paint(below: Pixels, above: Pixels) -> None:
    """Source over, in straight alpha."""
    words = _words(above)
    np.copyto(_words(below), words, where=words >= _OPAQUE)
    rows, columns = _edges(words)
    if not len(rows):
        return
    top = above[rows, columns].astype(np.float32)
    bottom = below[rows, columns].astype(np.float32)
    top_share = top[:, 3:] / 255
    bottom_share = bottom[:, 3:] / 255 * (1 - top_share)
    share = top_share + bottom_share
    mixed = (top[:, :3] * top_share + bottom[:, :3] * bottom_share) / share
    below[rows, columns, :3] = np.rint(mixed).astype(np.uint8)
    below[rows, columns, 3] = np.rint(share[:, 0] * 255).astype(np.uint8)
