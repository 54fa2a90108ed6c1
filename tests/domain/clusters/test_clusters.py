"""Terms that mean the same come together, and nothing else does."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.clusters import HALVES, candidate, counts, normalised, ours, pairs, wilson
from domain.clusters.belonging import Membership, Reason
from domain.clusters.forms import forms_of
from domain.clusters.grouping import Clusters, cluster
from domain.clusters.guards import belonging
from domain.clusters.letters import letters, plain
from domain.clusters.tables import families, meanings, spellings, synonyms


def placed(*texts: str) -> list[Membership]:
    return cluster([candidate(text) for text in texts])


def reason(one: str, other: str) -> Reason:
    return placed(one, other)[1].reason


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("mental health matters", "mentalhealthmatters", Reason.LETTERS),
        ("Pokémon cards", "pokemon cards", Reason.LETTERS),
        ("Spider-Man", "spiderman", Reason.LETTERS),
        ("صباح الخير", "صباح_الخير", Reason.LETTERS),
        ("New Zealanders", "New Zealander", Reason.PLURAL),
        ("mum life", "mom life", Reason.SPELLING),
        ("favourite colour", "favorite color", Reason.SPELLING),
        ("personalised mugs", "personalized mug", Reason.SPELLING),
        ("MI v CSK", "MI vs CSK", Reason.SPELLING),
        ("The Green New Deal", "Green New Deal", Reason.ARTICLE),
        ("cats and dogs", "dogs and cats", Reason.ORDER),
        ("2020 election", "election 2020", Reason.ORDER),
        ("merry xmas", "merry christmas", Reason.SYNONYM),
        ("hbd taylor", "happy birthday taylor", Reason.SYNONYM),
        ("Feliz Navidad", "Merry Christmas", Reason.TRANSLATION),
        ("クリスマスイブ", "christmas eve", Reason.TRANSLATION),
        ("so cuteeee", "so cute", Reason.STRETCHED),
        ("election commision", "election commission", Reason.TYPING),
    ],
)
def test_one_meaning_is_one_cluster_with_its_reason(one: str, other: str, why: Reason) -> None:
    assert reason(one, other) is why
    assert reason(other, one) is why


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("dog mom", "dog dad"),
        ("cat mom", "dog mom"),
        ("class of 2024", "class of 2025"),
        ("ep 10", "ep 11"),
        ("happy monday", "happy tuesday"),
        ("july 4 party", "june 4 party"),
        ("chelsea fc", "arsenal fc"),
        ("thomas frank", "frank thomas"),
        ("one more day", "one day more"),
        ("johnson", "johnsson"),
        ("rachel", "rachael"),
        ("rose", "rosé"),
        ("angels", "ángel"),
        ("disease", "dis ease"),
        ("watch dogs", "watchdog"),
        ("ano nuevo", "baño nuevo"),
        ("edward", "edwards"),
        ("brook", "brooks"),
        ("iran nuclear deal", "iraq nuclear deal"),
        ("vote biden", "dont vote biden"),
        ("1 2", "12"),
        ("pandemic", "plandemic"),
        ("the rock", "rock"),
        ("Feliz Navidad", "Feliz Año Nuevo"),
        ("Dia Del Padre", "Fathers Day"),
    ],
)
def test_siblings_stay_apart(one: str, other: str) -> None:
    assert reason(one, other) is Reason.HEAD


def test_a_chain_of_steps_does_not_join_its_ends() -> None:
    """Two slips each mean the right word, and not each other: a member brings no members."""
    slip, right, other = placed("election commision", "election commission", "electoin commission")
    assert right.head_id == slip.term_id
    assert other.reason is Reason.HEAD
    right, *slips = placed("election commission", "election commision", "electoin commission")
    assert {one.head_id for one in slips} == {right.term_id}


def test_a_head_keeps_its_place_whatever_comes_later() -> None:
    first, later = candidate("mum life"), candidate("mom life")
    clusters = Clusters()
    clusters.known(forms_of(first), first.term_id)
    assert clusters.place(forms_of(later)).head_id == first.term_id


def test_two_terms_of_our_own_lists_stay_two() -> None:
    one, other = (candidate(text) for text in ("mum life", "mom life"))
    curated = [type(each)(each.term_id, each.key, each.display, True) for each in (one, other)]
    assert cluster(curated)[1].reason is Reason.HEAD
    assert cluster([curated[0], other])[1].reason is Reason.SPELLING


TEXTS = sorted({text for pair in pairs() for text in (pair.one, pair.other)})


@given(st.lists(st.sampled_from(TEXTS), min_size=2, max_size=30, unique=True), st.data())
def test_cutting_the_stream_into_runs_changes_nothing(
    texts: list[str], data: st.DataObject
) -> None:
    """One run over all terms places each as several runs do, each knowing what was placed."""
    stream = list({each.term_id: each for each in map(candidate, texts)}.values())
    at_once = cluster(stream)
    cut = data.draw(st.integers(0, len(stream)))
    again: list[Membership] = cluster(stream[:cut])
    clusters = Clusters()
    for each, member in zip(stream[:cut], again, strict=True):
        clusters.known(forms_of(each), member.head_id)
    again += [clusters.place(forms_of(each)) for each in stream[cut:]]
    assert again == at_once


@given(st.sampled_from(TEXTS), st.sampled_from(TEXTS))
def test_belonging_does_not_depend_on_who_is_asked(one: str, other: str) -> None:
    left, right = (forms_of(candidate(text)) for text in (one, other))
    mine, theirs = belonging(left, right), belonging(right, left)
    assert (mine and mine.reason) == (theirs and theirs.reason)


@given(st.text(max_size=40))
def test_letters_never_fail_and_settle(text: str) -> None:
    assert plain(plain(text)) == plain(text)
    assert " " not in letters(text.split(" "))


def test_the_work_does_not_grow_with_the_square() -> None:
    """Heads looked at for a new term: those that share a form, however many terms there are."""
    rng = random.Random(5)
    words = ["".join(rng.choices("abcdefghijklmnopqrstuvwxyz", k=7)) for _ in range(300)]
    looked = []
    for size in (500, 2000):
        clusters = Clusters()
        asked = 0
        for _ in range(size):
            forms = forms_of(candidate(" ".join(rng.sample(words, 2))))
            asked += len(clusters._heads_beside(forms))
            clusters.place(forms)
        looked.append(asked / size)
    assert looked[1] <= looked[0] + 0.1


class TestTables:
    def test_right_sides_are_not_mapped_again(self) -> None:
        assert not set(spellings().values()) & spellings().keys()
        for usual in synonyms().values():
            assert usual not in synonyms()

    def test_no_spelling_and_no_synonym_joins_two_of_a_family(self) -> None:
        for other, usual in spellings().items():
            both = families().get(other, frozenset()) & families().get(usual, frozenset())
            assert not both, (other, usual)

    def test_each_phrase_has_one_meaning(self) -> None:
        english = {meaning for meaning, _ in meanings().values()}
        assert len(english) > 20

    def test_families_keep_their_own_apart(self) -> None:
        for one, other in pairwise(("monday", "tuesday", "wednesday")):
            assert families()[one] & families()[other]


class TestLabelledPairs:
    def test_there_are_enough_and_each_once(self) -> None:
        every = pairs()
        assert len(every) >= 400
        assert len({frozenset((pair.one, pair.other)) for pair in every}) == len(every)
        assert all(pair.reason and pair.kind for pair in every)
        for half in HALVES:
            part = [pair for pair in every if pair.half == half]
            assert len(part) > 200
            assert 0.3 < sum(pair.same for pair in part) / len(part) < 0.7

    @pytest.mark.parametrize("half", HALVES)
    def test_precision_is_kept_and_recall_beats_the_letters(self, half: str) -> None:
        part = [pair for pair in pairs() if pair.half == half]
        mine = counts(part, {pair: ours(pair.one, pair.other) for pair in part})
        simple = counts(part, {pair: normalised(pair.one, pair.other) for pair in part})
        assert mine.right / (mine.right + mine.wrong) >= 0.98
        assert mine.right / (mine.right + mine.missed) >= 0.65
        assert mine.right > 2 * simple.right

    def test_an_interval_holds_its_share(self) -> None:
        low, high = wilson(98, 100)
        assert low < 0.98 < high <= 1
        assert wilson(0, 0) == (0.0, 1.0)
