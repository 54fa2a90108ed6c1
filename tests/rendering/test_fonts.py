"""The typesetter: every face, exact boxes, shaping, and clear errors."""

from __future__ import annotations

from importlib.metadata import files
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.artwork.scene import Typesetter
from rendering import fonts
from rendering.errors import FaceNotInstalled, GlyphMissing, UnknownFace
from rendering.fonts import FontTypesetter, face_info

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'&!?,.- "
FACES = FontTypesetter().faces()


@pytest.fixture(scope="module")
def typesetter() -> FontTypesetter:
    return FontTypesetter()


def flattened(commands):
    """Points along an outline, curves in 64 steps."""
    points, here = [], (0.0, 0.0)
    for operator, *values in commands:
        if operator in ("M", "L"):
            here = (values[0], values[1])
            points.append(here)
        elif operator == "Q":
            for step in range(1, 65):
                t = step / 64
                points.append(
                    tuple(
                        (1 - t) ** 2 * here[axis]
                        + 2 * t * (1 - t) * values[axis]
                        + t**2 * values[axis + 2]
                        for axis in (0, 1)
                    )
                )
            here = (values[2], values[3])
        else:
            assert operator == "Z", operator
    return points


def test_there_are_enough_faces():
    assert len(FACES) >= 20
    assert list(FACES) == sorted(FACES)


@pytest.mark.parametrize("face", FACES)
def test_a_face_sets_every_letter_digit_and_mark(face, typesetter):
    assert typesetter.covers(ALPHABET, face)
    for character in ALPHABET.strip():
        line = typesetter.line(character, face, 1000)
        assert line.commands, f"{character!r} is drawn by nothing"
        assert line.box.width > 0
        assert line.box.height > 0
        assert line.advance > 0


@pytest.mark.parametrize("face", FACES)
def test_the_box_is_exactly_the_ink(face, typesetter):
    line = typesetter.line("Quay & Joy 38?", face, 1000)
    points = flattened(line.commands)
    xs, ys = [x for x, _ in points], [y for _, y in points]
    # 64 steps a curve come within a tenth of a pixel of its extremes; control points do not.
    assert line.box.left == pytest.approx(min(xs), abs=0.1)
    assert line.box.right == pytest.approx(max(xs), abs=0.1)
    assert line.box.top == pytest.approx(min(ys), abs=0.1)
    assert line.box.bottom == pytest.approx(max(ys), abs=0.1)


@pytest.mark.parametrize("face", FACES)
def test_a_face_has_its_licence_on_record(face):
    info = face_info(face)
    assert info.licence in {"OFL-1.1", "Apache-2.0"}
    assert info.family
    assert info.version
    assert info.copyright
    packed = {str(file): file for file in files(info.package)}
    assert info.font_file in packed
    text = Path(packed[info.licence_file].locate()).read_text("utf-8").lower()
    wanted = "open font license" if info.licence == "OFL-1.1" else "apache license"
    assert wanted in text


def test_it_is_a_typesetter(typesetter):
    setter: Typesetter = typesetter
    assert setter.covers("Hi", "anton")


def test_text_stands_above_its_baseline(typesetter):
    line = typesetter.line("H", "anton", 500)
    assert line.baseline == 0.0
    assert line.box.bottom == pytest.approx(0, abs=2)
    assert -500 < line.box.top < -300


def test_kerning_draws_letters_together(typesetter):
    together = typesetter.line("AV", "league-spartan", 1000).advance
    apart = sum(typesetter.line(letter, "league-spartan", 1000).advance for letter in "AV")
    assert together < apart - 10


def test_tracking_adds_space_between_letters_only(typesetter):
    plain = typesetter.line("HOME", "anton", 1000)
    spaced = typesetter.line("HOME", "anton", 1000, tracking=0.1)
    assert spaced.advance == pytest.approx(plain.advance + 3 * 100)
    assert spaced.box.left == pytest.approx(plain.box.left)
    assert spaced.box.right == pytest.approx(plain.box.right + 300)


def test_tracking_parts_ligatures(typesetter):
    fused = typesetter.line("fi", "playfair-display", 1000)
    spaced = typesetter.line("fi", "playfair-display", 1000, tracking=0.2)
    contours = [sum(command[0] == "M" for command in line.commands) for line in (fused, spaced)]
    assert spaced.advance > fused.advance + 150
    assert contours[1] >= contours[0]


