"""The small picture of a print for the web, transparent as the print is."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rendering.png import Written, write_atomically


def write_preview(path: Path, small: NDArray[np.uint8]) -> Written:
    """Write a reduced print (RGBA, see `rendering.proof.Proof.small`) as a WebP file.

    Lossless: flat inks and sharp letters pack to a fraction of a PNG and get no rims.
    """
    import pyvips

    image = pyvips.Image.new_from_array(small).copy(interpretation="srgb")
    data = image.webpsave_buffer(lossless=True, effort=2, keep="none")
    return write_atomically(path, [data])
