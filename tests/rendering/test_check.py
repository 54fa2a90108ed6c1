"""The print check finds what is wrong, with the number measured on the file."""

from __future__ import annotations

import json

import numpy as np
import pytest
import pyvips

from domain.artwork.scene import Shape
from rendering.check import check_print, report_from
from rendering.errors import UnknownGarment, UnreadablePrint
from rendering.fonts import FontTypesetter
from rendering.png import write_png
from rendering.proof import read_proof
from rendering.raster import strips
from tests.rendering.drawing import circle, moved, rectangle, scene

WIDE, HIGH = 1500, 1200
RED, CREAM, INK = "#c03020", "#fff4dc", "#1b2440"


@pytest.fixture
def printed(tmp_path):
    """Writes a scene of 1500 x 1200 pixels and checks it for a white and a black garment."""

    def write(*shapes, garments=("white", "black"), with_scene=True, **png):
        drawn = scene(*shapes, width=WIDE, height=HIGH, garments=garments)
        path = tmp_path / "print.png"
        write_png(path, strips(drawn), WIDE, HIGH, **png)
        return check_print(
            path, garments, scene=drawn if with_scene else None, width=WIDE, height=HIGH
        )

    return write


def word(text="HELLO", *, face="anton", size=400.0, x=300.0, y=700.0):
    line = FontTypesetter().line(text, face, size)
    return moved(line, x - line.box.left, y)


def test_a_sound_print_passes(printed):
    report = printed(Shape(rectangle(200, 300, 1200, 900), fill=RED))
    assert report.passed
    assert [finding.code for finding in report.findings if not finding.passed] == []
    assert report.finding("print.size").measured == "1500 x 1200"
    assert report.finding("print.dpi").measured == 300
    assert report.finding("print.alpha").measured == pytest.approx(1 - 1 / 3, abs=1e-4)
    assert report.coverage == pytest.approx(1 / 3, abs=1e-4)
    margins = [
        report.finding(f"print.margin_{side}").measured
        for side in ("left", "top", "right", "bottom")
    ]
    assert margins == [200, 300, 300, 300]
    assert [(ink.colour, ink.share) for ink in report.inks] == [(RED, 1.0)]
    assert report.finding("print.thinnest_stroke").measured == 16


def test_the_size_is_the_files_own(printed, tmp_path):
    printed(Shape(rectangle(200, 300, 1200, 900), fill=RED))
    finding = check_print(tmp_path / "print.png").finding("print.size")
    assert not finding.passed
    assert finding.measured == "1500 x 1200"
    assert finding.limit == "4500 x 5400"


def test_a_wrong_resolution_is_found(printed):
    report = printed(Shape(rectangle(200, 300, 1200, 900), fill=RED), dpi=72)
    assert not report.passed
    assert report.finding("print.dpi").measured == pytest.approx(72, abs=0.02)


@pytest.mark.parametrize(
    ("side", "box", "margin"),
    [
        ("left", (74, 300, 1200, 900), 74),
        ("top", (200, 30, 1200, 900), 30),
        ("right", (200, 300, 1426, 900), 74),
        ("bottom", (200, 300, 1200, 1200), 0),
    ],
)
def test_ink_too_near_an_edge_is_found(printed, side, box, margin):
    report = printed(Shape(rectangle(*box), fill=RED))
    failed = [finding for finding in report.findings if not finding.passed]
    assert [(finding.code, finding.measured) for finding in failed] == [
        (f"print.margin_{side}", margin)
    ]
    assert not report.passed


def test_a_faint_trace_in_the_margin_counts(printed):
    report = printed(
        Shape(rectangle(200, 300, 1200, 900), fill=RED),
        Shape(rectangle(10.98, 500, 12, 510), fill=RED),
    )
    assert report.finding("print.margin_left").measured == 10