def test_a_handwritten_face_varies_its_letters_by_context():
    run = fonts._load("caveat").shape("ooo", tracked=False)
    assert len({index for index, _, _ in run.glyphs}) > 1


def test_a_variable_face_is_set_heavy(typesetter):
    import uharfbuzz as hb

    info = face_info("oswald")
    assert dict(info.axes) == {"wght": 700}
    heavy = typesetter.line("l", "oswald", 1000).box.width
    blob = hb.Blob.from_file_path(str(fonts._folder("oswald") / "files" / "Oswald[wght].ttf"))
    font = hb.Font(hb.Face(blob))
    extents = font.get_glyph_extents(font.get_nominal_glyph(ord("l")))
    assert heavy > 1.3 * extents.width / font.face.upem * 1000


def test_a_blank_line_draws_nothing(typesetter):
    assert typesetter.line("", "anton", 100).commands == ()
    blank = typesetter.line("  ", "anton", 100)
    assert blank.commands == ()
    assert blank.box.width == 0
    assert blank.advance > 0


def test_a_missing_glyph_is_refused_not_drawn_as_a_box(typesetter):
    assert not typesetter.covers("snow ☃", "anton")
    with pytest.raises(GlyphMissing, match="'☃'") as caught:
        typesetter.line("snow ☃", "anton", 100)
    assert caught.value.code == "rendering.glyph_missing"


@pytest.mark.parametrize("call", ["covers", "line", "info"])
def test_an_unknown_face_names_the_known_ones(call, typesetter):
    calls = {
        "covers": lambda: typesetter.covers("a", "comic-sans"),
        "line": lambda: typesetter.line("a", "comic-sans", 10),
        "info": lambda: face_info("comic-sans"),
    }
    with pytest.raises(UnknownFace, match="bebas-neue") as caught:
        calls[call]()
    assert caught.value.code == "rendering.unknown_face"


@pytest.fixture
def fresh_faces():
    kept = (fonts._folder, fonts._load)
    for function in kept:
        function.cache_clear()
    yield
    for function in kept:
        function.cache_clear()


def test_a_missing_package_names_the_one_to_install(monkeypatch, fresh_faces):
    monkeypatch.setitem(fonts._FACES, "no-such-face", fonts._Source("NoSuchFace.ttf"))
    with pytest.raises(
        FaceNotInstalled, match="Install the package fontpkg-no-such-face"
    ) as caught:
        FontTypesetter().line("a", "no-such-face", 10)
    assert caught.value.code == "rendering.face_not_installed"


def test_a_damaged_package_is_told(monkeypatch, fresh_faces, tmp_path):
    monkeypatch.setitem(fonts._FACES, "anton", fonts._Source("Gone.ttf"))
    with pytest.raises(FaceNotInstalled, match=r"Gone\.ttf"):
        FontTypesetter().line("a", "anton", 10)
    monkeypatch.setattr(fonts, "_folder", lambda name: tmp_path)
    with pytest.raises(FaceNotInstalled, match="record is unreadable"):
        face_info("anton")
    (tmp_path / "metadata.json").write_text("{}")
    with pytest.raises(FaceNotInstalled, match="licence text is missing"):
        face_info("anton")


@settings(max_examples=40, deadline=None)
@given(
    text=st.text(alphabet=ALPHABET, min_size=1, max_size=24),
    face=st.sampled_from(FACES),
    size=st.floats(20, 3000),
)
def test_lines_scale_with_their_size(text, face, size):
    setter = FontTypesetter()
    unit, line = setter.line(text, face, 1000), setter.line(text, face, size)
    factor = size / 1000
    assert line.advance == pytest.approx(unit.advance * factor, abs=1e-6)
    assert line.box.width == pytest.approx(unit.box.width * factor, abs=1e-6)
    assert line.box.top == pytest.approx(unit.box.top * factor, abs=1e-6)
    assert [command[0] for command in line.commands] == [command[0] for command in unit.commands]


def test_kept_lines_are_bounded(typesetter, monkeypatch):
    monkeypatch.setattr(fonts, "_KEPT_LINES", 5)
    setter = FontTypesetter()
    first = setter.line("0", "anton", 100)
    for number in range(12):
        setter.line(str(number), "anton", 100)
    assert len(setter._runs) == 5
    assert setter.line("0", "anton", 100) == first
