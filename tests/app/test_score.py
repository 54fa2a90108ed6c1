"""The page that says how good the score is."""

from __future__ import annotations

import json
import re

import pytest
from streamlit.testing.v1 import AppTest

from api.schemas.score_card import ScoreCard
from app.widgets import score_charts
from domain.i18n.catalogue import catalogue
from tests.app.conftest import Open
from tests.app.test_views import html_of, words_of
from tests.factories.score_card import on_the_wire
from tests.fakes.api import FakeApi

TAGS = "tiktok_hashtag_views"


def charts(screen: AppTest) -> list[dict[str, object]]:
    found = screen.get("vega_lite_chart")
    return [json.loads(one.proto.spec) for one in found]


def test_what_was_said_stands_beside_what_came_and_chance(full: FakeApi, visit: Open) -> None:
    card = on_the_wire()
    rise = card.questions["a"].universes[TAGS]
    said = words_of(visit(full, "score"))
    assert "Will it gain more next week than this week?" in said
    assert "TikTok hashtag views" in said
    assert "Better than every simple rule, beyond luck" in said
    ours = round(100 * rise.forecast["auc"].value)
    chance = round(100 * rise.beside["random"]["auc"].value)
    assert f"In {ours} of 100 such pairs our forecast put the right one first" in said
    assert f"drawing lots {chance}" in said
    assert f"{rise.rows:,}" in said
    assert "What it does not know" in said
    assert "orders" in said


def test_the_chances_are_drawn_as_they_were_and_said_as_a_table(full: FakeApi, visit: Open) -> None:
    screen = visit(full, "score")
    bins = on_the_wire().questions["a"].universes[TAGS].calibration.bins
    drawn = score_charts.reliability(bins)["data"]["values"]
    assert [(one["stated"], one["came"]) for one in drawn] == [
        (one.stated, one.came_true) for one in bins
    ]
    assert sum('"stated"' in json.dumps(spec) for spec in charts(screen)) == 1
    html = html_of(screen)
    for one in bins:
        assert f"{one.came_true:.0%}" in html


def test_where_nothing_is_forecast_the_rules_stand_alone(full: FakeApi, visit: Open) -> None:
    full.stock.score_card = on_the_wire(forecast=False)
    said = words_of(visit(full, "score"))
    assert "No forecast of this yet: simple rules only" in said
    assert "Nothing is forecast here yet." in said


def test_parts_of_a_source_are_left_to_the_file(full: FakeApi, visit: Open) -> None:
    assert "weekly" not in words_of(visit(full, "score")).lower()


def test_too_short_a_history_says_so_and_shows_no_figure(full: FakeApi, visit: Open) -> None:
    full.stock.score_card = on_the_wire(rows=False)
    screen = visit(full, "score")
    assert not screen.exception
    assert "Too little history" in words_of(screen)
    assert not charts(screen)
    assert "%" not in words_of(screen)


def test_without_a_card_the_page_says_how_to_make_one(full: FakeApi, visit: Open) -> None:
    full.stock.score_card = None
    screen = visit(full, "score")
    said = words_of(screen)
    assert "No track record yet" in said
    assert "weekly_score_card" in said
    assert not charts(screen)
    assert "%" not in said


@pytest.mark.parametrize("own", [None, on_the_wire(rows=False)])
def test_until_then_the_card_of_the_weights_is_shown_as_what_it_is(
    full: FakeApi, visit: Open, own: ScoreCard | None
) -> None:
    full.stock.score_card = own
    full.stock.shipped_card = on_the_wire()
    said = words_of(visit(full, "score"))
    assert ("No track record yet" if own is None else "Too little history") in said
    assert "Not your sources, and no promise for them" in said
    assert "of 100 such pairs our forecast put the right one first" in said
    full.stock.score_card = on_the_wire()
    assert "Not your sources" not in words_of(visit(full, "score"))


def test_a_rule_that_is_not_beaten_is_named(full: FakeApi, visit: Open) -> None:
    card = json.loads(on_the_wire().model_dump_json())
    card["questions"]["a"]["universes"][TAGS]["paired"]["mean_reversion_4w"]["low"] = -0.01
    full.stock.score_card = on_the_wire().model_validate(card)
    said = words_of(visit(full, "score"))
    assert "Not shown to be better than Back to 4-week mean" in said


def test_the_season_is_said_by_word_and_against_last_year(full: FakeApi, visit: Open) -> None:
    said = re.sub(r"\s+", " ", words_of(visit(full, "score")))
    assert "Checked on 2023" in said
    assert "was right for 1 of them; saying the same as last year gets 1" in said
    assert "mug December December yes" in said
    assert "poster December January no" in said


def test_without_monthly_words_there_is_no_season(full: FakeApi, visit: Open) -> None:
    full.stock.score_card = on_the_wire().model_copy(update={"season": None})
    assert "know the season" not in words_of(visit(full, "score")).lower()


def test_an_error_is_said_in_words(full: FakeApi, visit: Open) -> None:
    full.failing["/v1/score-card"] = (500, "internal.error")
    assert "Something went wrong on our side" in words_of(visit(full, "score"))


def test_every_rule_of_the_back_test_has_words() -> None:
    from domain.backtest import counter_rules, list_rules

    known = catalogue("en").keys()
    assert {f"rule.{name}" for name in (*counter_rules.RULES, *list_rules.RULES)} <= known


@pytest.mark.parametrize("nothing", [None, 0.5])
def test_the_line_of_no_knowledge_is_drawn_where_there_is_one(nothing: float | None) -> None:
    rows = [
        score_charts.Reached("one", 0.6, None, None),
        score_charts.Reached("two", 0.5, 0.4, 0.6),
    ]
    spec = score_charts.beside(rows, "title", nothing)
    assert len(spec["layer"]) == (2 if nothing is None else 3)
    assert spec["data"]["values"][0]["low"] == 0.6  # no whisker where there is no interval
