"""Reading a print back and reducing it."""

from __future__ import annotations

import numpy as np
import pytest

from domain.artwork.scene import Shape
from rendering.png import write_png
from rendering.preview import write_preview
from rendering.proof import PREVIEW_WIDTH, read_proof
from rendering.raster import pixels, strips
from tests.rendering.drawing import circle, rectangle, scene


@pytest.fixture
def proof(tmp_path):
    drawn = scene(
        Shape(rectangle(300, 300, 1500, 900), fill="#c03020"),
        Shape(circle(900, 600, 200.5), fill="#ffffff"),
        Shape(circle(900, 600, 100.5), knockout=True),
        width=1800,
        height=1200,
    )
    return read_proof(write_png(tmp_path / "print.png", strips(drawn), 1800, 1200).path), drawn


def test_it_measures_the_pixels(proof):
    measured, drawn = proof
    page = pixels(drawn)
    assert (measured.solid == (page[..., 3] >= 128)).all()
    assert measured.extent == (300, 300, 1500, 900)
    assert measured.coverage == pytest.approx(page[..., 3].mean() / 255, abs=1e-6)
    assert measured.clear == pytest.approx((page[..., 3] == 0).mean())
    assert measured.soft == pytest.approx(((page[..., 3] > 0) & (page[..., 3] < 255)).mean())
    assert (measured.sample == page[2::5, 2::5]).all()


def test_the_small_picture_averages_whole_squares_by_alpha(proof):
    measured, drawn = proof
    page = pixels(drawn).astype(float).reshape(600, 2, PREVIEW_WIDTH, 2, 4)
    alpha = page[..., 3:] / 255
    cover = alpha.mean(axis=(1, 3))
    colour = (page[..., :3] * alpha).mean(axis=(1, 3)) / np.maximum(cover, 1e-9)
    small = measured.small
    assert small.shape == (600, PREVIEW_WIDTH, 4)
    assert abs(small[..., 3] - cover[..., 0] * 255).max() <= 1.01
    seen = cover[..., 0] > 0.2
    assert abs(small[..., :3] - colour)[seen].max() <= 6
    assert not small[cover[..., 0] == 0].any()


def test_a_preview_is_the_small_picture_without_loss(proof, tmp_path):
    import pyvips

    measured, _ = proof
    written = write_preview(tmp_path / "preview.webp", measured.small)
    back = pyvips.Image.new_from_file(str(written.path)).numpy()
    seen = measured.small[..., 3] > 0
    assert back.shape == measured.small.shape
    assert (back[seen] == measured.small[seen]).all()
    assert (back[..., 3] == measured.small[..., 3]).all()
    again = write_preview(tmp_path / "again.webp", measured.small)
    assert again.sha256 == written.sha256


def test_small_prints_are_not_enlarged(tmp_path):
    drawn = scene(Shape(rectangle(20, 20, 90, 90), fill="#c03020"))
    proof = read_proof(write_png(tmp_path / "p.png", strips(drawn), 400, 300).path)
    assert (proof.small == pixels(drawn)).all()
