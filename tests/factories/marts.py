"""A small warehouse whose marts are filled: a dozen terms over sixty days, worked out by rule."""

from __future__ import annotations

import json
import math
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import yaml

from tests.factories.mart_terms import TERMS, Term
from warehouse.engine.base import Engine

AS_OF = date(2024, 12, 31)
DAYS = 60
VERSION = "1"
SCHEMA = "marts"

CONTRACTS = Path(__file__).resolve().parents[2] / "dbt_project" / "models" / "marts"
MARTS = (
    "dim_term",
    "dim_term_member",
    "dim_source",
    "dim_occasion",
    "fct_term_score_daily",
    "fct_score_contribution",
    "fct_term_evidence",
    "fct_expired_evidence",
    "fct_term_daily",
    "fct_term_forecast_daily",
    "fct_forecast_part",
)
FORECAST_VERSION = "f1"
RISE_PARTS = (("intercept", None, -0.5), ("place_12", 0.25, 0.3), ("pace_28", None, 0.05))


@cache
def contract(mart: str) -> dict[str, str]:
    """Columns and types of a mart as its dbt contract states them: the tests cannot drift."""
    document = yaml.safe_load((CONTRACTS / f"{mart}.yml").read_text())
    (model,) = [model for model in document["models"] if model["name"] == mart]
    return {column["name"]: column["data_type"] for column in model["columns"]}


SOURCES = ("curated_niches", "tiktok_hashtag_views", "user_file", "wikimedia_article")
COMPONENTS = (("momentum", 0.6), ("breadth", 0.25), ("fit", 0.15))


def build_marts(
    engine: Engine,
    *,
    terms: tuple[Term, ...] = TERMS,
    bump: float = 0.0,
    run: str = "run-1",
    days: int = DAYS,
) -> None:
    """Create the marts anew in the engine's warehouse. `bump` shifts every score a little."""
    rows = _rows(terms, bump, run, days)
    engine.execute(f"create schema if not exists {SCHEMA}")
    for name in MARTS:
        columns = ", ".join(f"{column} {kind}" for column, kind in contract(name).items())
        engine.execute(f"drop table if exists {SCHEMA}.{name}")
        engine.execute(f"create table {SCHEMA}.{name} ({columns})")
        if rows[name]:
            engine.append(f"{SCHEMA}.{name}", pl.DataFrame(rows[name], infer_schema_length=None))


def _rows(
    terms: tuple[Term, ...], bump: float, run: str, days: int
) -> dict[str, list[dict[str, Any]]]:
    out: dict[str, list[dict[str, Any]]] = {name: [] for name in MARTS}
    out["dim_source"] = [_source(name) for name in SOURCES]
    out["dim_occasion"] = [
        {
            "occasion_id": "halloween-US-2024",
            "name": "Halloween",
            "country": "US",
            "falls_on": date(2024, 10, 31),
            "publish_from": date(2024, 8, 1),
            "publish_by": date(2024, 9, 12),
            "status": "past",
        }
    ]
    first = AS_OF - timedelta(days=days - 1)
    for number, term in enumerate(terms):
        out["dim_term"].append(_dim(term, first))
        _members(out, term, first)
        for step in range(days):
            day = first + timedelta(days=step)
            _score(out, term, number, day, bump)
            _observe(out, term, number, day, step, run)
            if "tiktok_hashtag_views" in term.sources:
                _forecast(out, term, day)
    return out


def _forecast(out: dict[str, list[dict[str, Any]]], term: Term, day: date) -> None:
    total = sum(part for _feature, _value, part in RISE_PARTS)
    out["fct_term_forecast_daily"].append(
        {
            "term_id": term.term_id,
            "made_on": day,
            "forecast_version": FORECAST_VERSION,
            "rise_sum": total,
            "rise": 1 / (1 + math.exp(-total)),
            "rise_low": 0.4,
            "rise_high": 0.55,
            "rank_sum": 1.5,
            "growth_place": 2,
            "n_placed": 7,
            "n_counters": 1,
            "n_lists": 0,
        }
    )
    if day == AS_OF:
        out["fct_forecast_part"] += [
            {
                "term_id": term.term_id,
                "made_on": day,
                "forecast_version": FORECAST_VERSION,
                "forecast": "rise",
                "feature": feature,
                "position": position,
                "value": value,
                "part": part,
            }
            for position, (feature, value, part) in enumerate(RISE_PARTS)
        ]


def _source(name: str) -> dict[str, Any]:
    return {
        "source_id": name,
        "platform": name.split("_")[0],
        "name": name.replace("_", " ").title(),
        "family": "own" if name.startswith(("curated", "user")) else "social",
        "licence": "CC0-1.0",
        "may_store": True,
        "retention_days": None,
        "commercial_use": True,
        "replayable": name.startswith("wikimedia"),
        "enabled_by_default": True,
        "attribution": None,
        "first_observed_on": AS_OF - timedelta(days=DAYS - 1),
        "last_observed_on": AS_OF,
        "n_observations": DAYS,
        "n_terms": 1,
    }


