from __future__ import annotations

import pytest

from domain.i18n.catalogue import Catalogue, MissingMessage, available, catalogue

TWO_FORMS = "(n != 1)"


def test_english_is_there():
    assert "en" in available()
    assert catalogue().text("app.name") == "PODPusher"
    assert "app.name" in catalogue()


def test_places_are_filled_by_name_and_nothing_else_acts():
    words = Catalogue("en", {"hello": ("Hello {name} {0.__class__}",)}, TWO_FORMS)
    assert words.text("hello", name="{other}") == "Hello {other} {0.__class__}"


def test_the_number_chooses_the_form():
    words = Catalogue("en", {"ideas": ("{n} idea", "{n} ideas")}, TWO_FORMS)
    assert [words.text("ideas", n=n) for n in (0, 1, 2)] == ["0 ideas", "1 idea", "2 ideas"]


def test_an_unknown_key_or_language_is_an_error_that_names_it():
    with pytest.raises(MissingMessage, match="nothing"):
        catalogue().text("nothing")
    with pytest.raises(MissingMessage, match="tlh"):
        catalogue("tlh")
    with pytest.raises(KeyError):
        Catalogue("en", {"a": ("{b}",)}, TWO_FORMS).text("a")


def test_a_fallback_stands_in_for_a_key_of_another_version():
    assert catalogue().text_or("nothing", "as sent") == "as sent"
    assert catalogue().text_or("app.name", "as sent") == "PODPusher"
