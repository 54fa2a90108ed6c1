"""Streamlit puts the entry file's folder first on the path: no name in it may hide a package."""

from __future__ import annotations

import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_nothing_in_app_bears_the_name_of_a_package() -> None:
    names = {item.stem for item in (ROOT / "app").iterdir() if not item.name.startswith("__")}
    ours = set(
        tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["packages"]
    )
    taken = set(packages_distributions()) | set(sys.stdlib_module_names) | ours
    allowed = {"app"}
    assert names & (taken - allowed) == set()


def test_no_folder_is_called_pages() -> None:
    """That name triggers Streamlit's own multipage mechanism."""
    assert not (ROOT / "app" / "pages").exists()


def test_the_screen_imports_the_api_only_by_its_schemas() -> None:
    for path in (ROOT / "app").rglob("*.py"):
        for name in re.findall(r"^(?:from|import) (api[\w.]*)", path.read_text(), re.MULTILINE):
            assert name.startswith("api.schemas"), f"{path}: {name}"
