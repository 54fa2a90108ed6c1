"""Rules of the house that a machine can check."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic_settings import BaseSettings

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = (
    "api", "app", "assets", "connectors", "domain", "orchestration", "podpusher", "rendering",
    "warehouse",
)  # fmt: skip
# Importing these does work by nature: the frame and the views of Streamlit, Dagster's definitions
# (which read the parsed dbt project), and the command's entry point.
SCRIPTS = ("app.streamlit_app", "app.views.", "orchestration.definitions", "podpusher.__main__",
           "warehouse.migrations")  # fmt: skip


def tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--", *patterns],
        cwd=ROOT, capture_output=True, check=False,
    )  # fmt: skip
    if listed.returncode:  # a source archive has no git: look at what lies there
        found = [path for pattern in patterns or ("*",) for path in ROOT.rglob(pattern)]
        return [path for path in found if not {".venv", "node_modules"} & set(path.parts)]
    return [ROOT / name for name in listed.stdout.decode().split("\0") if name]


def modules() -> list[str]:
    names = []
    for package in PACKAGES:
        found = pkgutil.walk_packages([str(ROOT / package)], f"{package}.", onerror=lambda _: None)
        names += [item.name for item in found if not item.name.startswith(SCRIPTS)]
    return names


def classes() -> list[type]:
    found = {}
    for name in modules():
        module = importlib.import_module(name)
        for _, item in inspect.getmembers(module, inspect.isclass):
            if item.__module__ == name:
                found[f"{name}.{item.__qualname__}"] = item
    return list(found.values())


def test_the_example_environment_names_every_setting_and_nothing_else():
    wanted = set()
    for item in classes():
        if issubclass(item, BaseSettings):
            prefix = item.model_config.get("env_prefix", "")
            assert prefix == "PODPUSHER_", item
            wanted |= {f"{prefix}{name}".upper() for name in item.model_fields}
    lines = (ROOT / ".env.example").read_text().splitlines()
    named = [
        found.group(1) for line in lines if (found := re.match(r"(?:# )?(PODPUSHER_\w+)=", line))
    ]
    assert sorted(named) == sorted(set(named))
    assert set(named) == wanted


def test_every_error_of_ours_has_a_code():
    bare = [
        item
        for item in classes()
        if issubclass(item, Exception)
        and not (hasattr(item, "code") or "code" in inspect.signature(item).parameters)
    ]
    assert bare == []


def test_packages_hold_one_line_and_nothing_else():
    for package in PACKAGES:
        for path in (ROOT / package).rglob("__init__.py"):
            body = ast.parse(path.read_text()).body
            assert len(body) == 1, path
            assert isinstance(body[0], ast.Expr), path
            assert isinstance(body[0].value, ast.Constant), path


def test_no_file_is_longer_than_400_lines():
    long = {
        str(path.relative_to(ROOT)): lines
        for path in tracked("*.py")
        if path.is_file() and (lines := path.read_text().count("\n")) > 400
    }
    assert long == {}


def test_no_tracked_file_names_a_registry_or_a_path_of_a_machine():
    registry = re.compile(
        r"(pypi|npmjs|pythonhosted|yarnpkg|deb\.debian)\.(org|com)"
        r"|(?<![\w.])/(work|farm|root)/[a-z.]"
    )
    guilty = []
    for path in tracked():
        if not path.is_file() or path.suffix in {".png", ".webp", ".jpg", ".gz", ".parquet"}:
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        guilty += [f"{path.relative_to(ROOT)}: {hit.group(0)}" for hit in registry.finditer(text)]
    assert guilty == []


def test_the_import_contracts_hold():
    script = Path(sys.executable).parent / "lint-imports"
    result = subprocess.run([script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout[-3000:]


def test_importing_the_rules_loads_no_heavy_library():
    code = (
        "import sys\n"
        "import domain.gate.gate, domain.terms.normalise, domain.ideas.compose, domain.calendar\n"
        "import domain.artwork.lay_out, domain.listings.compose, domain.counts\n"
        "heavy = {'symspellpy', 'py3langid', 'holidays', 'inflect', 'babel'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr[-2000:]


def test_the_readme_names_every_command_and_target():
    from podpusher.cli import app

    readme = (ROOT / "README.md").read_text()
    for command in app.registered_commands:
        if not command.hidden:
            assert f"podpusher {command.callback.__name__}" in readme
    makefile = (ROOT / "Makefile").read_text()
    for target in re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE):
        if target not in {"format", "lock"}:
            assert f"make {target}" in readme, target


@pytest.mark.parametrize("name", ["LICENSE", "NOTICE", "CHANGELOG.md", "CONTRIBUTING.md",
                                  "SECURITY.md", "docs/README.md"])  # fmt: skip
def test_the_papers_are_there(name: str):
    assert (ROOT / name).stat().st_size > 200
