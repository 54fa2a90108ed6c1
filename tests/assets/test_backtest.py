"""From recorded files to a score card."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import polars as pl
import pytest

from assets.backtest.card import FORECAST, Span, grade
from assets.backtest.panels import counter_panels, list_panels
from assets.backtest.signals import read_signals
from assets.backtest.written import as_json
from connectors.errors import UnusableInput

START = date(2024, 1, 1)
SHIPPED_FROM = date(2020, 9, 13)


def canonical(rows):
    return pl.DataFrame(rows, infer_schema_length=None)


def counter_rows(tags=16, days=70, seed=1, captured_after=timedelta(0)):
    chance = np.random.default_rng(seed)
    rows = []
    for tag in range(tags):
        total = 5_000
        for day in range(days):
            total += int(chance.integers(20, 200))
            moment = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(days=day + 1)
            rows.append(
                {
                    "term": f"tag {tag:02}",
                    "source": "tiktok_hashtag_views",
                    "metric": "views_total",
                    "period": "day",
                    "value": float(total),
                    "observed_at": moment.isoformat(),
                    "captured_at": (moment + captured_after).isoformat(),
                    "region": "WW",
                }
            )
    return rows


def list_rows(region, names, days=40):
    return [
        {
            "term": name,
            "source": "twitter_trends",
            "metric": "rank",
            "period": "instant",
            "rank": place + 1,
            "observed_at": f"{START + timedelta(days=day)}T12:00:00Z",
            "region": region,
        }
        for day in range(days)
        for place, (name, on) in enumerate(names.items())
        if day in on
    ]


def universes(card):
    return [
        (question, one) for question, asked in card.items() for one in asked["universes"].values()
    ]


@pytest.fixture
def folder(tmp_path):
    canonical(counter_rows()).write_csv(tmp_path / "counters.csv")
    lists = list_rows("US", {"a": range(0, 40, 3), "b": range(40)}) + list_rows(
        "IN-Mumbai", {"a": [5], "c": range(40)}
    )
    canonical(lists).write_csv(tmp_path / "lists.csv")
    (tmp_path / "notes.txt").write_text("nothing in here")
    return tmp_path


def test_files_of_several_formats_become_one_frame_and_the_rest_is_named(folder):
    found = read_signals(folder)
    assert found.files == {"counters.csv": 16 * 70, "lists.csv": 14 + 40 + 1 + 40}
    assert list(found.failures) == ["notes.txt"]


def test_a_folder_without_signals_is_an_error_that_names_the_files(tmp_path):
    (tmp_path / "notes.txt").write_text("nothing in here")
    with pytest.raises(UnusableInput, match=r"notes\.txt"):
        read_signals(tmp_path)


def test_the_same_observation_in_two_files_counts_once_and_the_later_capture_wins(tmp_path):
    rows = counter_rows(tags=1, days=3)
    canonical(rows).write_csv(tmp_path / "a.csv")
    later = [
        {**row, "value": row["value"] + 7, "captured_at": "2024-02-01T00:00:00Z"} for row in rows
    ]
    canonical(later).write_csv(tmp_path / "b.csv")
    found = read_signals(tmp_path).frame
    assert found["value"].to_list() == [row["value"] for row in later]


def test_a_counter_panel_holds_the_last_reading_of_each_day(folder):
    (panel,) = counter_panels(read_signals(folder).frame).values()
    assert panel.first_day == START
    assert panel.readings.shape == (16, 70)
    assert panel.names[3] == "tag 03"
    assert panel.readings[3, 5] == counter_rows()[3 * 70 + 5]["value"]
    np.testing.assert_array_equal(panel.readings, panel.evidence)


def test_what_was_captured_late_is_no_evidence(tmp_path):
    canonical(counter_rows(tags=2, captured_after=timedelta(days=3))).write_csv(tmp_path / "a.csv")
    (panel,) = counter_panels(read_signals(tmp_path).frame).values()
    assert np.isfinite(panel.readings).all()
    assert np.isnan(panel.evidence).all()


def test_lists_of_the_question_are_one_panel_and_other_countries_their_own(folder):
    found = list_panels(read_signals(folder).frame)
    assert list(found) == ["twitter_trends", "twitter_trends@IN"]
    assert found["twitter_trends"].names == ("a", "b")
    assert found["twitter_trends@IN"].names == ("a", "c")
    assert found["twitter_trends"].rank.tolist()[:2] == [1, 1]


def test_where_none_of_those_lists_is_recorded_all_count(tmp_path):
    canonical(list_rows("BR", {"a": range(40)}) + list_rows("FR", {"b": range(40)})).write_csv(
        tmp_path / "a.csv"
    )
    (panel,) = list_panels(read_signals(tmp_path).frame).values()
    assert panel.names == ("a", "b")


def test_the_card_has_every_question_universe_and_rule_and_no_number_that_is_none(folder):
    frame = read_signals(folder).frame
    card = as_json(list(grade(frame, Span())))["questions"]
    assert set(card) == {"a", "b", "c", "d"}
    rise = card["a"]["universes"]["tiktok_hashtag_views"]
    assert rise["rows"] == 16 * (70 - 28 - 7)
    assert 0 < rise["base_rate"] < 1
    assert rise["baselines"]["volume"]["auc"]["low"] < rise["baselines"]["volume"]["auc"]["high"]
    assert rise["forecast"] is None
    assert card["b"]["universes"]["tiktok_hashtag_views"]["base_rate"] is None
    assert set(card["b"]["universes"]["tiktok_hashtag_views"]["baselines"]["random"]) == {
        "coverage",
        "coverage_interval",
        "spearman",
        "precision_at_10",
        "precision_at_50",
        "ndcg_at_10",
        "churn_at_10",
        "churn_at_50",
    }
    assert set(rise["baselines"]["random"]) >= {"lead_days", "recall_at_1_percent", "churn_at_10"}
    assert rise["baselines"]["random"]["precision_at_50"]["value"] is None  # sixteen tags
    assert {question: set(one["horizons"]) for question, one in universes(card)} == {
        "a": {"14", "28"},
        "b": {"14", "28"},
        "c": {"14", "28"},
        "d": {"7", "14"},
    }
    assert rise["horizons"]["14"]["rows"] == 16 * (70 - 28 - 14)
    assert set(card["c"]["universes"]) == {
        f"twitter_trends{country}{kind}"
        for country in ("", "@IN")
        for kind in ("", "/weekly", "/not_weekly", "/first_ever", "/unseen_60")
    }
    never = card["c"]["universes"]["twitter_trends/weekly"]
    assert never["baselines"]["volume"]["coverage"] in (None, 0)


def test_only_days_within_the_span_are_graded(folder):
    frame = read_signals(folder).frame
    span = Span(START + timedelta(days=40), START + timedelta(days=49))
    rows = {(one.question, one.universe): one.result.rows for one in grade(frame, span)}
    assert rows["a", "tiktok_hashtag_views"] == 16 * 10
    whole = sum(one.result.rows for one in grade(frame, Span()) if one.question == "a")
    parts = [Span(last=START + timedelta(days=50)), Span(START + timedelta(days=51))]
    assert whole == sum(
        one.result.rows for part in parts for one in grade(frame, part) if one.question == "a"
    )


@pytest.mark.long
def test_the_published_baselines_of_the_recorded_data_are_reproduced(shared_data):
    """Figures of the method's section 8, to the digits given there."""
    frame = read_signals(shared_data / "signals").frame
    graded = {(one.question, one.universe): one for one in grade(frame, Span(SHIPPED_FROM))}
    card = {key: one.result for key, one in graded.items()}

    def reached(question, universe, rule, metric="auc"):
        return card[question, universe].grades[rule].metrics[metric].value

    tags, topics = "tiktok_hashtag_views", "twitter_trends"
    assert card["a", tags].base_rate == pytest.approx(0.40, abs=0.005)
    assert reached("a", tags, "week_on_week") == pytest.approx(0.39, abs=0.005)
    assert reached("a", tags, "relative_growth") == pytest.approx(0.44, abs=0.005)
    assert reached("a", tags, "mean_reversion_4w") == pytest.approx(0.64, abs=0.006)
    assert reached("a", tags, "median_reversion_12w") == pytest.approx(0.65, abs=0.015)
    assert reached("b", tags, "absolute_gain", "spearman") == pytest.approx(0.21, abs=0.005)
    assert reached("b", tags, "relative_growth", "spearman") == pytest.approx(0.815, abs=0.002)
    assert reached("b", tags, "relative_growth", "precision_at_10") == pytest.approx(
        0.845, abs=0.002
    )
    assert card["c", topics].base_rate == pytest.approx(0.10, abs=0.002)
    assert reached("c", topics, "recent_sightings") == pytest.approx(0.71, abs=0.01)
    assert reached("c", topics, "all_sightings") == pytest.approx(0.81, abs=0.003)
    assert reached("c", topics, "decayed_count") == pytest.approx(0.815, abs=0.002)
    assert reached("c", f"{topics}/not_weekly", "decayed_count") == pytest.approx(0.78, abs=0.01)
    assert reached("c", topics, "best_rank") == pytest.approx(0.58, abs=0.01)
    assert card["d", tags].base_rate == pytest.approx(0.29, abs=0.002)
    assert reached("d", tags, "ratio_7_28") == pytest.approx(0.59, abs=0.01)

    rise, rank, sustain = (graded[question, tags].forecast for question in "abd")
    assert rise.result.grades[FORECAST].metrics["auc"].value >= 0.655
    assert sustain.result.grades[FORECAST].metrics["auc"].value >= 0.65
    assert sustain.top_tenth >= 0.41
    gained = rank.result.paired["relative_growth"]
    assert gained["spearman"].value >= 0.025
    for forecast, metric in ((rise, "auc"), (rank, "spearman"), (sustain, "auc")):
        assert all(paired[metric].low > 0 for paired in forecast.result.paired.values())
    assert 0.8 < rise.calibration.slope < 1.2
    assert abs(rise.calibration.mean_stated - rise.calibration.base_rate) < 0.05
    assert rise.calibration.brier_skill > 0.05
    # More than a black box reaches would be a leak.
    assert rise.result.grades[FORECAST].metrics["auc"].value < 0.70
    assert sustain.result.grades[FORECAST].metrics["auc"].value < 0.70

    back, names = graded["c", topics].forecast, f"{topics}/"
    assert 0.83 <= back.result.grades[FORECAST].metrics["auc"].value < 0.86
    assert all(paired["auc"].low > 0 for paired in back.result.paired.values())
    assert 0.8 < back.calibration.slope < 1.2
    assert abs(back.calibration.mean_stated - back.calibration.base_rate) < 0.05
    assert back.calibration.brier_skill > 0.20
    for kind, least in (("not_weekly", 0.79), ("first_ever", 0.60)):
        part = graded["c", names + kind].forecast.result
        assert part.grades[FORECAST].metrics["auc"].value >= least
        assert all(paired["auc"].low > 0 for paired in part.paired.values())
