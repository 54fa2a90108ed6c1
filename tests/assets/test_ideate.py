"""The idea stage: which terms are asked, what is kept of each, and which phrases may be printed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import dagster as dg
import pytest

from assets.ideate.ideas import (
    compose,
    ideas,
    phrase_table,
    read_candidates,
    refusal_table,
    wearable,
)
from assets.resources import PipelineResource
from assets.settings import pipeline_settings
from domain.ideas.brief import Brief
from domain.ideas.select import Selection, select
from domain.ideas.writer import WriteRequest
from domain.vocabulary import ProductType
from tests.factories.briefs import a_brief
from tests.factories.marts import AS_OF, build_marts
from warehouse.engine.base import closing
from warehouse.engine.open import open_engine
from warehouse.serving.publish import publish
from warehouse.serving.reader import Snapshot, SnapshotReader
from warehouse.settings import WarehouseSettings
from warehouse.state.repositories import ideas as repository
from warehouse.state.session import session_scope


@dataclass
class ScriptedWriter:
    """Gives the phrases it was told to, one after another, and remembers what it was asked."""

    phrases: list[tuple[str, ...]]
    asked: list[WriteRequest] = field(default_factory=list)

    @property
    def name(self) -> str:
        return "scripted"

    def write(self, request: WriteRequest) -> list[Brief]:
        self.asked.append(request)
        return [
            a_brief(
                idea_id=f"idea{len(self.asked):02}{number}",
                term_id=request.scored.term_id,
                phrase=phrase,
                origin=request.scored.origin,
            )
            for number, phrase in enumerate(self.phrases)
        ]


@pytest.fixture
def published(
    settings: WarehouseSettings, monkeypatch: pytest.MonkeyPatch
) -> Iterator[WarehouseSettings]:
    monkeypatch.setenv("PODPUSHER_IDEAS", "3")
    monkeypatch.setenv("PODPUSHER_AS_OF", AS_OF.isoformat())
    pipeline_settings.cache_clear()
    with closing(open_engine(settings)) as engine:
        build_marts(engine, days=5)
        publish(engine, settings, as_of=AS_OF, mode="replay")
    yield settings
    pipeline_settings.cache_clear()


@pytest.fixture
def snapshot(published: WarehouseSettings) -> Snapshot:
    return SnapshotReader(published.serving).current()


@pytest.fixture
def selection(snapshot: Snapshot) -> Selection:
    return select(read_candidates(snapshot), limit=3)


def materialize() -> dg.ExecuteInProcessResult:
    return dg.materialize([ideas], resources={"pipeline": PipelineResource()})


def metadata(result: dg.ExecuteInProcessResult) -> dict[str, object]:
    (event,) = result.asset_materializations_for_node("state__ideas")
    return {name: value.value for name, value in event.metadata.items()}


def test_only_terms_the_gate_lets_through_are_understood(snapshot: Snapshot) -> None:
    found = {one.scored.display: one for one in read_candidates(snapshot)}
    assert found["gardening"].subject is not None
    assert found["Taylor Swift"].subject is None
    assert "taylor swift" in found["Taylor Swift"].risk_reason
    assert found["mystery meme"].subject is None


def test_each_chosen_term_is_written_once_with_its_evidence(
    snapshot: Snapshot, selection: Selection
) -> None:
    writer = ScriptedWriter([("one",), ("two",)])
    made = compose(snapshot, selection.chosen, writer)
    assert len(made) == len(selection.chosen) == 3
    assert [request.scored.term_id for request in writer.asked] == [
        one.scored.term_id for one in selection.chosen
    ]
    assert all(request.scored.evidence for request in writer.asked)
    assert writer.asked[1].taken == ("one",)
    for one, wanted in zip(made, selection.chosen, strict=True):
        assert one.score == wanted.scored.score
        assert one.confidence == wanted.scored.confidence


def test_an_idea_is_for_the_products_that_the_term_is_served_with(snapshot: Snapshot) -> None:
    asked = {one.scored.display: one for one in read_candidates(snapshot)}
    books, camping = asked["book club"], asked["camping"]
    assert books.scored.products == (ProductType.T_SHIRT, ProductType.TOTE)
    assert camping.scored.products == ()
    of_books, of_camping = (one.brief for one in compose(snapshot, [books, camping]))
    assert set(of_books.product_types) <= set(books.scored.products)
    assert "No product is known to suit it" not in of_books.why_now
    assert len(of_camping.product_types) > 1
    assert "No product is known to suit it" in of_camping.why_now


def test_a_phrase_that_names_somebody_is_passed_over(
    snapshot: Snapshot, selection: Selection
) -> None:
    writer = ScriptedWriter([("Taylor Swift", "Fan Club"), ("Garden", "Days")])
    made = compose(snapshot, selection.chosen[:1], writer)
    assert [one.brief.phrase for one in made] == [("Garden", "Days")]


def test_a_term_with_no_printable_phrase_makes_no_idea(
    snapshot: Snapshot, selection: Selection
) -> None:
    assert compose(snapshot, selection.chosen, ScriptedWriter([("Harry Potter",)])) == []
    assert compose(snapshot, selection.chosen, ScriptedWriter([])) == []


def test_a_term_nobody_understands_is_not_written_about(
    snapshot: Snapshot, selection: Selection
) -> None:
    writer = ScriptedWriter([("one",)])
    without = [replace(one, subject=None) for one in selection.chosen]
    assert compose(snapshot, without, writer) == []
    assert writer.asked == []


@pytest.mark.parametrize(
    ("words", "fine"),
    [(("I'd Rather Be", "Gardening"), True), (("Taylor", "Swift"), False)],
)
def test_the_gate_reads_the_printed_words(words: tuple[str, ...], fine: bool) -> None:
    assert wearable(a_brief(phrase=words)) is fine


def test_every_term_is_an_idea_or_has_a_reason(published: WarehouseSettings) -> None:
    result = materialize()
    with session_scope(published) as session:
        made = repository.current(session)
        refused, cursor = repository.refusals(session, limit=200)
        assert cursor is None
        codes = {one.display: one.code for one in refused}
        assert len(made) == 3
        assert not {idea.term_id for idea in made} & {one.term_id for one in refused}
    snapshot = SnapshotReader(published.serving).current()
    assert len(codes) + 3 == len(read_candidates(snapshot))
    assert codes["Taylor Swift"] == "idea.risk_block"
    assert codes["mystery meme"] == "idea.risk_review"
    shown = metadata(result)
    assert shown["dagster/row_count"] == shown["added"] == 3
    assert "idea.risk_block" in str(shown["refused"])


def test_the_same_snapshot_gives_the_same_ideas(published: WarehouseSettings) -> None:
    materialize()
    with session_scope(published) as session:
        first = [(idea.id, idea.brief) for idea in repository.current(session)]
    shown = metadata(materialize())
    with session_scope(published) as session:
        assert [(idea.id, idea.brief) for idea in repository.current(session)] == first
    assert (shown["added"], shown["unchanged"], shown["retired"]) == (0, 3, 0)


def test_fewer_places_retire_the_last(
    published: WarehouseSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    materialize()
    monkeypatch.setenv("PODPUSHER_IDEAS", "2")
    pipeline_settings.cache_clear()
    shown = metadata(materialize())
    assert (shown["dagster/row_count"], shown["retired"]) == (2, 1)


def test_the_tables_for_the_analyst(snapshot: Snapshot, selection: Selection) -> None:
    made = compose(snapshot, selection.chosen, ScriptedWriter([("one", "more")]))
    # The same phrase is not given twice by a real writer; here every brief bears it.
    assert phrase_table(made).splitlines()[2].count("one / more") == 1
    table = refusal_table(selection.refused).splitlines()
    assert sum(int(line.split("|")[2].replace(",", "")) for line in table[2:]) == len(
        selection.refused
    )
