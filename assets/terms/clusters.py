"""Clusters in the warehouse: each new term is compared with the heads that share a form with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

from domain.clusters.belonging import Candidate, Membership, Reason
from domain.clusters.forms import Forms, forms_of
from domain.clusters.grouping import Clusters
from warehouse.engine.base import Engine

CLUSTER_SCHEMA = dict.fromkeys(("term_id", "head_id", "reason", "detail"), pl.String)
FORM_SCHEMA = dict.fromkeys(("term_id", "form"), pl.String)
_COLUMNS = "t.term_id, t.term, t.display, t.is_curated"

# Terms nobody has placed yet.
_UNPLACED = f"""
select {_COLUMNS}
from raw.terms t
left join raw.term_clusters c on t.term_id = c.term_id
where c.term_id is null and not t.is_noise
"""  # noqa: S608 - our own constant

# Every member of every cluster whose head shares a form with a term not yet placed.
_BESIDE = f"""
with unplaced as (
  select f.form
  from raw.term_forms f
  left join raw.term_clusters c on f.term_id = c.term_id
  where c.term_id is null
),
beside as (
  select distinct f.term_id
  from raw.term_forms f
  inner join unplaced u on f.form = u.form
  inner join raw.term_clusters c on f.term_id = c.term_id and c.head_id = c.term_id
)
select {_COLUMNS}, c.head_id
from beside b
inner join raw.term_clusters c on b.term_id = c.head_id
inner join raw.terms t on c.term_id = t.term_id
"""  # noqa: S608 - our own constant


def place_terms(
    engine: Engine, first_seen: Mapping[str, tuple[Any, int]], version: str
) -> list[Membership]:
    """Give each term without a head one, and write it down; returns what was placed.

    `first_seen` tells of new terms when they were first known and how often they were observed:
    the first known leads, among them the most observed. Terms placed under these rules stay where
    they are. Under new rules all are placed anew, those that led a cluster first.
    """
    leaders = _forget_older(engine, version)
    rows = engine.query(_UNPLACED)
    if not rows:
        return []
    unknown = (None, 0)

    def turn(row: Mapping[str, Any]) -> tuple[Any, ...]:
        known, observed = first_seen.get(row["term_id"], unknown)
        return (
            row["term_id"] not in leaders,
            not row["is_curated"],
            known is None,
            known,
            -observed,
            row["term_id"],
        )

    forms = [forms_of(_candidate(row)) for row in sorted(rows, key=turn)]
    engine.append("raw.term_forms", _form_rows(forms))
    clusters = Clusters()
    for row in engine.query(_BESIDE):
        clusters.known(forms_of(_candidate(row)), row["head_id"])
    placed = [clusters.place(each) for each in forms]
    frame = pl.DataFrame(
        [(each.term_id, each.head_id, str(each.reason), each.detail) for each in placed],
        schema=CLUSTER_SCHEMA,
        orient="row",
    )
    engine.append("raw.term_clusters", frame.with_columns(clusters_version=pl.lit(version)))
    return placed


def members_by_reason(engine: Engine) -> list[dict[str, Any]]:
    """How many members there are for each reason, heads left out."""
    return engine.query(
        "select reason, count(*) as members from raw.term_clusters where reason <> $head "
        "group by reason order by 2 desc, 1",
        {"head": str(Reason.HEAD)},
    )


def _forget_older(engine: Engine, version: str) -> frozenset[str]:
    """Drop what older rules placed; returns the heads that had members."""
    older = engine.query(
        "select count(*) as n from raw.term_clusters where clusters_version <> $version",
        {"version": version},
    )
    if not older[0]["n"]:
        return frozenset()
    leaders = engine.query(
        "select distinct head_id from raw.term_clusters where head_id <> term_id"
    )
    engine.execute("delete from raw.term_clusters")
    engine.execute("delete from raw.term_forms")
    return frozenset(row["head_id"] for row in leaders)


def _candidate(row: Mapping[str, Any]) -> Candidate:
    return Candidate(row["term_id"], row["term"], row["display"], bool(row["is_curated"]))


def _form_rows(forms: Iterable[Forms]) -> pl.DataFrame:
    rows = [(each.candidate.term_id, form) for each in forms for form in each.of]
    return pl.DataFrame(rows, schema=FORM_SCHEMA, orient="row")
