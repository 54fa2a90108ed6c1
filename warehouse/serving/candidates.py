"""What the idea stage reads of a snapshot: scored terms of its last day, and their evidence."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, time

from domain.ideas.brief import Evidence, ScoredTerm
from domain.vocabulary import NicheCategory, ProductType
from warehouse.engine.base import Row
from warehouse.serving.reader import Snapshot

CANDIDATES = """
select s.term_id, t.term, t.display, t.kind, s.origin, s.is_curated, t.category, t.language,
  t.is_noise, t.is_weekday, t.fit, t.fit_reason, t.intent, t.risk_status, t.risk_code,
  t.risk_reason, t.risk_evidence, s.score, s.score_low, s.confidence, s.stage, s.rank,
  s.occasion, s.publish_by, s.scored_on, t.products
from fct_term_score_daily s
join dim_term t on t.term_id = s.term_id
where s.score_version = $score_version
  and s.scored_on = $scored_on
order by s.rank, s.term_id
"""

EVIDENCE = """
select term_id, source_id, origin, region, metric, value, rank, observed_at, captured_at, url
from (
  select e.*, row_number() over (
    partition by term_id order by captured_at desc, source_id, metric, region
  ) as place
  from fct_term_evidence e
  where term_id in (select unnest($term_ids))
) newest
where place <= $limit
order by term_id, place
"""

EVIDENCE_PER_TERM = 5


def candidates(snapshot: Snapshot) -> list[Row]:
    """Scored terms of the snapshot's last day, best rank first, with gate and fit columns."""
    if not snapshot.scored_days:
        return []
    asked = {
        "scored_on": snapshot.scored_days[-1],
        "score_version": snapshot.version_on(snapshot.scored_days[-1]),
    }
    return snapshot.query(CANDIDATES, asked)


def evidence_of(snapshot: Snapshot, term_ids: Sequence[str]) -> dict[str, tuple[Evidence, ...]]:
    """The newest stored rows of each term, at most five."""
    found: dict[str, list[Evidence]] = {}
    rows = snapshot.query(EVIDENCE, {"term_ids": list(term_ids), "limit": EVIDENCE_PER_TERM})
    for row in rows:
        found.setdefault(row["term_id"], []).append(
            Evidence(
                source=row["source_id"],
                origin=row["origin"],
                region=row["region"],
                metric=row["metric"],
                value=row["value"],
                rank=row["rank"],
                observed_on=row["observed_at"].date(),
                captured_at=row["captured_at"].replace(tzinfo=UTC),
                url=row["url"],
            )
        )
    return {term_id: tuple(rows) for term_id, rows in found.items()}


def scored_term(row: Row, snapshot: Snapshot, evidence: tuple[Evidence, ...]) -> ScoredTerm:
    """One candidate as the idea rules take it."""
    return ScoredTerm(
        term_id=row["term_id"],
        term=row["term"],
        display=row["display"],
        kind=row["kind"],
        origin=row["origin"],
        is_curated=row["is_curated"],
        category=NicheCategory(row["category"]) if row["category"] else None,
        score=row["score"],
        score_low=row["score_low"],
        confidence=row["confidence"],
        stage=row["stage"],
        rank=row["rank"],
        occasion=row["occasion"],
        publish_by=row["publish_by"],
        as_of=datetime.combine(snapshot.generation.as_of, time.max, tzinfo=UTC),
        evidence=evidence,
        products=tuple(ProductType(one) for one in (row["products"] or "").split(",") if one),
    )


def risk_summary(row: Row) -> str:
    """The gate's reason with what matched, for the refusal's text."""
    matches = json.loads(row["risk_evidence"] or "[]")
    names = ", ".join(sorted({match["matched"] for match in matches}))
    return f"{row['risk_reason']} ({names})" if names else str(row["risk_reason"])
