"""Every text of the screen stands in the catalogue, and nothing stands there unused."""

from __future__ import annotations

import ast
import string
from pathlib import Path

import pytest

from app.families import FAMILIES
from domain.i18n.catalogue import available, catalogue

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "app").rglob("*.py"))


def calls(name: str) -> list[tuple[Path, ast.Call]]:
    found = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == name:
                found.append((path, node))
    return found


def literal_keys() -> dict[str, list[ast.Call]]:
    keys: dict[str, list[ast.Call]] = {}
    for path, call in calls("t"):
        first = call.args[0]
        written = isinstance(first, ast.Constant) and isinstance(first.value, str)
        assert written, f"{path}:{call.lineno}: t() takes a key written out; codes go to named()"
        keys.setdefault(first.value, []).append(call)
    return keys


def family_keys() -> set[str]:
    return {f"{family}.{code}" for family, codes in FAMILIES.items() for code in codes}


def test_every_key_that_the_screen_uses_is_in_the_catalogue() -> None:
    assert set(literal_keys()) - catalogue("en").keys() == set()


def test_every_code_of_every_family_is_in_the_catalogue() -> None:
    assert family_keys() - catalogue("en").keys() == set()


def test_every_key_of_the_catalogue_is_used() -> None:
    assert catalogue("en").keys() - set(literal_keys()) - family_keys() == set()


@pytest.mark.parametrize("locale", available())
def test_every_language_has_the_same_keys(locale: str) -> None:
    assert catalogue(locale).keys() == catalogue("en").keys()


def test_families_are_named_by_their_name_and_each_is_used() -> None:
    used = {"error"}  # by t_or, whose fallback is what the API said
    for path, call in calls("named"):
        first = call.args[0]
        assert isinstance(first, ast.Constant), f"{path}:{call.lineno}: write the family's name"
        assert first.value in FAMILIES, f"{path}:{call.lineno}: no family {first.value}"
        used.add(first.value)
    assert used == set(FAMILIES)


def test_only_the_words_module_and_errors_make_keys_of_codes() -> None:
    made = {(path.name, call.args[0].values[0].value) for path, call in calls("t_or")}  # type: ignore[attr-defined]
    allowed = {("frame.py", "error."), ("sources.py", "error.")}
    assert {one for one in made if one[0] != "words.py"} <= allowed


@pytest.mark.parametrize("locale", available())
def test_every_place_of_a_message_is_filled(locale: str) -> None:
    words = catalogue(locale)
    for key, found in literal_keys().items():
        for call in found:
            given = {keyword.arg for keyword in call.keywords}
            assert None not in given, f"{key}: values are named one by one"
            for number in (1, 2):
                # A value for each place that the call fills; a place without one raises KeyError.
                values = {name: number if name == "n" else "x" for name in given if name}
                text = words.text(key, **values)
                assert text.strip()
                assert "{" not in text, key


def test_messages_of_codes_have_no_places() -> None:
    for key in family_keys():
        text = catalogue("en").text(key)
        assert next(iter(string.Formatter().parse(text)))[1] is None, key


def test_no_text_is_written_in_the_screen_itself() -> None:
    """The words of Streamlit's calls come from t(), named() or data, never from a literal."""
    spoken = {"title", "header", "subheader", "caption", "markdown", "metric", "button", "write"}
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            if node.func.attr in spoken and node.args and isinstance(node.func.value, ast.Name):
                first = node.args[0]
                bare = isinstance(first, ast.Constant) and node.func.value.id == "st"
                assert not bare, f"{path}:{node.lineno}"