def _dim(term: Term, first: date) -> dict[str, Any]:
    blocked = term.risk == "block"
    matches = [{"matched": term.term, "list_name": "test", "how": "exact"}] if blocked else []
    return {
        "term_id": term.term_id,
        "term": term.term,
        "display": term.display,
        "language": term.language,
        "kind": term.kind,
        "is_noise": False,
        "fit_reason": "fit.plain",
        "rules_version": "1",
        "stage": term.stage,
        "is_scored": True,
        "n_observations": DAYS,
        "cluster_id": term.term_id,
        "n_members": len(term.members) + 1,
        "is_weekday": False,
        "is_curated": term.origin == "curated",
        "category": term.category,
        "fit": 0.5,
        "products": ",".join(one.partition(":")[0] for one in term.products),
        "product_reasons": ",".join(one.partition(":")[2] for one in term.products),
        "intent": 0.1,
        "risk_status": term.risk,
        "risk_category": {"block": "person", "review": "unknown"}.get(term.risk, "none"),
        "risk_code": {"block": "risk.person", "review": "risk.unknown"}.get(term.risk, "risk.none"),
        "risk_reason": "For the test.",
        "risk_evidence": json.dumps(matches),
        "first_seen_on": first,
        "last_seen_on": AS_OF,
    }


def _members(out: dict[str, list[dict[str, Any]]], term: Term, first: date) -> None:
    """A row of the cluster for the head and each member, and the members' own rows."""
    if not term.members:
        return
    for place, name in enumerate((term.term, *term.members)):
        member = Term(name, name, kind=term.kind, risk=term.risk)
        if place:
            row = _dim(member, first)
            more = {"cluster_id": term.term_id, "n_members": len(term.members) + 1}
            out["dim_term"].append({**row, **more, "is_scored": False, "stage": "dormant"})
        out["dim_term_member"].append(
            {
                "term_id": term.term_id,
                "member_id": member.term_id,
                "position": place + 1,
                "term": name,
                "display": name,
                "language": "en",
                "kind": term.kind,
                "reason": "letters" if place else "head",
                "detail": "",
                "n_observations": DAYS - place,
                "first_seen_on": first,
                "last_seen_on": AS_OF,
            }
        )


def _score(
    out: dict[str, list[dict[str, Any]]], term: Term, number: int, day: date, bump: float
) -> None:
    values = [max(0.02, 0.9 - 0.05 * number - bump), 0.5, 0.4]
    parts = [
        weight * math.log(value) for (_name, weight), value in zip(COMPONENTS, values, strict=True)
    ]
    log_score = sum(parts)
    score = 100 * math.exp(log_score)
    out["fct_term_score_daily"].append(
        {
            "term_id": term.term_id,
            "scored_on": day,
            "score_version": VERSION,
            "score": score if term.scored else None,
            "score_low": score * 0.8 if term.scored else None,
            "log_score": log_score if term.scored else None,
            "confidence": round(0.9 - 0.05 * number, 2),
            "stage": term.stage,
            "rank": number + 1 if term.scored else None,
            "standard_error": 0.2231,
            "coverage": 0.9,
            "sample_size": 0.8,
            "agreement": 0.7,
            "days_seen": 28,
            "burst": 2.5,
            "season_basis": "occasion" if "halloween" in term.term else None,
            "n_sources": len(term.sources),
            "n_families": 1,
            "sources": ",".join(sorted(term.sources)),
            "regions": None if term.regions is None else ",".join(term.regions),
            "origin": term.origin,
            "is_curated": term.origin == "curated",
            "risk_status": term.risk,
            "evidence_complete": True,
            "occasion": "Halloween" if "halloween" in term.term else None,
            "publish_by": date(2024, 9, 12) if "halloween" in term.term else None,
            **_time(term),
        }
    )
    if not term.scored:
        return
    for (name, weight), value, part in zip(COMPONENTS, values, parts, strict=True):
        out["fct_score_contribution"].append(
            {
                "term_id": term.term_id,
                "scored_on": day,
                "score_version": VERSION,
                "component": name,
                "raw_value": value * 2,
                "component_value": value,
                "weight": weight,
                "weight_used": weight,
                "contribution": part,
                "is_known": True,
                "position": [name for name, _weight in COMPONENTS].index(name) + 1,
            }
        )


def _time(term: Term) -> dict[str, Any]:
    """A rise of nine days that leaves too little time, and a season that leaves enough."""
    if term.term == "book club":
        return {
            "left_basis": "rise",
            "rise_age": 9,
            "days_left": 7,
            "days_left_low": 3,
            "days_left_high": 12,
            "n_rises": 267,
            "lead_days": 12,
            "in_time": False,
        }
    if term.stage == "seasonal":
        return {
            "left_basis": "season",
            "peak_basis": "occasion",
            "peak_on": date(2025, 10, 31),
            "days_left": 304,
            "lead_days": 56,
            "in_time": True,
        }
    return {}


def _observe(
    out: dict[str, list[dict[str, Any]]], term: Term, number: int, day: date, step: int, run: str
) -> None:
    for source in term.sources:
        curated = source == "curated_niches"
        metric = "listed" if curated else "views"
        value = None if curated else float(100 + 10 * number + step)
        if not curated and not (source == "tiktok_hashtag_views" and step % 3):
            out["fct_term_daily"].append(
                {
                    "term_id": term.term_id,
                    "source_id": source,
                    "metric": metric,
                    "period": "day",
                    "observed_on": day,
                    "value": value,
                    "smoothed": value,
                }
            )
        if day == AS_OF or step == 0:
            moment = datetime(day.year, day.month, day.day, 23, 0)  # noqa: DTZ001  # naive UTC, as the tables hold it
            out["fct_term_evidence"].append(
                {
                    "term_id": term.term_id,
                    "source_id": source,
                    "origin": term.origin,
                    "region": "WW",
                    "evidence_no": len(out["fct_term_evidence"]) + 1,
                    "seen": f"#{term.term.replace(' ', '')}",
                    "kind": term.kind,
                    "period": "day",
                    "is_partial": False,
                    "slice_id": "slice-1",
                    "run_id": run,
                    "metric": metric,
                    "value": value,
                    "rank": None,
                    "observed_at": moment,
                    "captured_at": moment,
                    "url": None,
                }
            )
