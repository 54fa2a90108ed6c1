"""What each stage was last computed from, so that unchanged inputs are not computed again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime

from warehouse.engine.base import Engine


def fingerprint(parts: Iterable[object]) -> str:
    """A short hash of the parts, in the order given."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(repr(part).encode())
        digest.update(b"\x1f")
    return digest.hexdigest()[:32]


def built_from(engine: Engine, stage: str) -> str | None:
    """Fingerprint of the stage's last build, or None."""
    rows = engine.query("select fingerprint from raw.builds where stage = $stage", {"stage": stage})
    return str(rows[0]["fingerprint"]) if rows else None


def record_build(engine: Engine, stage: str, value: str, run_id: str) -> None:
    """Remember what the stage was computed from. Call it last, after the rows are in place."""
    with engine.transaction():
        engine.execute("delete from raw.builds where stage = $stage", {"stage": stage})
        engine.execute(
            "insert into raw.builds (stage, fingerprint, run_id, built_at) "
            "values ($stage, $fingerprint, $run_id, $built_at)",
            {
                "stage": stage,
                "fingerprint": value,
                "run_id": run_id,
                "built_at": datetime.now(UTC).replace(tzinfo=None),
            },
        )


def inputs_of_score(engine: Engine, as_of: datetime) -> list[tuple[object, ...]]:
    """What the score depends on in the warehouse: slices, terms, our own drafts, what expired.

    `as_of` is naive UTC: what we draft later than that the score does not see.
    """
    slices = engine.query("select slice_id, platform, rows_accepted from raw.slices order by 1, 2")
    links = engine.query(
        "select count(*) as n, count(distinct term_id) as terms, min(rules_version) as first, "
        "max(rules_version) as last from raw.term_links"
    )
    clusters = engine.query(
        "select count(*) as n, count(distinct head_id) as heads, "
        "max(clusters_version) as version from raw.term_clusters"
    )
    occasions = engine.query("select count(*) as n, min(occasion_id) as first from raw.occasions")
    expired = engine.query("select count(*) as n, max(removed_on) as last from raw.expired")
    drafts = engine.query(
        "select draft_id, term_id from raw.app_drafts where created_at <= $as_of order by 1",
        {"as_of": as_of},
    )
    found = (*slices, *links, *clusters, *occasions, *drafts, *expired)
    return [tuple(row.values()) for row in found]
