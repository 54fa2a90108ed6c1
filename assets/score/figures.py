"""What an analyst sees beside a mart in Dagster's UI: small tables and bars, from its own rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dagster import MetadataValue

from domain.versions import newest
from warehouse.engine.base import Engine, Row

# Dagster's UI draws a text of up to about a thousand characters in place, a longer one on a click.
WIDTH = 10  # characters of the longest bar
TOP = 10
DAYS = 14

LAST_DAY = "(select max(scored_on) from {table})"


def figures(engine: Engine, schema: str, model: str) -> dict[str, MetadataValue[Any]]:
    """Metadata entries of a model by name; none for a model that has nothing to show."""
    make = _FIGURES.get(model)
    return make(engine, f"{schema}.{model}") if make else {}


def table(rows: Sequence[Row], numbers: Mapping[str, str]) -> MetadataValue[Any]:
    """Rows as a Markdown table; `numbers` gives the format of the columns that are numbers."""
    if not rows:
        return MetadataValue.md("no rows")
    heads = list(rows[0])
    lines = [
        "| " + " | ".join(head.replace("_", " ") for head in heads) + " |",
        "|" + "|".join("--:" if head in numbers else "---" for head in heads) + "|",
    ]
    lines += [
        "| " + " | ".join(_cell(row[head], numbers.get(head, "")) for head in heads) + " |"
        for row in rows
    ]
    return MetadataValue.md("\n".join(lines))


def bars(rows: Sequence[Row], label: str, number: str) -> MetadataValue[Any]:
    """A bar for each row, the longest for the largest number."""
    most = max((row[number] for row in rows), default=0)
    drawn = [
        {
            label: row[label],
            number: row[number],
            "share": "█" * (max(1, round(WIDTH * row[number] / most)) if row[number] else 0),
        }
        for row in rows
    ]
    return table(drawn, {number: ","})


def _cell(value: Any, form: str) -> str:
    if value is None:
        return ""
    return (format(value, form) if form else str(value)).replace("|", "\\|").replace("\n", " ")


def _scores(engine: Engine, name: str) -> dict[str, MetadataValue[Any]]:
    last = LAST_DAY.format(table=name)
    version = {"version": _newest(engine, name)}
    top = engine.query(
        "select s.rank, t.display as term, s.score, s.score_low as low, "  # noqa: S608  # our own names
        "s.confidence as sure, replace(s.stage, '_', ' ') as stage, s.origin, "
        "s.risk_status as names "
        f"from {name} s join {_beside(name, 'dim_term')} t on t.term_id = s.term_id "
        f"where s.scored_on = {last} and s.score_version = $version order by s.rank limit {TOP}",
        version,
    )
    by = "count(*) as terms, avg(score) as mean_score"
    stages = engine.query(
        f"select stage, {by} from {name} where scored_on = {last} "  # noqa: S608  # our own names
        "and score_version = $version "
        "group by stage order by terms desc, stage",
        version,
    )
    days = engine.query(
        "select scored_on as day, count(distinct term_id) as terms, avg(score) as mean_score "  # noqa: S608  # our own names
        f"from {name} group by scored_on order by scored_on"
    )
    found: dict[str, MetadataValue[Any]] = {
        "top_terms": table(top, {"rank": "d", "score": ".1f", "low": ".1f", "sure": ".2f"}),
        "stages": bars(stages, "stage", "terms"),
        "terms_by_day": bars(days[-DAYS:], "day", "terms"),
    }
    if days:
        found["scored_to"] = MetadataValue.text(str(days[-1]["day"]))
        found["terms_scored"] = MetadataValue.int(int(days[-1]["terms"]))
        found["mean_score"] = MetadataValue.float(round(float(days[-1]["mean_score"]), 3))
    return found


def _newest(engine: Engine, name: str) -> str | None:
    """New weights score the last days beside the old ones."""
    last = LAST_DAY.format(table=name)
    rows = engine.query(
        f"select distinct score_version as version from {name} where scored_on = {last}"  # noqa: S608  # our own names
    )
    return newest(row["version"] for row in rows)


def _contributions(engine: Engine, name: str) -> dict[str, MetadataValue[Any]]:
    last = LAST_DAY.format(table=name)
    version = {"version": _newest(engine, name)}
    rows = engine.query(
        "select component, min(weight) as weight, "  # noqa: S608  # our own names
        "avg(case when is_known then 1.0 else 0.0 end) as known_share, "
        "avg(contribution) as mean_contribution "
        f"from {name} where scored_on = {last} and score_version = $version "
        "group by component order by min(position)",
        version,
    )
    forms = {"weight": ".2f", "known_share": ".0%", "mean_contribution": "+.3f"}
    return {"components_of_the_last_day": table(rows, forms)}


def _terms(engine: Engine, name: str) -> dict[str, MetadataValue[Any]]:
    verdicts = engine.query(
        f"select risk_status as name_check, count(*) as terms from {name} "  # noqa: S608  # our own names
        "group by risk_status order by terms desc"
    )
    stages = engine.query(
        f"select stage, count(*) as terms from {name} group by stage order by terms desc, stage"  # noqa: S608  # our own names
    )
    languages = engine.query(
        f"select coalesce(language, 'not known') as language, count(*) as terms from {name} "  # noqa: S608  # our own names
        f"group by language order by terms desc, language limit {TOP}"
    )
    return {
        "name_check": bars(verdicts, "name_check", "terms"),
        "stages": bars(stages, "stage", "terms"),
        "languages": bars(languages, "language", "terms"),
    }


def _expired(engine: Engine, name: str) -> dict[str, MetadataValue[Any]]:
    rows = engine.query(
        "select source_id as source, max(retention_days) as kept_days, "  # noqa: S608  # our own names
        "min(captured_from) as gone_from, max(captured_to) as gone_to, "
        f"max(removed_on) as last_removed from {name} group by source_id order by source_id"
    )
    return {"expired": table(rows, {"kept_days": ","})}


def _members(engine: Engine, name: str) -> dict[str, MetadataValue[Any]]:
    rows = engine.query(
        f"select reason, count(*) as members from {name} group by reason "  # noqa: S608  # our own names
        "order by members desc, reason"
    )
    return {"reasons": bars(rows, "reason", "members")}


def _forecasts(engine: Engine, name: str) -> dict[str, MetadataValue[Any]]:
    last = f"made_on = (select max(made_on) from {name})"  # noqa: S608  # our own name
    rows = engine.query(
        "select count(rise) as rise, avg(rise) as rise_mean, count(sustain) as sustain, "  # noqa: S608  # our own names
        "avg(sustain) as sustain_mean, count(return_chance) as back, "
        f"avg(return_chance) as back_mean from {name} where {last}"
    )
    best = engine.query(
        "select t.display as term, f.growth_place, f.rise, f.rise_low, f.rise_high "  # noqa: S608  # our own names
        f"from {name} f join {_beside(name, 'dim_term')} t on t.term_id = f.term_id "
        f"where f.{last} and f.growth_place <= {TOP} order by f.growth_place"
    )
    shares = dict.fromkeys(("rise_mean", "sustain_mean", "back_mean"), ".2f")
    chances = dict.fromkeys(("rise", "rise_low", "rise_high"), ".2f")
    return {
        "forecasts_of_the_last_day": table(
            rows, dict.fromkeys(("rise", "sustain", "back"), ",") | shares
        ),
        "expected_to_grow_most": table(best, chances),
    }


def _parts(engine: Engine, name: str) -> dict[str, MetadataValue[Any]]:
    rows = engine.query(
        "select forecast, feature, avg(abs(part)) as mean_weight, count(*) as terms "  # noqa: S608  # our own names
        f"from {name} where feature <> 'intercept' group by forecast, feature "
        f"order by mean_weight desc, forecast, feature limit {TOP}"
    )
    return {"heaviest_parts": table(rows, {"mean_weight": ".2f", "terms": ","})}


def _sources(engine: Engine, name: str) -> dict[str, MetadataValue[Any]]:
    rows = engine.query(
        "select source_id as source, family, n_observations as observations, n_terms as terms, "  # noqa: S608  # our own names
        f"last_observed_on as last_day, n_rows as raw_rows, last_captured_at as last_captured "
        f"from {name} where n_observations > 0 order by n_observations desc, source_id"
    )
    return {"with_rows": table(rows, {"observations": ",", "terms": ",", "raw_rows": ","})}


def _occasions(engine: Engine, name: str) -> dict[str, MetadataValue[Any]]:
    rows = engine.query(
        f"select status, count(*) as occasions from {name} "  # noqa: S608  # our own names
        "group by status order by occasions desc"
    )
    due = engine.query(
        "select name as occasion, country, falls_on, publish_by "  # noqa: S608  # our own names
        f"from {name} where status = 'due' order by publish_by, name, country limit {TOP}"
    )
    return {"status": bars(rows, "status", "occasions"), "due_now": table(due, {})}


def _daily(engine: Engine, name: str) -> dict[str, MetadataValue[Any]]:
    by_day = engine.query(
        "select observed_on as day, count(*) as series "  # noqa: S608  # our own names
        f"from {name} group by observed_on order by observed_on desc limit {DAYS}"
    )
    return {"by_source": _by_source(engine, name), "by_day": bars(by_day[::-1], "day", "series")}


def _rows_by_source(engine: Engine, name: str) -> dict[str, MetadataValue[Any]]:
    return {"by_source": _by_source(engine, name)}


def _by_source(engine: Engine, name: str) -> MetadataValue[Any]:
    rows = engine.query(
        f"select source_id as source, count(*) as found from {name} "  # noqa: S608  # our own names
        "group by source_id order by found desc, source_id"
    )
    return bars([{"source": row["source"], "rows": row["found"]} for row in rows], "source", "rows")


def _beside(name: str, model: str) -> str:
    return f"{name.rpartition('.')[0]}.{model}"


_FIGURES: dict[str, Callable[[Engine, str], dict[str, MetadataValue[Any]]]] = {
    "fct_term_score_daily": _scores,
    "fct_score_contribution": _contributions,
    "dim_term": _terms,
    "dim_source": _sources,
    "dim_occasion": _occasions,
    "fct_term_daily": _daily,
    "fct_term_evidence": _rows_by_source,
    "fct_trend_observation": _rows_by_source,
    "dim_term_member": _members,
    "fct_term_forecast_daily": _forecasts,
    "fct_forecast_part": _parts,
    "fct_expired_evidence": _expired,
}