@pytest.mark.parametrize(
    ("width", "passed"), [(2.0, False), (3.0, False), (4.0, True), (6.0, True)]
)
def test_thin_strokes_are_measured(printed, width, passed):
    report = printed(
        Shape(rectangle(200, 300, 1200, 700), fill=RED),
        Shape(rectangle(300, 800, 1100, 800 + width), fill=RED),
    )
    finding = report.finding("print.thinnest_stroke")
    assert finding.measured == width
    assert finding.passed is passed
    assert report.passed is passed


@pytest.mark.parametrize(("width", "passed"), [(1.0, False), (2.0, False), (4.0, True)])
def test_thin_gaps_are_told_but_do_not_fail(printed, width, passed):
    report = printed(
        Shape(rectangle(200, 300, 1200, 700), fill=RED),
        Shape(rectangle(400, 400, 400 + width, 600), knockout=True),
    )
    assert report.finding("print.thinnest_gap").passed is passed
    assert report.finding("print.thinnest_gap").measured == (width if width > 1 else 0)
    assert report.passed


def test_an_opaque_ground_is_found(printed, tmp_path):
    report = printed(Shape(rectangle(-5, -5, 1505, 1205), fill=RED))
    assert not report.passed
    assert report.finding("print.alpha").measured == 0
    assert not report.finding("print.coverage").passed


def test_a_file_without_alpha_is_found(tmp_path):
    path = tmp_path / "flat.png"
    image = pyvips.Image.black(WIDE, HIGH, bands=3) + 200
    image.cast("uchar").copy(interpretation="srgb").pngsave(str(path), keep="none")
    report = check_print(path, width=WIDE, height=HIGH)
    codes = {finding.code for finding in report.findings if not finding.passed}
    assert {"print.alpha", "print.dpi", "print.colour_space"} <= codes
    assert report.finding("print.alpha").measured is None


def test_a_file_that_does_not_say_its_resolution_is_found(printed, tmp_path):
    printed(Shape(rectangle(200, 300, 1200, 900), fill=RED))
    path = tmp_path / "print.png"
    data = path.read_bytes()
    at = data.index(b"pHYs") - 4
    path.write_bytes(data[:at] + data[at + 21 :])
    finding = check_print(path, width=WIDE, height=HIGH).finding("print.dpi")
    assert finding.measured is None
    assert not finding.passed


def test_sixteen_bit_grey_by_others_is_read(tmp_path):
    path = tmp_path / "grey.png"
    image = pyvips.Image.black(WIDE, HIGH).cast("ushort").copy(interpretation="grey16")
    image.pngsave(str(path), keep="none", bitdepth=16)
    report = check_print(path, width=WIDE, height=HIGH)
    assert report.finding("print.colour_space").measured == "unspecified, 16 bit"
    assert not report.passed


def test_an_empty_print_is_found(printed):
    report = printed()
    assert not report.passed
    assert report.finding("print.coverage").measured == 0
    assert report.inks == ()
    with pytest.raises(KeyError):
        report.finding("print.margin_left")


def test_soft_ink_is_told(tmp_path):
    page = np.zeros((HIGH, WIDE, 4), np.uint8)
    page[300:900, 200:1200] = (192, 48, 32, 120)
    write_png(tmp_path / "soft.png", [page], WIDE, HIGH)
    report = check_print(tmp_path / "soft.png", width=WIDE, height=HIGH)
    assert report.finding("print.soft_ink").measured == 1.0
    assert report.coverage == pytest.approx(120 / 255 / 3, abs=1e-4)


def test_a_large_file_is_told(tmp_path):
    page = np.random.default_rng(1).integers(0, 256, (HIGH, WIDE, 4), np.uint8)
    page[:, :100] = page[:, -100:] = page[:100] = page[-100:] = 0
    page[100:-100, 100:-100, 3] = 255
    written = write_png(tmp_path / "noise.png", [page], WIDE, HIGH)
    assert written.size < 6_000_000
    finding = check_print(written.path, width=WIDE, height=HIGH).finding("print.bytes_inline")
    assert finding.measured == written.size
    assert finding.passed is (written.size <= 5_000_000)


