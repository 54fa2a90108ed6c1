"""The score card as a page: whole by itself, readable without seeing, and true to the card."""

import re
from html.parser import HTMLParser

import numpy as np
import pytest
from defusedxml import ElementTree

from assets.backtest.card import Forecast, Graded
from assets.backtest.page import best_rule, page, plots_of, verdict
from assets.backtest.plots import Bin, Dot, dots, reliability
from assets.backtest.written import as_json
from domain.backtest.calibration import calibration
from domain.backtest.grading import Places, grade_outcomes
from tests.factories.score_card import score_card

SVG = "{http://www.w3.org/2000/svg}"
CHANCE = np.random.default_rng(3)
COUNT = 1_500
BLOCK = np.repeat(np.arange(30), COUNT // 30)
STATED = CHANCE.uniform(0.1, 0.9, COUNT)
OUTCOME = CHANCE.random(COUNT) < STATED


def graded(universe="tags <b>", question="a", *, rival=None):
    rules = {"volume": CHANCE.normal(size=COUNT), "silent": np.full(COUNT, np.nan)}
    if rival is not None:
        rules["random"] = rival
    places = Places(np.arange(COUNT) // 50, np.arange(COUNT) % 50)
    alone = grade_outcomes(OUTCOME, BLOCK, rules, None, places)
    beside = grade_outcomes(OUTCOME, BLOCK, {**rules, "forecast": STATED}, "forecast", places)
    forecast = Forecast(beside, calibration(OUTCOME, STATED, BLOCK), 0.8)
    return Graded(question, universe, alone, forecast, {14: Graded(question, universe, alone)})


@pytest.fixture
def card():
    found = {"signals": {"a<b.csv": 12}, "sha256": {"a<b.csv": "ab" * 32}, "span": {}}
    return {**found, **as_json([graded()])}


class Tags(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.found, self.open = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))
        if tag not in {"meta", "line", "rect", "circle"}:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in {"line", "rect", "circle"}:
            assert self.open.pop() == tag


def test_the_page_asks_for_nothing_from_elsewhere(card):
    text = page(card)
    tags = Tags(text)
    assert not tags.open
    assert {"script", "link", "img", "iframe"}.isdisjoint(tag for tag, _ in tags.found)
    assert not re.search(r"url\(|@import|\bsrc=|\bhref=", text)
    assert "//" not in text.replace("http://www.w3.org/2000/svg", "")


def test_names_from_the_data_are_text_and_never_markup(card):
    text = page(card)
    assert "<b>" not in text
    assert "tags &lt;b&gt;" in text
    assert "a&lt;b.csv" in text


def test_every_plot_says_in_words_what_it_shows_and_its_numbers_stand_below(card):
    text = page(card)
    plots = re.findall(r"<svg.*?</svg>", text, re.DOTALL)
    assert len(plots) == 3
    for plot in plots:
        root = ElementTree.fromstring(plot)
        assert root.get("role") == "img"
        assert root.find(f"{SVG}title").text
        assert root.find(f"{SVG}desc").text
    universe = card["questions"]["a"]["universes"]["tags <b>"]
    table = text[text.index("The numbers of the plots") :]
    assert f"{universe['forecast']['auc']['value']:.3f}" in table
    assert f"{universe['paired']['volume']['value']:+.3f}" in table
    for one in universe["calibration"]["bins"]:
        assert f"{one['came_true']:.1%}" in table
    assert "14 days" in table
    assert [title for title, _ in plots_of(card)] == [
        "(a) tags <b>: AUC with 95 % intervals",
        "(a) tags <b>: the forecast less each rule, on the same draws",
        "(a) tags <b>: chances stated and what came true",
    ]


def test_tables_that_scroll_can_be_reached_and_have_names(card):
    scrolled = [attrs for tag, attrs in Tags(page(card)).found if attrs.get("class") == "scroll"]
    assert scrolled
    assert all(one["tabindex"] == "0" and one["aria-label"] for one in scrolled)


def test_a_card_without_rows_says_so_and_draws_nothing():
    text = page({"signals": {}, "sha256": {}, "span": {}, **as_json([])})
    assert "No row can be graded" in text
    assert "<svg" not in text


def test_the_verdict_is_what_the_intervals_allow():
    clear = as_json([graded()])["questions"]["a"]["universes"]["tags <b>"]
    assert "beats every rule" in verdict("a", clear)
    assert best_rule("a", clear)[0] in {"volume", "silent"}
    close = as_json([graded(rival=STATED + 1e-3 * CHANCE.normal(size=COUNT))])
    said = verdict("a", close["questions"]["a"]["universes"]["tags <b>"])
    assert said.endswith("Not shown to be better than: by lot.")
    assert "No forecast" in verdict("a", clear["horizons"]["14"])


def test_a_dot_lies_between_the_steps_of_its_axis():
    drawn = ElementTree.fromstring(
        dots("t", "AUC", [Dot("low", 0.4, 0.2, 0.6), Dot("ours", 0.8, None, None, True)], line=0.5)
    )
    steps = {
        float(one.text): float(one.get("x"))
        for one in drawn.findall(f"{SVG}text")
        if re.fullmatch(r"[\d.]+", one.text)
    }
    (dot,) = drawn.findall(f"{SVG}circle")
    assert steps[0.4] == pytest.approx(float(dot.get("cx")), abs=0.11)
    (square,) = drawn.findall(f"{SVG}rect")
    assert steps[0.8] == pytest.approx(float(square.get("x")) + 4.5, abs=0.11)
    whiskers = [one for one in drawn.findall(f"{SVG}line") if one.get("stroke-width") == "2"]
    assert [float(whiskers[0].get("x1")), float(whiskers[0].get("x2"))] == pytest.approx(
        [steps[0.2], steps[0.6]], abs=0.11
    )


def test_equal_values_still_have_an_axis():
    assert "<circle" in dots("t", "AUC", [Dot("one", 0.5, None, None)])


def test_an_honest_bin_lies_on_the_diagonal():
    drawn = ElementTree.fromstring(
        reliability("t", [Bin(0.2, 0.2, 0.1, 0.3, 10), Bin(0.6, 0.6, None, None, 10)])
    )
    for square in drawn.findall(f"{SVG}rect"):
        across = float(square.get("x")) + 4.5 - 44
        up = 8 + 288 - float(square.get("y")) - 4.5
        assert across == pytest.approx(up, abs=0.11)


def test_the_season_stands_in_the_page_with_its_rivals():
    text = page(score_card())
    section = text[text.index("Season of product words") :]
    assert "December 2022" not in section
    assert "2021-01 to 2022-12" in section
    assert '<th scope="row">mug</th>' in section
    assert section.index("<td>December</td><td>December</td><td>December</td><td>yes</td>")
    assert section.index("<td>December</td><td>December</td><td>January</td><td>no</td>")
    assert not Tags(text).open
