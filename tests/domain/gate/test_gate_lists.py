"""The committed lists: what they hold, what they leave out, and how words are judged."""

from importlib import resources
from pathlib import Path

import pytest

from domain.gate.folding import compact, fold
from domain.gate.gate import assess
from domain.gate.lists import COMMON_WORD, NSI, lists, own_names
from domain.gate.names import (
    data_lines,
    is_plain_word,
    is_strong_subject,
    is_sure_first_name,
    is_sure_surname,
    names,
)
from domain.gate.risk import RiskStatus
from domain.gate.shapes import compact_person, is_lone_name, person_in
from domain.terms.dictionary import word_frequency


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("McDonald’s", "mcdonalds"),
        ("Häagen-Dazs", "haagen dazs"),
        ("H&M", "h and m"),
        ("Łódź Straße", "lodz strasse"),
        ("  A\u200bB  ", "ab"),
        ("ＡＢＣ", "abc"),
        ("東京", "東京"),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert fold(folded) == folded


def test_compact_drops_spaces() -> None:
    assert compact("h and m") == "handm"


@pytest.mark.parametrize("word", ["target", "apple", "subway", "shell", "gap"])
def test_famous_words_are_brands_alone_but_not_inside_a_text(word: str) -> None:
    assert assess(word).status is RiskStatus.BLOCK
    assert assess(f"the {word} on my shirt").status is RiskStatus.CLEAR


def test_common_words_of_the_brand_list_are_left_out() -> None:
    single = {
        phrase
        for phrase, entry in lists().phrases.items()
        if entry.list_name == NSI and " " not in phrase and is_plain_word(phrase)
    }
    common = {w for w in single if word_frequency(w) >= COMMON_WORD and not w.endswith("s")}
    assert common == set()
    assert "walmart" in lists().phrases


def test_every_list_is_loaded() -> None:
    found = {entry.list_name for entry in lists().phrases.values()}
    assert {NSI, "cuss", "naughty-words", "sensitive", "famous-words", "authors"} <= found
    assert len(lists().phrases) > 15_000


def test_an_absent_list_is_empty() -> None:
    assert list(own_names("no_such_list")) == []


def test_lists_of_our_own_are_folded_once_and_without_comments() -> None:
    for name in own_names("authors"):
        assert name == fold(name)
        assert "#" not in name
    assert all(not line.startswith("#") for line in data_lines("subjects.txt"))


def test_words_and_names() -> None:
    assert is_sure_first_name("wendy")
    assert is_sure_first_name("ruth")  # a word, but hardly ever met as one
    assert not is_sure_first_name("rose")
    assert not is_sure_first_name("virginia")
    assert is_sure_surname("hoover")
    assert not is_sure_surname("summer")
    assert is_strong_subject("booktok")
    assert not is_strong_subject("love")
    assert names().first["james"] > 1


def test_shapes_need_both_parts() -> None:
    assert person_in(("wendy", "heiss")) == "wendy heiss"
    assert person_in(("rose", "gold")) is None
    assert person_in(("summer", "reading")) is None
    assert person_in(("wendy",)) is None
    assert person_in(("tv", "kowalski")) is None
    assert person_in(("karen", "table", "smith")) is None
    assert compact_person("camping") is None
    assert compact_person("ab") is None
    assert compact_person("darkromance") is None
    assert not is_lone_name("paris")
    assert not is_lone_name("love")
    assert not is_lone_name("aaaa")


@pytest.mark.shared
def test_most_brand_names_of_the_recorded_list_are_blocked(shared_data: Path) -> None:
    rows = (shared_data / "lists" / "brand_names_half.csv").read_text("utf-8").splitlines()[1:]
    plain = [row.split(",")[0] for row in rows if '"' not in row]
    blocked = sum(assess(name).status is RiskStatus.BLOCK for name in plain)
    assert blocked / len(plain) >= 0.85


@pytest.mark.shared
def test_a_shops_own_titles_and_tags_are_not_blocked(shared_data: Path) -> None:
    import csv

    with (shared_data / "listings" / "etsy_listings_export_97_trimmed.csv").open(
        encoding="utf-8-sig", newline=""
    ) as handle:
        texts = [
            text.replace("_", " ")
            for row in csv.DictReader(handle)
            for text in (row["TITLE"], *row["TAGS"].split(","))
            if text
        ]
    assert len(texts) > 500
    assert [text for text in texts if assess(text).status is RiskStatus.BLOCK] == []


def test_every_data_file_of_others_is_named_in_the_notice() -> None:
    notice = (Path(__file__).parents[3] / "NOTICE").read_text("utf-8")
    files = resources.files("domain.gate").joinpath("data").iterdir()
    packed = sorted(file.name for file in files if file.name.endswith(".gz"))
    assert len(packed) == 7
    assert [name for name in packed if name not in notice] == []
