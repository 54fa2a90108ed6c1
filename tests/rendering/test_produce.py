"""A scene becomes its files: same bytes, nothing twice, nothing half."""

from __future__ import annotations

import json
import os
import time
from dataclasses import replace

import pytest

from domain.artwork.scene import PRINT_HEIGHT, PRINT_WIDTH, Shape
from rendering import errors
from rendering import produce as produce_module
from rendering.errors import BadScene, CannotWrite, UnknownFace, UnknownGarment
from rendering.fonts import FontTypesetter
from rendering.png import read_facts
from rendering.produce import MANIFEST, produce
from tests.rendering.drawing import moved, rectangle, scene

PROVENANCE = {"Title": "Hello", "Source": "a test"}


def small(**facts):
    line = FontTypesetter().line("HELLO", "anton", 300)
    text = moved(line, 250 - line.box.left, 600)
    values = {"faces": ("anton",), "garments": ("natural", "navy"), "width": 1000, "height": 1200}
    values.update(facts)
    return scene(
        Shape(rectangle(200, 200, 800, 700), fill="#e0b040"),
        Shape(text, fill="#301020", role="text"),
        **values,
    )


def listing(folder):
    return {
        path.relative_to(folder): (path.stat().st_mtime_ns, path.read_bytes())
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_all_files_and_the_report(tmp_path):
    made = produce(small(), tmp_path, provenance=PROVENANCE)
    assert not made.reused
    assert made.report.passed, [f for f in made.report.findings if f.required and not f.passed]
    assert (made.light_garment, made.dark_garment) == ("natural", "navy")
    folder = tmp_path / made.key
    files = sorted(path.name for path in folder.iterdir())
    assert files == [
        "manifest.json",
        "mockup_dark.jpg",
        "mockup_light.jpg",
        "preview.webp",
        "print.png",
    ]
    manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
    assert manifest["faces"][0]["licence"] == "OFL-1.1"
    assert manifest["faces"][0]["package"] == "fontpkg-anton"
    assert manifest["files"]["print.png"] == {
        "sha256": made.print.sha256,
        "size": made.print.path.stat().st_size,
    }
    assert read_facts(made.print.path).text == {"Software": "PODPusher rendering/1", **PROVENANCE}


def test_a_second_call_draws_nothing(tmp_path):
    first = produce(small(), tmp_path, provenance=PROVENANCE)
    before = listing(tmp_path)
    second = produce(small(), tmp_path, provenance=PROVENANCE)
    assert second == replace(first, reused=True)
    assert listing(tmp_path) == before


def test_the_same_scene_gives_the_same_bytes_elsewhere(tmp_path):
    for name in ("one", "two"):
        produce(small(), tmp_path / name, provenance=PROVENANCE)
    one, two = (
        {path: content for path, (_, content) in listing(tmp_path / name).items()}
        for name in ("one", "two")
    )
    assert one == two
    assert len(one) == 5


@pytest.mark.parametrize(
    "change",
    [
        {"palette": "other"},
        {"layout": "other"},
        {"garments": ("natural",)},
        {"faces": ()},
        {"height": 1201},
    ],
)
def test_another_scene_has_another_key(change):
    def key(drawn, provenance=PROVENANCE):
        return produce_module._key(drawn, produce_module.layers(drawn), provenance)

    assert key(small()) == key(small())
    assert key(small(**change)) != key(small())
    assert key(small(), {"Title": "Bye"}) != key(small())


@pytest.mark.parametrize(
    ("name", "harm"), [("print.png", "cut"), ("print.png", "gone"), ("mockup_dark.jpg", "cut")]
)
def test_damaged_files_are_drawn_again(tmp_path, name, harm):
    first = produce(small(), tmp_path, provenance=PROVENANCE)
    path = tmp_path / first.key / name
    whole = path.read_bytes()
    if harm == "cut":
        path.write_bytes(whole[:-9])
    else:
        path.unlink()
    again = produce(small(), tmp_path, provenance=PROVENANCE)
    assert not again.reused
    assert path.read_bytes() == whole


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"key": "other"}'])
def test_a_damaged_manifest_is_not_trusted(tmp_path, text):
    place = tmp_path / "design"
    place.mkdir()
    (place / MANIFEST).write_text(text)
    assert produce_module._kept(place, "design") is None


def test_what_a_killed_run_left_is_swept_when_old(tmp_path):
    first = produce(small(), tmp_path, provenance=PROVENANCE)
    folder = tmp_path / first.key
    old, new = folder / ".print.png.old", folder / ".print.png.new"
    for path in (old, new):
        path.write_bytes(b"half")
    os.utime(old, (time.time() - 7200,) * 2)
    (folder / MANIFEST).unlink()
    produce(small(), tmp_path, provenance=PROVENANCE)
    assert not old.exists()
    assert new.exists(), "another process may be writing it"


def test_a_stop_between_files_leaves_no_manifest(tmp_path, monkeypatch):
    def stop(*args):
        raise CannotWrite("the disk is full")

    monkeypatch.setattr(produce_module, "write_preview", stop)
    with pytest.raises(CannotWrite):
        produce(small(), tmp_path, provenance=PROVENANCE)
    assert list(tmp_path.rglob(MANIFEST)) == []
    monkeypatch.undo()
    assert not produce(small(), tmp_path, provenance=PROVENANCE).reused


def test_garments_are_chosen_by_contrast_where_none_is_offered(tmp_path):
    made = produce(small(garments=()), tmp_path, provenance=PROVENANCE)
    assert made.dark_garment == "black"
    assert made.light_garment == "white"
    blank = produce(scene(garments=()), tmp_path, provenance=PROVENANCE)
    assert not blank.report.passed
    assert (blank.light_garment, blank.dark_garment) == ("white", "forest")
    assert blank.report.inks == ()


def test_errors_come_through(tmp_path):
    with pytest.raises(UnknownFace):
        produce(small(faces=("comic-sans",)), tmp_path, provenance=PROVENANCE)
    with pytest.raises(BadScene):
        produce(scene(width=0), tmp_path, provenance=PROVENANCE)
    with pytest.raises(UnknownGarment):
        produce(small(garments=("tartan",)), tmp_path, provenance=PROVENANCE)
    assert list(tmp_path.rglob("*.png")) == []


def test_every_error_has_a_code_of_its_own():
    kinds = [errors.RenderingError, *errors.RenderingError.__subclasses__()]
    codes = [kind.code for kind in kinds]
    assert len(codes) == len(set(codes)) == 8
    assert all(code.startswith("rendering.") for code in codes)


def test_a_whole_print(tmp_path):
    line = FontTypesetter().line("Hello", "great-vibes", 1200)
    text = moved(line, 400 - line.box.left, 2500)
    drawn = scene(
        Shape(rectangle(300, 900, 4200, 4000), fill="#d8a53c"),
        Shape(text, fill="#5a1730", role="text"),
        faces=("great-vibes",),
        garments=("white", "black"),
        width=PRINT_WIDTH,
        height=PRINT_HEIGHT,
    )
    made = produce(drawn, tmp_path, provenance={})
    failed = [finding.code for finding in made.report.findings if not finding.passed]
    assert made.report.passed, failed
    assert made.report.finding("print.size").measured == "4500 x 5400"
    assert made.print.size < 2_000_000
