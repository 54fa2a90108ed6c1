"""NOTICE names what is not ours, with the licence that its own package states."""

import tomllib
from fnmatch import fnmatch
from importlib.metadata import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NOTICE = (ROOT / "NOTICE").read_text(encoding="utf-8")
FONTS = sorted(
    name
    for requirement in tomllib.loads((ROOT / "pyproject.toml").read_text())["project"][
        "dependencies"
    ]
    if (name := requirement.split("=")[0].split(">")[0].strip()).startswith("fontpkg-")
)
LICENCES = {"OFL-1.1": "SIL Open Font License 1.1", "Apache-2.0": "Apache License 2.0"}


def test_there_are_faces():
    assert len(FONTS) >= 20


@pytest.mark.parametrize("package", FONTS)
def test_every_face_stands_under_its_own_licence(package):
    licence = LICENCES[metadata(package)["License-Expression"]]

    lines = [
        line
        for line in NOTICE.splitlines()
        if package in {name.strip() for name in line.partition(":")[0].split(",")}
    ]

    assert len(lines) == 1
    assert licence in lines[0]


def test_every_packed_list_has_its_own_line():
    packed = sorted(path for path in (ROOT / "domain").rglob("*.gz"))

    assert packed
    heads = [line.partition(": ")[0] for line in NOTICE.splitlines() if line.startswith("domain/")]
    named = {name.strip().rpartition("/")[2] for head in heads for name in head.split(",")}
    assert {path.name for path in packed} == {name for name in named if name.endswith(".gz")}


def test_every_other_list_is_said_to_be_ours():
    ours = NOTICE.partition("Data of ours")[2].partition("Used from installed")[0]
    patterns = [word.strip(",.") for word in ours.split() if "/" in word]
    lists = [
        path.relative_to(ROOT).as_posix()
        for folder in ("domain", "dbt_project/seeds", "tests/data")
        for suffix in ("csv", "txt")
        for path in (ROOT / folder).rglob(f"*.{suffix}")
        if "licences" not in path.parts
    ]

    assert lists
    unnamed = [
        path
        for path in lists
        if not path.startswith("domain/gate/data/")
        and not any(fnmatch(path, pattern) for pattern in patterns)
    ]
    assert unnamed == []
