"""The terms stage: each text read once per version of the rules, titles taken apart, marks kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import polars as pl
import pytest

from assets.terms import terms as stage
from assets.terms.clusters import place_terms
from assets.terms.terms import (
    VERSION,
    first_sightings,
    forget_older_rules,
    read_texts,
    unread_texts,
    write_terms,
)
from domain.niches.loader import niches
from domain.terms.term import term_id
from warehouse.engine.base import Engine, closing
from warehouse.engine.open import open_engine
from warehouse.settings import WarehouseSettings
from warehouse.tables import SIGNAL_COLUMNS

MOMENT = datetime(2024, 12, 31, tzinfo=UTC).replace(tzinfo=None)


@pytest.fixture
def engine(settings: WarehouseSettings) -> Iterator[Engine]:
    with closing(open_engine(settings)) as opened:
        yield opened


def see(engine: Engine, platform: str, *texts: str, kind: str = "keyword", origin: str = "replay"):
    rows = [
        {
            "source": "a_source",
            "origin": origin,
            "region": "US",
            "term": text,
            "kind": kind,
            "metric": "views",
            "period": "day",
            "value": 1.0,
            "rank": None,
            "observed_at": MOMENT,
            "captured_at": MOMENT,
            "is_partial": False,
            "url": None,
            "run_id": "r",
            "slice_id": "s",
        }
        for text in texts
    ]
    assert {*rows[0]} == {column.name for column in SIGNAL_COLUMNS}
    engine.append(
        f"raw.{platform}_signals", pl.DataFrame(rows, schema_overrides={"rank": pl.Int32})
    )


def read(engine: Engine) -> int:
    """One pass of the stage; returns how many texts were read."""
    forget_older_rules(engine)
    unread = unread_texts(engine)
    links, terms = read_texts(unread.iter_rows(named=True))
    with engine.transaction():
        write_terms(engine, links, terms)
        place_terms(engine, first_sightings(unread, links), stage.VERSION)
    return unread.height


def term(engine: Engine, key: str) -> dict[str, Any]:
    (row,) = engine.query("select * from raw.terms where term = $key", {"key": key})
    return row


def row(seen: str, kind: str = "keyword", *, curated: int = 0) -> dict[str, Any]:
    return {"seen": seen, "kind": kind, "is_curated": curated}


class TestReading:
    def test_a_text_is_one_link_and_one_term(self):
        links, terms = read_texts([row("Bookish Gifts")])
        ((identity, found),) = terms.items()
        assert links == [{"seen": "Bookish Gifts", "kind": "keyword", "term_id": identity}]
        assert identity == term_id(found["term"]) == found["term_id"]
        assert found["display"] == "Bookish Gifts"
        assert found["rules_version"] == VERSION
        assert not found["is_curated"]

    def test_spellings_meet_in_one_term(self):
        links, terms = read_texts(
            [row("#bookishgifts", "hashtag"), row("Bookish Gift"), row("bookish gifts", "search")]
        )
        assert len(terms) == 1
        assert {link["term_id"] for link in links} == set(terms)
        assert len(links) == 3

    def test_a_title_links_to_each_term_in_it(self):
        links, terms = read_texts([row("My #pickleball day, crochet and gardening", "title")])
        assert {found["term"] for found in terms.values()} >= {"pickleball", "crochet"}
        assert len(links) == len(terms) > 1
        assert {link["seen"] for link in links} == {"My #pickleball day, crochet and gardening"}

    def test_a_title_of_nothing_known_links_to_nothing_and_is_not_asked_again(self):
        links, terms = read_texts([row("zxqv wvut", "title")])
        assert terms == {}
        assert links == [{"seen": "zxqv wvut", "kind": "title", "term_id": ""}]

    @pytest.mark.parametrize("text", ["", "   ", "🎉", "x" * 400, "#"])
    def test_what_is_no_term_is_read_to_nothing(self, text):
        links, terms = read_texts([row(text)])
        assert terms == {}
        assert [link["term_id"] for link in links] == [""]

    def test_a_curated_sighting_wins_whatever_comes_first(self):
        niche = niches()[0]
        for order in (1, -1):
            _, terms = read_texts(
                [row(niche.term, "niche", curated=1), row(niche.term, "search")][::order]
            )
            (found,) = terms.values()
            assert found["is_curated"]
            assert found["category"] == niche.category

    def test_a_niche_keeps_its_category_when_only_a_platform_saw_it(self):
        niche = niches()[0]
        _, terms = read_texts([row(niche.term, "search")])
        (found,) = terms.values()
        assert not found["is_curated"]
        assert found["category"] == niche.category

    def test_the_gates_verdict_stands_in_the_row(self):
        _, terms = read_texts([row("taylor swift")])
        (found,) = terms.values()
        assert found["risk_status"] == "block"
        assert found["risk_code"]
        assert "taylor swift" in found["risk_evidence"].lower()

    def test_an_occasion_is_recognised(self):
        _, terms = read_texts([row("valentines day gift")])
        (found,) = terms.values()
        assert "valentine" in str(found["occasion"]).lower()


class TestReadingAgain:
    def test_a_second_run_reads_nothing(self, engine):
        see(engine, "user", "plant mom", "pickleball", "🎉")
        assert read(engine) == 3
        assert read(engine) == 0

    def test_only_new_texts_are_read(self, engine):
        see(engine, "user", "plant mom")
        read(engine)
        see(engine, "twitter", "plant mom", "pickleball")
        assert unread_texts(engine)["seen"].to_list() == ["pickleball"]
        assert read(engine) == 1
        assert engine.query("select count(*) as n from raw.terms") == [{"n": 2}]

    def test_the_same_text_of_another_kind_is_read_for_itself(self, engine):
        see(engine, "user", "crochet and gardening")
        read(engine)
        see(engine, "youtube", "crochet and gardening", kind="title")
        assert read(engine) == 1
        found = engine.query("select kind, count(*) as n from raw.term_links group by 1 order by 1")
        assert found[0] == {"kind": "keyword", "n": 1}
        assert found[1]["kind"] == "title"
        assert found[1]["n"] >= 2

    def test_a_term_that_becomes_curated_is_marked(self, engine):
        see(engine, "user", "plant mom")
        read(engine)
        assert not term(engine, "plant mom")["is_curated"]
        see(engine, "curated", "Plant Mom", kind="niche", origin="curated")
        read(engine)
        assert term(engine, "plant mom")["is_curated"]
        assert engine.query("select count(*) as n from raw.terms") == [{"n": 1}]

    def test_a_curated_term_stays_curated(self, engine):
        see(engine, "curated", "plant mom", kind="niche", origin="curated")
        read(engine)
        see(engine, "user", "#plantmom", kind="hashtag")
        read(engine)
        assert term(engine, "plant mom")["is_curated"]

    def test_an_occasion_is_kept_once(self, engine):
        see(engine, "user", "valentines day gift")
        read(engine)
        see(engine, "curated", "Valentine's Day Gift", kind="occasion", origin="curated")
        read(engine)
        assert engine.query("select count(*) as n from raw.term_occasions") == [{"n": 1}]


class TestNewRules:
    def test_texts_read_by_older_rules_are_read_again(self, engine, monkeypatch):
        see(engine, "user", "pickleball", "valentines day gift")
        read(engine)
        monkeypatch.setattr(stage, "VERSION", "terms-next")
        assert read(engine) == 2
        versions = engine.query(
            "select rules_version from raw.terms union select rules_version from raw.term_links"
        )
        assert versions == [{"rules_version": "terms-next"}]
        assert engine.query("select count(*) as n from raw.term_occasions") == [{"n": 1}]

    def test_rows_of_these_rules_stay(self, engine):
        see(engine, "user", "plant mom")
        read(engine)
        forget_older_rules(engine)
        assert engine.query("select count(*) as n from raw.terms") == [{"n": 1}]
        assert unread_texts(engine).height == 0
