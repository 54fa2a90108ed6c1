"""A print on a t-shirt: light, folds and weave go over garment and ink alike."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from domain.artwork.garments import GARMENTS, rgb
from rendering import shirt
from rendering.check import refuse_unknown
from rendering.png import Written, write_atomically

Pixels = NDArray[np.uint8]
Field = NDArray[np.float32]  # (HEIGHT, WIDTH), or with a last axis of colours
_QUALITY = 90
_SEED = 20260


@dataclass(frozen=True, slots=True)
class _Cloth:
    """What all shirts share, drawn once: coverage, light and the lie of the cloth."""

    body: Field  # coverage of the shirt, 0 to 1
    inside: Field  # coverage of the back panel seen through the neck
    depth: Field  # factor on the colour of the back panel: it lies in shadow
    shine: Field  # light on folds, weave and seams: a factor on colour, about 1
    shade: Field  # shadow on the table, 0 to 1
    slope_x: Field  # how much the surface leans, for shifting the print
    slope_y: Field


def _svg(body: str) -> bytes:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{shirt.WIDTH}" height="{shirt.HEIGHT}" '
        f'viewBox="0 0 {shirt.WIDTH} {shirt.HEIGHT}">{body}</svg>'
    ).encode()


def _drawn(body: str) -> Field:
    """Coverage of what is drawn, 0 to 1."""
    import pyvips

    image = pyvips.Image.svgload_buffer(_svg(body))
    return np.asarray(image.numpy()[..., 3], np.float32) / np.float32(255)


def _path(data: str, **attributes: str | float) -> str:
    text = " ".join(f'{key.replace("_", "-")}="{value}"' for key, value in attributes.items())
    return f'<path d="{data}" {text}/>'


def _line(data: str, width: float, dash: str = "") -> str:
    return _path(
        data,
        fill="none",
        stroke="#000000",
        stroke_width=width,
        stroke_linecap="round",
        **({"stroke_dasharray": dash} if dash else {}),
    )


def _blurred(field: Field, sigma: float) -> Field:
    """Gaussian blur. Wide ones are done on a smaller picture: a tenth of the time."""
    import pyvips

    height, width = field.shape
    image = pyvips.Image.new_from_array(np.ascontiguousarray(field, np.float32))
    step = max(1, int(sigma // 2.5))
    if step > 1:
        across, down = -(-width // step) * step, -(-height // step) * step
        image = image.embed(0, 0, across, down, extend="copy").shrink(step, step)
    image = image.gaussblur(sigma / step, precision="float", min_ampl=0.02)
    if step > 1:
        image = image.resize(step, kernel="cubic").crop(0, 0, width, height)
    return np.asarray(image.numpy(), np.float32)


def _spine(fold: shirt.Fold) -> str:
    """A fold as a leaf-shaped outline around its spine."""
    share = np.linspace(0, 1, 25)
    x = (
        (1 - share) ** 2 * fold.x0 + 2 * share * (1 - share) * fold.cx + share**2 * fold.x1
    ) + shirt.CENTRE
    y = (1 - share) ** 2 * fold.y0 + 2 * share * (1 - share) * fold.cy + share**2 * fold.y1
    dx, dy = np.gradient(x), np.gradient(y)
    length = np.hypot(dx, dy)
    swell = fold.width / 2 * np.sin(np.pi * share**0.8) ** 0.9
    ox, oy = -dy / length * swell, dx / length * swell
    xs = np.concatenate([x + ox, (x - ox)[::-1]])
    ys = np.concatenate([y + oy, (y - oy)[::-1]])
    return "M" + "L".join(f"{a:.1f} {b:.1f}" for a, b in zip(xs, ys, strict=True)) + "Z"


def _relief(rng: np.random.Generator) -> Field:
    """Height of the cloth above the table, in no unit: folds and a gentle unrest."""
    height = np.zeros((shirt.HEIGHT, shirt.WIDTH), np.float32)
    for soft in sorted({fold.soft for fold in shirt.FOLDS}):
        folds = [fold for fold in shirt.FOLDS if fold.soft == soft]
        up, down = (
            _drawn(
                "".join(
                    _path(_spine(fold), fill="#000000", fill_opacity=abs(fold.height))
                    for fold in folds
                    if fold.height * sign > 0
                )
            )
            for sign in (1, -1)
        )
        height += _blurred(up - down, soft) * soft
    for sigma, amount in ((70.0, 6.5), (26.0, 1.1), (11.0, 0.2)):
        height += _unrest(rng, sigma) * amount
    return height


def _unrest(rng: np.random.Generator, sigma: float) -> Field:
    """Smooth noise of spread 1, made small and enlarged: wide blurs of a whole page are slow."""
    import pyvips

    step = max(1, int(sigma // 3))
    size = (shirt.HEIGHT // step + 8, shirt.WIDTH // step + 8)
    noise = _blurred(rng.standard_normal(size, np.float32), sigma / step)
    image = pyvips.Image.new_from_array(noise / noise.std()).resize(step, kernel="cubic")
    return np.asarray(image.crop(0, 0, shirt.WIDTH, shirt.HEIGHT).numpy(), np.float32)


@lru_cache(maxsize=1)
def _cloth() -> _Cloth:
    rng = np.random.default_rng(_SEED)
    shape = (shirt.HEIGHT, shirt.WIDTH)
    body = _drawn(_path(shirt.SILHOUETTE))
    inside = _drawn(_path(shirt.OPENING))
    collar = np.clip(_drawn(_path(shirt.COLLAR)) - inside, 0, 1)

    height = _relief(rng)
    # The cloth is thick: it rounds off towards its edges and over the seam of the collar.
    height += 9 * _blurred(body, 7) + 5 * _blurred(body, 22)
    height += 2.2 * _blurred(collar, 2.0)
    slope_y, slope_x = np.gradient(height, axis=0), np.gradient(height, axis=1)
    # Light comes from above and from the left.
    lit = -(0.55 * slope_x + 0.83 * slope_y)
    light = 1 + 0.30 * np.tanh(lit * 1.5)
    light *= 1 - 0.10 * (1 - _blurred(body, 16))
    ys = np.linspace(0, 1, shape[0], dtype=np.float32)[:, None]
    xs = np.linspace(0, 1, shape[1], dtype=np.float32)[None, :]
    light *= 1.03 - 0.05 * ys - 0.03 * xs

    # Weave: fine, a little longer than wide.
    weave = rng.standard_normal(shape, np.float32)
    weave = weave + np.roll(weave, 1, axis=0) * 0.8 + _blurred(weave, 1.2)
    light *= 1 + 0.011 * weave / weave.std()

    seams = np.ones(shape, np.float32)
    stitches = _drawn(
        "".join(_line(path, 1.3, "5 3") for path in (*shirt.CUFF_STITCHES, *shirt.HEM_STITCHES))
        + _line(shirt.COLLAR_STITCHES, 1.1, "5 3")
    )
    seams -= 0.20 * stitches - 0.10 * np.roll(stitches, 1, axis=0)
    joints = _drawn("".join(_line(path, 2.2) for path in (*shirt.ARMHOLES, *shirt.SHOULDER_SEAMS)))
    seams -= 0.26 * joints
    seams -= 0.20 * _blurred(np.roll(joints, 3, axis=1), 3)
    seams += 0.14 * np.roll(_blurred(joints, 1.2), -3, axis=1)
    rim = _drawn(_line(shirt.COLLAR, 1.8) + _line(shirt.OPENING, 1.4))
    seams -= 0.26 * rim * body
    seams -= 0.10 * np.roll(_blurred(rim, 4), 4, axis=0)
    seams -= 0.05 * collar * _ribs(shape)

    shade = 0.34 * np.roll(_blurred(body, 5), (5, 3), axis=(0, 1))
    shade += 0.30 * np.roll(_blurred(body, 24), (22, 12), axis=(0, 1))
    return _Cloth(
        body=body,
        inside=inside,
        depth=_depth(inside),
        shine=(light * seams).astype(np.float32),
        shade=shade.astype(np.float32),
        slope_x=slope_x.astype(np.float32),
        slope_y=slope_y.astype(np.float32),
    )


def _depth(inside: Field) -> Field:
    """Darker near the front edge, which throws its shadow on the back."""
    return (0.80 - 0.40 * np.clip(_blurred(1 - inside, 12) * 1.3, 0, 1)).astype(np.float32)


def _ribs(shape: tuple[int, int]) -> Field:
    """The ribbing of the collar: fine lines that run from the opening outwards."""
    y, x = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float32)
    angle = np.arctan2(y - 150, x - shirt.CENTRE)
    return np.cos(angle * 150).astype(np.float32)


@lru_cache(maxsize=2)
def _table(dark: bool) -> Field:
    """The table with the shirt's shadow: plain, lit from the upper left, with a grain.

    It is darker under light garments, so that a white shirt stands out.
    """
    base = np.array([232, 228, 222] if dark else [205, 197, 187], np.float32)
    y, x = np.mgrid[0 : shirt.HEIGHT, 0 : shirt.WIDTH].astype(np.float32)
    far = np.hypot((x - 420) / shirt.WIDTH, (y - 420) / shirt.HEIGHT)
    grain = np.random.default_rng(_SEED + 1).standard_normal(far.shape, np.float32)
    light = (1.05 - 0.16 * far**1.4 + 0.006 * grain) * (1 - _cloth().shade)
    return base * light[..., None]


def mockup(small: Pixels, garment: str) -> Pixels:
    """A shirt of that garment colour with the print on it: (1400, 1200, 3), sRGB.

    `small` is the print reduced (RGBA, straight alpha), at least 432 pixels wide for a sharp
    result. Raises `UnknownGarment`.
    """
    refuse_unknown([garment])
    cloth = _cloth()
    base = np.array(rgb(GARMENTS[garment].hex), np.float32)
    base *= 1 - 0.05 * (base.mean() / 255) ** 3  # room for the light on white cloth
    surface = np.broadcast_to(base, (*cloth.body.shape, 3)).copy()
    ink = np.zeros_like(cloth.body)
    left, top, print_rgba = _laid(small, cloth)
    height, width = print_rgba.shape[:2]
    window = (slice(top, top + height), slice(left, left + width))
    alpha = print_rgba[..., 3:] / 255
    # A trace of the garment shows through the ink.
    alpha = alpha * 0.965
    surface[window] = surface[window] * (1 - alpha) + print_rgba[..., :3] * alpha
    ink[window] = alpha[..., 0]

    # Dark cloth hardly multiplies: what one sees of its folds is a sheen.
    dark = 1 - float(base.mean()) / 255
    sheen = (cloth.shine - 0.93) * (80 * dark**2) * (1 - 0.7 * ink) + 9 * dark**3
    surface *= cloth.shine[..., None]
    surface += sheen[..., None]
    back = base * cloth.depth[..., None] + 7 * dark**3
    surface += (back - surface) * cloth.inside[..., None]
    cover = cloth.body[..., None]
    ground = _table(GARMENTS[garment].is_dark)
    page = ground + (surface - ground) * cover
    return np.clip(np.rint(page), 0, 255).astype(np.uint8)


def _laid(small: Pixels, cloth: _Cloth) -> tuple[int, int, Field]:
    """The print at its place and size, shifted a little where the cloth leans. RGBA, 0 to 255."""
    import pyvips

    width = round(shirt.PRINT_INCHES * shirt.INCH)
    scale = width / small.shape[1]
    image = pyvips.Image.new_from_array(small).copy(interpretation="srgb")
    image = image.premultiply().resize(scale, kernel="lanczos3")
    left, top = round(shirt.CENTRE - image.width / 2), round(shirt.PRINT_TOP)
    image = image.crop(0, 0, image.width, min(image.height, shirt.HEIGHT - top))
    y, x = np.mgrid[0 : image.height, 0 : image.width].astype(np.float32)
    lean = (slice(top, top + image.height), slice(left, left + image.width))
    index = np.dstack([x + 1.6 * cloth.slope_x[lean], y + 1.6 * cloth.slope_y[lean]])
    moved = image.mapim(pyvips.Image.new_from_array(index), interpolate=_bicubic())
    laid = np.asarray(moved.unpremultiply().numpy(), np.float32)
    return left, top, np.clip(laid, 0, 255)


def _bicubic() -> object:
    import pyvips

    return pyvips.Interpolate.new("bicubic")


def write_mockup(path: Path, small: Pixels, garment: str) -> Written:
    """Draw a mockup into a JPEG file (1200 x 1400) that appears whole or not at all."""
    import pyvips

    image = pyvips.Image.new_from_array(mockup(small, garment)).copy(interpretation="srgb")
    data = image.jpegsave_buffer(
        Q=_QUALITY, optimize_coding=True, subsample_mode="off", keep="none"
    )
    return write_atomically(path, [data])
