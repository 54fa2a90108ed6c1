"""The English dictionary with counts, our own words added; plurals folded against it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

from domain.niches.loader import niche_phrases
from domain.terms.lists import word_list

if TYPE_CHECKING:
    from symspellpy import SymSpell

# Our own words have no measured count. They get this one, that of a common word, so that the
# segmenter prefers "pickleball" to "pickle ball"; it is not a figure to show.
ADDED_COUNT = 20_000_000
NICHE_COUNT = 5_000_000  # words of our niches are likelier in our field than in the corpus
SHORT_COUNT = 400_000_000  # "ai", "vs": below this the segmenter prefers two single letters

_IRREGULAR = {
    "children": "child",
    "grandchildren": "grandchild",
    "stepchildren": "stepchild",
    "women": "woman",
    "men": "man",
    "mice": "mouse",
    "geese": "goose",
    "feet": "foot",
    "teeth": "tooth",
    "leaves": "leaf",
    "knives": "knife",
    "wives": "wife",
    "housewives": "housewife",
    "midwives": "midwife",
    "lives": "life",
    "wolves": "wolf",
    "werewolves": "werewolf",
    "elves": "elf",
    "shelves": "shelf",
    "halves": "half",
    "scarves": "scarf",
    "loaves": "loaf",
    "hooves": "hoof",
    "thieves": "thief",
    "fungi": "fungus",
    "cacti": "cactus",
    "succulents": "succulent",
}


@dataclass(frozen=True, slots=True)
class Dictionary:
    """The loaded segmenter, its words with counts, and the true counts of those we raised."""

    segmenter: SymSpell
    counts: dict[str, int]
    raised: dict[str, int]


@lru_cache(maxsize=1)
def dictionary() -> Dictionary:
    """The bundled English frequency dictionary of symspellpy with our words, loaded once."""
    from symspellpy import SymSpell

    segmenter = SymSpell(max_dictionary_edit_distance=0)
    source = resources.files("symspellpy").joinpath("frequency_dictionary_en_82_765.txt")
    with resources.as_file(source) as path:
        segmenter.load_dictionary(path, term_index=0, count_index=1, encoding="utf-8-sig")
    wanted = {
        word: NICHE_COUNT for phrase in niche_phrases() for word in phrase.split() if len(word) > 3
    }
    wanted |= dict.fromkeys(word_list("coinages") | word_list("spellings"), ADDED_COUNT)
    wanted |= dict.fromkeys(word_list("abbreviations"), SHORT_COUNT)
    raised: dict[str, int] = {}
    for word, count in sorted(wanted.items()):
        known = segmenter.words.get(word, 0)
        if word.isalpha() and known < count:
            raised[word] = known
            segmenter.create_dictionary_entry(word, count - known)
    return Dictionary(segmenter, segmenter.words, raised)


def word_frequency(word: str) -> int:
    """Occurrences of a lower-case word in the dictionary's corpus; 0 when it is not in it.

    Words that only we added answer 0: nobody counted them. Ask `is_ordinary_word` instead.
    """
    loaded = dictionary()
    return loaded.raised.get(word, loaded.counts.get(word, 0))


@lru_cache(maxsize=65_536)
def is_ordinary_word(word: str) -> bool:
    """Whether a lower-case word, its singular or its possessor stands in the dictionary.

    True also for our own coinages ("booktok"). The dictionary holds common first names and
    surnames, so True does not prove that a word is no name.
    """
    bare = word.replace("’", "'").removesuffix("'s").replace("'", "")
    return is_known(bare) or is_known(fold_plural(bare))


def is_known(word: str) -> bool:
    """Whether the exact word stands in the dictionary or among our own words."""
    return word in dictionary().counts


@lru_cache(maxsize=65_536)
def fold_plural(word: str) -> str:
    """Singular of a lower-case English word, for matching only; anything else unchanged.

    A singular counts only if the dictionary knows it, so names and foreign words stay whole.
    """
    if word in word_list("not_plural") or len(word) < 4 or not (word.isascii() and word.isalpha()):
        return word
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    counts = dictionary().counts
    if word.endswith("men") and word[:-3] + "man" in counts:
        return word[:-3] + "man"
    if not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    candidates = [word[:-1]]
    if word.endswith("ies"):
        candidates.append(word[:-3] + "y")
    if word.endswith(("ches", "shes", "xes", "sses", "zes", "oes", "ses")):
        candidates.append(word[:-2])
    known = [(counts[candidate], candidate) for candidate in candidates if candidate in counts]
    best = max(known, default=(0, word))[1]
    return best if len(best) > 2 else word
