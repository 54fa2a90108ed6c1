"""The PNG writer: lossless, exact in its chunks, whole or not at all."""

from __future__ import annotations

import errno
import hashlib
import struct
import zlib

import numpy as np
import pytest
import pyvips
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.artwork.scene import PRINT_HEIGHT, PRINT_WIDTH, Shape
from rendering import png
from rendering.errors import CannotWrite, UnreadablePrint
from rendering.png import encode, read_facts, write_atomically, write_png
from rendering.raster import pixels, strips
from tests.rendering.drawing import circle, rectangle, scene


def noise(height, width, seed=1):
    return np.random.default_rng(seed).integers(0, 256, (height, width, 4), np.uint8)


def decoded(path):
    return pyvips.Image.new_from_file(str(path), access="sequential").numpy()


@settings(max_examples=25, deadline=None)
@given(
    height=st.integers(1, 40),
    width=st.integers(1, 40),
    rows=st.integers(1, 45),
    seed=st.integers(0, 2**16),
)
def test_any_pixels_come_back(height, width, rows, seed):
    page = noise(height, width, seed)
    parts = [page[top : top + rows] for top in range(0, height, rows)]
    data = b"".join(encode(parts, width, height))
    assert (pyvips.Image.new_from_buffer(data, "").numpy().reshape(page.shape) == page).all()


def test_a_whole_print_comes_back_pixel_for_pixel(tmp_path):
    drawn = scene(
        Shape(circle(2200, 2600, 1900), fill="#c03020"),
        Shape(
            rectangle(1000.3, 2000.6, 3300, 2900), fill="#2040a0", stroke="#ffffff", stroke_width=33
        ),
        Shape(circle(2200, 2600, 300), knockout=True),
        width=PRINT_WIDTH,
        height=PRINT_HEIGHT,
    )
    written = write_png(tmp_path / "print.png", strips(drawn), PRINT_WIDTH, PRINT_HEIGHT)
    assert (decoded(written.path) == pixels(drawn)).all()
    assert written.sha256 == hashlib.sha256(written.path.read_bytes()).hexdigest()
    assert written.size == written.path.stat().st_size
    image = pyvips.Image.new_from_file(str(written.path))
    assert image.xres * 25.4 == pytest.approx(300, abs=0.01)
    assert image.yres * 25.4 == pytest.approx(300, abs=0.01)
    assert image.hasalpha()


def test_the_chunks_say_what_a_printer_needs(tmp_path):
    path = tmp_path / "a.png"
    write_png(path, [noise(9, 7)], 7, 9, text={"Title": "Just one more", "Author": "Ünï ☃"})
    data = path.read_bytes()
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    chunks, position = {}, 8
    while position < len(data):
        length, kind = struct.unpack(">I4s", data[position : position + 8])
        body = data[position + 8 : position + 8 + length]
        crc = struct.unpack(">I", data[position + 8 + length : position + 12 + length])[0]
        assert crc == zlib.crc32(kind + body)
        chunks.setdefault(kind, []).append(body)
        position += 12 + length
    assert struct.unpack(">IIB", chunks[b"pHYs"][0]) == (11811, 11811, 1)
    assert chunks[b"sRGB"] == [b"\0"]
    assert chunks[b"tEXt"] == [b"Title\0Just one more"]
    assert chunks[b"iTXt"] == ["Author\0\0\0\0\0Ünï ☃".encode()]
    facts = read_facts(path)
    assert (facts.width, facts.height, facts.bit_depth, facts.colour_type) == (7, 9, 8, 6)
    assert facts.dpi == (300.0, 300.0)
    assert facts.colour_space == "srgb"
    assert facts.has_alpha
    assert facts.text == {"Title": "Just one more", "Author": "Ünï ☃"}
    assert facts.size == len(data)


def test_other_resolutions(tmp_path):
    write_png(tmp_path / "a.png", [noise(2, 2)], 2, 2, dpi=150)
    assert read_facts(tmp_path / "a.png").dpi == (150.01, 150.01)


def test_the_same_pixels_give_the_same_bytes():
    page = noise(60, 50)
    assert list(encode([page], 50, 60)) == list(encode([page], 50, 60))


@pytest.mark.parametrize("parts", [[noise(3, 4)], [noise(3, 4)] * 3, []])
def test_rows_must_add_up(parts):
    with pytest.raises(ValueError, match="rows, not 7"):
        list(encode(parts, 4, 7))


def test_strips_must_be_as_wide_as_the_picture():
    with pytest.raises(ValueError, match="4 pixels wide, not 5"):
        list(encode([noise(3, 4)], 5, 3))


@pytest.mark.parametrize("key", ["", "x" * 80, "a\0b"])
def test_a_keyword_must_fit_the_format(key):
    with pytest.raises(ValueError, match="keyword"):
        list(encode([noise(3, 4)], 4, 3, text={key: "value"}))


def test_a_failure_leaves_the_old_file_and_no_other(tmp_path):
    path = tmp_path / "a.png"
    path.write_bytes(b"old")

    def broken():
        yield b"new"
        raise ValueError("drawing failed")

    with pytest.raises(ValueError, match="drawing failed"):
        write_atomically(path, broken())
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_full_disk_is_a_clear_error(tmp_path):
    path = tmp_path / "a.png"

    def full():
        yield b"some"
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(CannotWrite, match="No space left on device") as caught:
        write_atomically(path, full())
    assert caught.value.code == "rendering.cannot_write"
    assert "free some space" in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_a_file_is_a_clear_error(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotWrite):
        write_atomically(tmp_path / "file" / "a.png", [b"x"])


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(UnreadablePrint, match="draw it again") as caught:
        read_facts(tmp_path / "none.png")
    assert caught.value.code == "rendering.unreadable_print"


def test_damage_is_found(tmp_path):
    path = tmp_path / "a.png"
    write_png(path, [noise(30, 30)], 30, 30)
    sound = path.read_bytes()
    path.write_bytes(b"GIF89a" + sound)
    with pytest.raises(UnreadablePrint, match="does not start"):
        read_facts(path)
    path.write_bytes(sound[:-20])
    with pytest.raises(UnreadablePrint, match="not a sound PNG"):
        read_facts(path)
    at = len(sound) // 2
    path.write_bytes(sound[:at] + bytes([sound[at] ^ 1]) + sound[at + 1 :])
    with pytest.raises(UnreadablePrint, match="IDAT part is damaged"):
        read_facts(path)
    path.write_bytes(png._SIGNATURE + png._chunk(b"IEND", b""))
    with pytest.raises(UnreadablePrint, match="no header"):
        read_facts(path)


def test_a_file_by_others_is_read_too(tmp_path):
    path = tmp_path / "grey.png"
    pyvips.Image.black(20, 10).pngsave(str(path), keep="none")
    facts = read_facts(path)
    assert (facts.width, facts.height) == (20, 10)
    assert not facts.has_alpha
    assert facts.colour_space == "unspecified"