def test_the_main_ink_must_stand_out_where_there_is_no_lettering(printed):
    report = printed(Shape(rectangle(200, 300, 1200, 900), fill=INK))
    assert report.finding("print.contrast.white").passed
    dark = report.finding("print.contrast.black")
    assert not dark.passed
    assert dark.required
    assert dark.measured == pytest.approx(1.18, abs=0.05)
    assert not report.passed


def test_inks_are_measured_with_their_shares(printed):
    report = printed(
        Shape(rectangle(200, 300, 1200, 900), fill=RED),
        Shape(rectangle(200, 300, 1200, 450), fill=CREAM),
    )
    assert [(ink.colour, round(ink.share, 2)) for ink in report.inks] == [
        (RED, 0.75),
        (CREAM, 0.25),
    ]
    weakest = report.finding("print.lowest_contrast.white")
    assert not weakest.passed
    assert not weakest.required
    assert weakest.measured == pytest.approx(1.09, abs=0.02)


def test_plain_letters_must_stand_out_from_the_garment(printed):
    report = printed(Shape(word(), fill=CREAM, role="text"))
    assert report.finding("print.legibility.black").passed
    light = report.finding("print.legibility.white")
    assert not light.passed
    assert light.required
    assert not report.passed
    assert report.finding("print.contrast.white").required is False


def test_an_outline_makes_letters_readable(printed):
    text = word()
    report = printed(
        Shape(text, fill=INK, stroke=INK, stroke_width=40), Shape(text, fill=CREAM, role="text")
    )
    assert report.finding("print.legibility.white").passed
    assert report.finding("print.legibility.black").passed
    assert report.passed


def test_letters_on_a_patch_are_read_on_the_patch(printed):
    patch = Shape(rectangle(150, 200, 1350, 800), fill=INK)
    good = printed(patch, Shape(word(), fill=CREAM, role="text"))
    assert good.finding("print.legibility.white").passed
    assert good.finding("print.legibility.black").passed
    bad = printed(patch, Shape(word(), fill="#2a2f4a", role="text"))
    assert not bad.finding("print.legibility.white").passed
    assert bad.finding("print.legibility.white").measured < 1.5


def test_letters_cut_out_of_a_patch_show_the_garment(printed):
    report = printed(
        Shape(rectangle(150, 200, 1350, 800), fill=INK),
        Shape(word(), knockout=True, role="text"),
    )
    assert report.finding("print.legibility.white").passed
    assert not report.finding("print.legibility.black").passed


def test_letters_too_small_to_measure_do_not_count(printed):
    report = printed(
        Shape(rectangle(150, 200, 1350, 800), fill=INK),
        Shape(circle(300, 300, 4), fill=INK, role="text"),
    )
    with pytest.raises(KeyError):
        report.finding("print.legibility.white")


def test_an_unknown_garment_names_the_known_ones(tmp_path):
    with pytest.raises(UnknownGarment, match="navy") as caught:
        check_print(tmp_path / "any.png", ["tartan"])
    assert caught.value.code == "rendering.unknown_garment"


def test_an_unreadable_file_is_told(tmp_path, monkeypatch):
    with pytest.raises(UnreadablePrint):
        check_print(tmp_path / "none.png")
    drawn = scene(Shape(rectangle(20, 20, 90, 90), fill=RED))
    written = write_png(tmp_path / "print.png", strips(drawn), 400, 300)

    def refuse(*args, **options):
        raise pyvips.Error("cannot")

    monkeypatch.setattr(pyvips.Image, "new_from_file", refuse)
    with pytest.raises(UnreadablePrint, match="cannot be decoded"):
        read_proof(written.path)


def test_a_report_survives_json(printed):
    report = printed(Shape(word(), fill=RED, role="text"))
    values = json.loads(json.dumps(report.as_dict()))
    assert values["passed"] is report.passed
    assert report_from(values) == report


def test_every_code_is_told_once(printed):
    report = printed(Shape(word(), fill=RED, role="text"))
    codes = [finding.code for finding in report.findings]
    assert len(codes) == len(set(codes))
    assert all(finding.message.endswith(".") for finding in report.findings)
