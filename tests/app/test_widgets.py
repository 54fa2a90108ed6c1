"""Charts are right by their numbers; pieces of HTML are safe and honest about gaps."""

from __future__ import annotations

import itertools
import json
import math
from base64 import b64decode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.schemas.designs import Variant
from api.schemas.terms import Series, SeriesPoint
from app.widgets import charts, design_page, markup, pictures, trend_list
from tests.factories.wire import (
    AS_OF,
    NO_SEASON,
    WINDOW,
    a_blocked_trend,
    a_curated_trend,
    a_trend,
    contributions,
)
from tests.factories.wire_goods import a_design


def test_the_waterfall_ends_at_the_score() -> None:
    rows = charts.waterfall_rows(contributions())
    trend = a_trend(rank=0)
    assert rows[0]["start"] == 100
    assert rows[-1]["end"] == pytest.approx(trend.score)
    for before, after in itertools.pairwise(rows):
        assert before["end"] == after["start"]
    product = math.prod(row["kept"] for row in rows)
    assert 100 * product == pytest.approx(trend.score)


def test_unknown_components_take_nothing_off() -> None:
    labels = [row["label"] for row in charts.waterfall_rows(contributions())]
    assert "Competition" not in labels
    assert len(labels) == 8


def test_crowding_is_the_last_step_and_none_where_nothing_is_crowded() -> None:
    parts = contributions()
    assert charts.waterfall_rows(parts)[-1]["label"] == "Your own drafts"
    alone = parts[-1].model_copy(update={"component_value": 1.0, "contribution": 0.0})
    assert charts.waterfall_rows([*parts[:-1], alone]) == charts.waterfall_rows(parts)[:-1]


def test_the_waterfall_is_also_a_sentence() -> None:
    words = charts.waterfall_words(contributions())
    assert words.startswith("From 100 down to the score: Momentum")
    assert "% less" in words


def test_a_series_of_places_counts_from_the_top_and_has_no_mean() -> None:
    points = [SeriesPoint(on=AS_OF, value=0.1, best_rank=5)]
    ranked = charts.history(
        Series(source_id="youtube_trending", metric="rank", period="day", points=points)
    )
    assert len(ranked["layer"]) == 1
    assert ranked["layer"][0]["encoding"]["y"]["scale"]["reverse"]
    assert ranked["layer"][0]["encoding"]["y"]["field"] == "best_rank"


@pytest.mark.parametrize(
    ("period", "unit"),
    [("day", "utcyearmonthdate"), ("week", "utcyearweek"), ("month", "utcyearmonth")],
)
def test_bars_are_as_wide_as_their_period(period: str, unit: str) -> None:
    points = [SeriesPoint(on=AS_OF, value=3.0, smoothed=2.0)]
    drawn = charts.history(
        Series(source_id="wikimedia_article", metric="views", period=period, points=points)
    )
    assert drawn["layer"][0]["encoding"]["x"]["timeUnit"] == unit
    assert len(drawn["layer"]) == 2


def test_every_day_axis_is_read_in_utc() -> None:
    """In the browser's own zone a day would move by one west of Greenwich."""
    specs = (
        charts.history(a_trend().history[0]),
        charts.score_history(a_trend().score_history),
        charts.season(WINDOW, AS_OF),
    )
    for spec in specs:
        text = json.dumps(spec)
        assert text.count('"type": "temporal"') >= 2
        for layer in spec["layer"]:
            assert layer["encoding"]["x"]["scale"]["type"] == "utc"


def test_a_season_without_a_window_or_an_occasion_still_draws_today() -> None:
    layers = charts.season(NO_SEASON, AS_OF)["layer"]
    assert layers[0]["data"]["values"] == []
    assert len(layers[1]["data"]["values"]) == 1


def drawing(uri: str | None) -> str:
    assert uri is not None
    head, _, body = uri.partition(",")
    assert head == "data:image/svg+xml;base64"
    return b64decode(body).decode()


def test_a_line_breaks_where_nothing_was_observed() -> None:
    svg = drawing(markup.sparkline([1.0, 2.0, None, 3.0, 4.0]))
    assert svg.count("M") == 2
    assert "<circle" not in svg


def test_a_value_between_gaps_is_a_dot() -> None:
    assert drawing(markup.sparkline([None, 5.0, None])).count("<circle") == 1


def test_nothing_observed_draws_nothing() -> None:
    assert markup.sparkline([None, None]) is None
    assert markup.sparkline([]) is None


@given(st.lists(st.none() | st.floats(-1e12, 1e12, allow_nan=False), min_size=1, max_size=40))
def test_a_line_stays_inside_its_picture(values: list[float | None]) -> None:
    uri = markup.sparkline(values)
    if uri is None:
        assert all(value is None for value in values)
        return
    path = drawing(uri).split('d="')[1].split('"')[0]
    points = [part.split() for part in path.replace("M", "|").replace("L", "|").split("|") if part]
    assert len(points) == sum(value is not None for value in values)
    for x, y in points:
        assert 0 <= float(x) <= markup.SPARK_WIDTH
        assert 0 <= float(y) <= markup.SPARK_HEIGHT


@given(st.text(max_size=60))
def test_markdown_shows_text_as_it_is(text: str) -> None:
    shown = markup.plain(text)
    assert shown.replace("\\", "") == text.replace("\\", "")
    for place, sign in enumerate(shown):
        if sign in "[]*_`$<:":
            assert shown[place - 1] == "\\"


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//x.example", "", None]
)
def test_only_web_addresses_become_links(url: str | None) -> None:
    assert markup.web_address(url) is None


def test_a_picture_elsewhere_is_not_shown() -> None:
    design = a_design()
    away = design.images[1].model_copy(update={"url": "https://elsewhere.example/x.png"})
    moved = design.model_copy(update={"images": [away]})
    assert pictures.address(moved, Variant.PREVIEW) is None
    assert "missing" in pictures.shown(moved, Variant.PREVIEW)
    assert pictures.download(moved, Variant.PREVIEW) == ""


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (None, "px", "–"),
        (300.0, "dpi", "300 DPI"),
        (2.456, "ratio", "2.46 : 1"),
        (0.71, "share of clear pixels", "71%"),
        ("0.005 to 0.75", "share of the print area", "0.5% to 75.0%"),
        (628_799.0, "bytes", "0.6 MB"),
        ("srgb, 8 bit", "", "srgb, 8 bit"),
        (4.0, "cm", "4 cm"),
    ],
)
def test_measures_carry_their_unit(value: float | str | None, unit: str, shown: str) -> None:
    assert design_page._measure(value, unit) == shown


def test_rows_say_who_measured_and_whose_name_it_is() -> None:
    also = a_trend(is_curated=True)
    rows = trend_list.rows([a_trend(), a_curated_trend(), a_blocked_trend(), also])
    assert rows["who"].to_list()[:2] == [
        "TikTok hashtag views, Wikipedia article views",
        "From our list, not measured",
    ]
    assert rows["who"][3].endswith("also on our list")
    assert rows["check"].to_list()[1:3] == ["No name found", "Blocked: a person's name"]
    assert rows["line"].to_list()[1] is None


def test_a_term_that_nobody_measured_and_is_not_ours() -> None:
    assert trend_list.who(a_trend(sources=[])) == "not measured in the last 90 days"
    assert trend_list.line_words(a_curated_trend()) == "No daily figures"
