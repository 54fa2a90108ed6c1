"""The section that says what the opportunity score is, and is not."""

from __future__ import annotations

import json
import re

import pytest

from api.schemas.score_card import ScoreCard
from tests.app.conftest import Open
from tests.app.test_score import TAGS
from tests.app.test_views import html_of, words_of
from tests.factories.score_card import on_the_wire
from tests.fakes.api import FakeApi

HEADING = "What the opportunity score is and is not"


def changed(question: str, **figures: object) -> ScoreCard:
    """A card whose opportunity score has other figures."""
    card = json.loads(on_the_wire().model_dump_json())
    card["questions"][question]["universes"][TAGS]["opportunity"] |= figures
    return ScoreCard.model_validate(card)


def test_the_wrong_way_round_is_said_with_the_figures_of_the_card(
    full: FakeApi, visit: Open
) -> None:
    rise = on_the_wire().questions["a"].universes[TAGS]
    scored = rise.opportunity
    assert scored is not None
    screen = visit(full, "score")
    said = words_of(screen)
    assert HEADING in said
    assert "It is no forecast" in said
    assert scored.measures["auc"].high < 0.5
    right, forecast = (
        round(100 * found["auc"].value) for found in (scored.measures, rise.forecast)
    )
    assert f"In {right} of 100 such pairs the higher score stood with the right one" in said
    assert f"Our forecast managed {forecast}, drawing lots" in said
    assert said.count("That is the wrong way round, beyond luck") == 1


def test_versions_stand_side_by_side_and_say_what_is_more_than_luck(
    full: FakeApi, visit: Open
) -> None:
    order = on_the_wire().questions["b"].universes[TAGS].opportunity
    assert order is not None
    screen = visit(full, "score")
    rows = re.findall(r"<tr>(.*?)</tr>", html_of(screen).partition("Score v2")[2], re.DOTALL)
    (row,) = [row for row in rows if "Agreement with the true order" in row]
    assert f"{order.measures['spearman'].value:.1%}" in row
    assert f"{order.versions['v1']['spearman'].value:.1%}" in row
    assert "better, beyond luck" in row
    (rise,) = [row for row in rows if "Pairs put in the right order" in row]
    assert "worse, beyond luck" in rise
    assert "Better than drawing lots, beyond luck." in words_of(screen)


@pytest.mark.parametrize("low", [0.4, None])
def test_what_may_be_luck_is_no_verdict(full: FakeApi, visit: Open, low: float | None) -> None:
    high = None if low is None else 0.6
    full.stock.score_card = changed("a", auc={"value": 0.45, "low": low, "high": high}, paired={})
    said = words_of(visit(full, "score"))
    assert "Not shown to differ from drawing lots." in said
    assert "the wrong way round" not in said


def test_the_first_version_stands_alone(full: FakeApi, visit: Open) -> None:
    card = json.loads(changed("a", versions={}, paired={}).model_dump_json())
    del card["questions"]["b"]
    full.stock.score_card = ScoreCard.model_validate(card)
    html = html_of(visit(full, "score"))
    assert "Score v2" in html
    assert "Score v1" not in html


@pytest.mark.parametrize("shape", [{"opportunity": False}, {"rows": False}])
def test_a_card_of_before_has_no_such_section(
    full: FakeApi, visit: Open, shape: dict[str, bool]
) -> None:
    full.stock.score_card = on_the_wire(**shape)
    screen = visit(full, "score")
    assert not screen.exception
    assert HEADING not in words_of(screen)
