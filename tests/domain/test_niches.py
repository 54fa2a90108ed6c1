"""The curated niches: enough of them, well formed, and free of other people's names."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from domain.niches.loader import Niche, niche_phrases, niches
from domain.signals import Kind
from domain.terms.normalise import normalise
from domain.vocabulary import Motif, NicheCategory

# Marks that sellers meet most often in a takedown; none may stand in our own list.
MARKS = """
disney|marvel|pixar|lego|barbie|nintendo|pokemon|nike|adidas|gucci|chanel|starbucks|harley|chevy
jeep|winnebago|airstream|yeti|ski doo|polaroid|gopro|kodak|onesie|velcro|realtor|crock pot
tupperware|popsicle|frisbee|ping pong|rollerblade|jacuzzi|jet ski|zumba|crossfit|ironman|peloton
cricut|mod podge|crayola|sharpie|scrabble|monopoly|dungeons|warhammer|xbox|playstation|twitch
star wars|harry potter|hogwarts|swiftie|beyonce|grateful dead|super bowl|olympic|nfl|nba|mlb|nhl
nascar|fifa|boy scout|girl scout|4 h|salt life|girlboss|boss babe|life is good|keep calm|grinch
taco tuesday|dogfather|dog father|karate kid|dungeon master|cake boss|anti social|trash panda
super hero|superhero|superman|batman|wonder woman|kindle|tiktok|instagram|etsy|jurassic
"""


def test_there_are_enough_in_every_category() -> None:
    assert len(niches()) >= 180
    counts = Counter(niche.category for niche in niches())
    assert {category for category in NicheCategory if counts[category] < 10} == {
        NicheCategory.OCCASION  # the calendar makes those
    }


def test_they_use_most_of_the_motifs() -> None:
    assert len({niche.motif for niche in niches()}) >= len(Motif) * 2 // 3


@pytest.mark.parametrize("niche", niches(), ids=lambda niche: niche.term)
def test_each_is_well_formed(niche: Niche) -> None:
    assert 3 <= len(niche.keywords) <= 8
    assert len(set(niche.keywords)) == len(niche.keywords)
    assert niche.term not in niche.keywords
    for phrase in (niche.term, *niche.keywords):
        assert re.fullmatch(r"[a-z0-9]+(?: [a-z0-9]+)*", phrase)
    assert all(len(keyword) <= 20 for keyword in niche.keywords)  # one marketplace tag
    assert len(niche.term) <= 30
    assert niche.audience
    assert niche.audience.strip(" .") == niche.audience
    term = normalise(niche.term, kind=Kind.NICHE)
    assert not term.is_noise
    assert not term.is_weekday


def test_no_two_are_one_term() -> None:
    keys = Counter(normalise(niche.term, kind=Kind.NICHE).key for niche in niches())
    assert [key for key, count in keys.items() if count > 1] == []


def test_no_marks_of_others() -> None:
    text = " | ".join((*niche_phrases(), *(niche.audience for niche in niches())))
    marks = re.split(r"[|\n]", MARKS.strip())
    assert [mark for mark in marks if re.search(rf"\b{mark}s?\b", text)] == []
