"""The sheet: what is painted lands on the canvas, and says where it can be read."""

from __future__ import annotations

from random import Random

import pytest

from domain.artwork.fit import Setter
from domain.artwork.geometry import ellipse, outline, rect
from domain.artwork.palettes import PALETTES
from domain.artwork.scene import PRINT_HEIGHT, PRINT_WIDTH
from domain.artwork.sheet import THINNEST, Sheet
from domain.vocabulary import Motif
from tests.domain.artwork.boxes import BoxTypesetter

PALETTE = PALETTES["desert_dusk"]


@pytest.fixture
def sheet() -> Sheet:
    return Sheet(Setter(BoxTypesetter()), PALETTE, Random(1))


def test_a_finished_scene_is_centred_and_sits_a_little_high(sheet: Sheet) -> None:
    sheet.paint(rect(10, 10, 100, 100), PALETTE.main)
    box = sheet.finish("x", width=3000, height=3000).shapes[0].outline.box
    assert box.width == pytest.approx(3000)
    assert box.left == pytest.approx(PRINT_WIDTH - box.right)
    assert 0 < box.top < PRINT_HEIGHT - box.bottom


def test_strokes_scale_but_never_get_too_thin(sheet: Sheet) -> None:
    sheet.stroke(rect(0, 0, 40_000, 40_000), PALETTE.main, 10)
    scene = sheet.finish("x")
    assert scene.shapes[0].stroke_width == THINNEST


def test_lettering_is_built_from_the_bottom_up(sheet: Sheet) -> None:
    letters = sheet.setter.block("TEA", "anton", 1000)
    sheet.words(
        letters, "#f8e7c9", edge="#41202f", edge_by=20, rim="#d0522b", rim_by=10,
        shadow="#25898a", drop=(60.0, 60.0),
    )  # fmt: skip
    assert [shape.role for shape in sheet.shapes] == ["ornament"] * 3 + ["text"]
    assert [shape.stroke_width for shape in sheet.shapes] == [60.0, 60.0, 40.0, 0.0]
    assert [shape.fill for shape in sheet.shapes] == ["#25898a", "#d0522b", "#41202f", "#f8e7c9"]
    assert sheet.shapes[0].outline.box.right == pytest.approx(letters.box.right + 60)
    assert sheet.lines == [letters]


def test_a_shadow_without_outline_is_plain(sheet: Sheet) -> None:
    sheet.words(sheet.setter.block("TEA", "anton", 900), "#ffffff", shadow="#000000", drop=(30, 30))
    assert sheet.shapes[0].stroke is None


def test_garments_follow_from_what_must_be_read(sheet: Sheet) -> None:
    letters = sheet.setter.block("TEA", "anton", 1000)
    sheet.words(letters, PALETTE.dark)
    assert "white" in sheet.garments()
    assert "black" not in sheet.garments()
    sheet.readings.clear()
    sheet.words(letters, PALETTE.dark, edge=PALETTE.light, edge_by=20)
    assert {"white", "black"} <= set(sheet.garments())
    sheet.readings.clear()
    sheet.words(letters, PALETTE.dark, rim=PALETTE.light, rim_by=20)
    assert "black" in sheet.garments()
    sheet.readings.clear()
    sheet.words(letters, PALETTE.light, ground=PALETTE.dark)
    assert sheet.garments()[:2] == ("white", "black")
    sheet.words(letters, PALETTE.dark, ground=PALETTE.dark)
    assert sheet.garments() == ()


def test_carved_letters_need_a_patch_that_stands_out(sheet: Sheet) -> None:
    letters = sheet.setter.block("TEA", "anton", 1000)
    sheet.paint(rect(-600, -100, 1200, 900), PALETTE.light)
    sheet.carve(letters, PALETTE.light)
    assert sheet.shapes[-1].knockout
    assert sheet.shapes[-1].role == "text"
    assert "black" in sheet.garments()
    assert "white" not in sheet.garments()


def test_a_picture_is_cut_on_the_garment_and_painted_on_a_patch(sheet: Sheet) -> None:
    box = sheet.picture(Motif.COFFEE, 0, 0, 1000, halo=20)
    assert max(box.width, box.height) == pytest.approx(1000)
    assert any(shape.knockout for shape in sheet.shapes)
    sheet.shapes.clear()
    sheet.picture(Motif.COFFEE, 0, 0, 1000, ground="#123456", halo=20)
    assert not any(shape.knockout for shape in sheet.shapes)
    assert "#123456" in {shape.fill for shape in sheet.shapes}
    sheet.shapes.clear()
    sheet.picture(Motif.COFFEE, 0, 0, 1000, edge="#111111", edge_by=30, rim="#eeeeee", rim_by=10)
    assert [shape.fill for shape in sheet.shapes[:2]] == ["#eeeeee", "#111111"]
    assert [shape.stroke_width for shape in sheet.shapes[:2]] == [80, 60]


def test_a_turned_picture_keeps_its_place(sheet: Sheet) -> None:
    box = sheet.picture(Motif.STAR, 500, 300, 400, degrees=180)
    assert (box.left + box.right) / 2 == pytest.approx(500, abs=5)
    assert sheet.motif_height(Motif.STAR, 400) == pytest.approx(box.height, abs=2)


def test_no_motif_paints_nothing(sheet: Sheet) -> None:
    box = sheet.picture(Motif.NONE, 5, 6, 1000)
    assert (box.left, box.top, box.width) == (5, 6, 0)
    assert sheet.shapes == []


def test_the_ink_box_counts_strokes_and_not_cuts(sheet: Sheet) -> None:
    sheet.swell(outline(ellipse(0, 0, 100)), PALETTE.main, 15)
    sheet.cut(rect(-900, -900, 1800, 1800), by=5)
    ink = sheet.ink()
    assert (ink.left, ink.right) == (-115, 115)
