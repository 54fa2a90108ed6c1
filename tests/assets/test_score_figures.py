import pytest

from assets.score.check_words import sentence, with_descriptions
from assets.score.figures import bars, figures, table
from tests.factories.marts import AS_OF, Term, build_marts
from warehouse.engine.base import closing
from warehouse.engine.open import open_engine
from warehouse.serving.publish import EXPOSED
from warehouse.settings import WarehouseSettings


@pytest.fixture
def engine(tmp_path):
    with closing(open_engine(WarehouseSettings(data=tmp_path))) as opened:
        build_marts(opened, terms=(Term("plant mom", "Plant mom"), Term("a|b", "A|B")), days=40)
        yield opened


@pytest.mark.parametrize("model", [mart.name for mart in EXPOSED])
def test_every_served_mart_shows_something(engine, model):
    build_marts(engine, days=3)  # with members and forecasts
    engine.execute(
        "insert into marts.fct_expired_evidence by name select 'youtube_data_api' as source_id, "
        "30 as retention_days, date '2024-11-01' as captured_from, "
        "date '2024-11-02' as captured_to, date '2024-12-02' as removed_on"
    )
    shown = figures(engine, "marts", model)

    texts = [getattr(value, "md_str", "no rows") for value in shown.values()]
    assert any(text != "no rows" for text in texts)


def test_scores_show_the_last_day(engine):
    shown = figures(engine, "marts", "fct_term_score_daily")

    rows = engine.query(
        "select count(*) as n, max(scored_on) as day from marts.fct_term_score_daily "
        "where scored_on = (select max(scored_on) from marts.fct_term_score_daily)"
    )[0]
    assert shown["scored_to"].text == str(rows["day"]) == AS_OF.isoformat()
    assert shown["terms_scored"].value == rows["n"] == 2
    assert "Plant mom" in shown["top_terms"].md_str
    assert "A\\|B" in shown["top_terms"].md_str
    # a heading, a rule and two weeks
    assert len(shown["terms_by_day"].md_str.splitlines()) == 2 + 14


def test_a_model_without_figures_has_none(engine):
    assert figures(engine, "intermediate", "int_series") == {}


def test_bars_are_shares_of_the_largest():
    drawn = bars(
        [{"stage": "rising", "terms": 40}, {"stage": "peak", "terms": 20}], "stage", "terms"
    )

    assert drawn.md_str.splitlines()[2:] == [
        f"| rising | 40 | {'█' * 10} |",
        f"| peak | 20 | {'█' * 5} |",
    ]


def test_a_small_number_keeps_a_bar_and_zero_has_none():
    drawn = bars([{"k": "a", "n": 1000}, {"k": "b", "n": 1}, {"k": "c", "n": 0}], "k", "n")

    assert [line.count("█") for line in drawn.md_str.splitlines()[2:]] == [10, 1, 0]


def test_empty_cells_and_no_rows():
    assert table([], {}).md_str == "no rows"
    assert table([{"day": None}], {}).md_str.splitlines()[-1] == "|  |"


@pytest.mark.parametrize(
    ("test", "said"),
    [
        ({"description": "As written."}, "As written."),
        (
            {"test_metadata": {"name": "not_null", "kwargs": {"column_name": "term_id"}}},
            "term_id is never empty.",
        ),
        (
            {"test_metadata": {"name": "unique", "kwargs": {"column_name": "term_id"}}},
            "No term_id stands twice.",
        ),
        (
            {
                "test_metadata": {
                    "name": "accepted_values",
                    "kwargs": {"column_name": "stage", "values": ["rising", "peak"]},
                }
            },
            "stage is one of: rising, peak.",
        ),
        ({"raw_code": "{{ config() }}\n-- Sums agree.\nselect 1"}, "Sums agree."),
        ({"raw_code": "select 1"}, "dbt test it."),
    ],
)
def test_a_dbt_test_in_words(test, said):
    assert sentence({"name": "it"} | test) == said


def test_only_tests_get_a_description_and_their_own_stays():
    manifest = {
        "metadata": {"project_name": "p"},
        "nodes": {
            "model.p.a": {"resource_type": "model", "name": "a"},
            "test.p.b": {"resource_type": "test", "name": "b", "raw_code": "-- Said.\nselect 1"},
            "test.p.c": {"resource_type": "test", "name": "c", "meta": {"description": "Mine."}},
        },
    }

    described = with_descriptions(manifest)

    assert described["nodes"]["model.p.a"] == manifest["nodes"]["model.p.a"]
    assert described["nodes"]["test.p.b"]["meta"] == {"description": "Said."}
    assert described["nodes"]["test.p.c"]["meta"] == {"description": "Mine."}
    assert "meta" not in manifest["nodes"]["test.p.b"]


@pytest.mark.parametrize(
    ("model", "shown", "older"),
    [
        ("fct_term_score_daily", "top_terms", "score = 3.3"),
        ("fct_score_contribution", "components_of_the_last_day", "weight = 0.33"),
    ],
)
def test_of_two_versions_the_newest_is_shown(engine, model, shown, older):
    before = figures(engine, "marts", model)[shown].md_str
    engine.execute(f"create temp table given as select * from marts.{model}")
    engine.execute(f"update marts.{model} set score_version = 'v10'")
    engine.execute(f"update given set score_version = 'v2', {older}")
    engine.execute(f"insert into marts.{model} select * from given")

    assert figures(engine, "marts", model)[shown].md_str == before
