"""Seen texts to normalised terms: each new text is read once per version of the rules."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any

import dagster as dg
import polars as pl

from assets import keys
from assets.resources import WAREHOUSE_WRITER, PipelineResource
from assets.terms.clusters import members_by_reason, place_terms
from domain.calendar import occasion_for
from domain.clusters.belonging import CLUSTERS_VERSION
from domain.gate.gate import GATE_VERSION, assess
from domain.ideas.fit import FIT_VERSION, buying_intent, product_fit
from domain.ideas.products import products_of
from domain.ideas.subject import understand
from domain.niches.loader import Niche, niches
from domain.signals import Kind
from domain.sources.registry import PLATFORMS
from domain.terms.normalise import normalise
from domain.terms.term import RULES_VERSION, Term, UnusableTerm, term_id
from domain.terms.titles import curated_vocabulary, terms_in_title
from warehouse.engine.base import Engine
from warehouse.state.repositories import scrape_runs
from warehouse.state.session import migrate_state, session_scope
from warehouse.tables import signals_table

VERSION = f"terms-{RULES_VERSION}+gate-{GATE_VERSION}+fit-{FIT_VERSION}+{CLUSTERS_VERSION}"

CYCLE = timedelta(days=1)  # within it every source has had its turn

LINK_SCHEMA = {"seen": pl.String, "kind": pl.String, "term_id": pl.String}


@dg.multi_asset(
    name="read_terms",
    specs=[
        dg.AssetSpec(
            keys.RAW_TERMS,
            deps=[keys.raw_signals(platform) for platform in PLATFORMS],
            group_name=keys.TERMS,
            owners=["team:data"],
            kinds={"python", "duckdb"},
            description="One row per normalised term: how it is written, whether it is noise, how "
            "well it suits a product, and the name gate's verdict with its evidence.",
        ),
        dg.AssetSpec(
            keys.RAW_TERM_LINKS,
            deps=[keys.raw_signals(platform) for platform in PLATFORMS],
            group_name=keys.TERMS,
            owners=["team:data"],
            kinds={"python", "duckdb"},
            description="Which seen text stands for which normalised term. A video title links to "
            "each known term in it; noise links to none.",
        ),
        dg.AssetSpec(
            keys.RAW_TERM_CLUSTERS,
            deps=[keys.raw_signals(platform) for platform in PLATFORMS],
            group_name=keys.TERMS,
            owners=["team:data"],
            kinds={"python", "duckdb"},
            description="Which term each term stands for: terms that mean the same stand for one "
            "head, each with the reason it belongs. A head once chosen stays.",
        ),
        dg.AssetSpec(
            keys.RAW_TERM_OCCASIONS,
            deps=[keys.raw_signals(platform) for platform in PLATFORMS],
            group_name=keys.TERMS,
            owners=["team:data"],
            kinds={"python", "duckdb"},
            description="Terms whose words point to an occasion of the calendar.",
        ),
    ],
    pool=WAREHOUSE_WRITER,
)
def read_terms(
    context: dg.AssetExecutionContext, pipeline: PipelineResource
) -> Iterable[dg.MaterializeResult]:
    """Read every text not yet read under the current rules; replace rows of older rules."""
    with pipeline.engine() as engine:
        forget_older_rules(engine)
        unread = unread_texts(engine)
        context.log.info(f"{unread.height} texts to read")
        links, terms = read_texts(unread.iter_rows(named=True))
        with engine.transaction():
            write_terms(engine, links, terms)
            placed = place_terms(engine, first_sightings(unread, links), VERSION)
        reasons = members_by_reason(engine)
        counts = {
            name: int(engine.query(f"select count(*) as n from raw.{name}")[0]["n"])  # noqa: S608  # our own names
            for name in ("terms", "term_links", "term_clusters", "term_occasions")
        }
        verdicts = engine.query(
            "select risk_status, risk_category, count(*) as terms from raw.terms "
            "group by risk_status, risk_category order by 1, 2"
        )
        fresh = fresh_terms(engine, pipeline.now()) if pipeline.mode == "live" else None
    if fresh is not None:
        close_cycle(pipeline, context.run.run_id, fresh)
    common: dict[str, Any] = {"newly_read": unread.height, "rules": VERSION}
    yield dg.MaterializeResult(
        keys.RAW_TERMS,
        metadata={
            "dagster/row_count": counts["terms"],
            "gate": dg.MetadataValue.table([dg.TableRecord(dict(row)) for row in verdicts]),
            **common,
        },
    )
    yield dg.MaterializeResult(
        keys.RAW_TERM_LINKS, metadata={"dagster/row_count": counts["term_links"], **common}
    )
    yield dg.MaterializeResult(
        keys.RAW_TERM_CLUSTERS,
        metadata={
            "dagster/row_count": counts["term_clusters"],
            "newly_placed": len(placed),
            "members": {str(row["reason"]): int(row["members"]) for row in reasons},
            **common,
        },
    )
    yield dg.MaterializeResult(
        keys.RAW_TERM_OCCASIONS,
        metadata={"dagster/row_count": counts["term_occasions"], **common},
    )


def fresh_terms(engine: Engine, now: datetime) -> int:
    """Distinct texts that live sources gave in the day up to now (aware), over all of them."""
    since = (now - CYCLE).astimezone(UTC).replace(tzinfo=None)
    seen = " union ".join(
        f"select term from {signals_table(platform).name} "  # noqa: S608  # our own names
        "where origin = 'live' and captured_at > $since"
        for platform in PLATFORMS
    )
    return int(engine.query(f"select count(*) as n from ({seen}) s", {"since": since})[0]["n"])  # noqa: S608  # our own names


def close_cycle(pipeline: PipelineResource, run_id: str, terms: int) -> None:
    """Say how broad the cycle was, for whoever watches over the sources."""
    settings = pipeline.warehouse_settings()
    migrate_state(settings)
    with session_scope(settings) as session:
        scrape_runs.close_cycle(session, run_id, pipeline.now(), terms)


def forget_older_rules(engine: Engine) -> None:
    """Drop what other versions of the rules made: those texts are read again."""
    with engine.transaction():
        stale = {"version": VERSION}
        engine.execute("delete from raw.term_links where rules_version <> $version", stale)
        engine.execute("delete from raw.terms where rules_version <> $version", stale)
        engine.execute(
            "delete from raw.term_occasions where term_id not in (select term_id from raw.terms)"
        )


def unread_texts(engine: Engine) -> pl.DataFrame:
    """Distinct (seen, kind, is_curated) without a link row, with first_known and n_observations.

    A text that was read to nothing has one, too, with an empty `term_id`.
    """
    curated = "max(case when origin = 'curated' then 1 else 0 end)"
    seen = " union all ".join(
        f"select term as seen, kind, {curated} as is_curated, "  # noqa: S608  # our own names
        "min(captured_at) as first_known, count(*) as n_observations "
        f"from {signals_table(platform).name} group by term, kind"
        for platform in PLATFORMS
    )
    return engine.frame(
        "select s.seen, s.kind, max(s.is_curated) as is_curated, "
        "min(s.first_known) as first_known, "
        "cast(sum(s.n_observations) as bigint) as n_observations "
        "from (" + seen + ") s "
        "left join raw.term_links l on l.seen = s.seen and l.kind = s.kind "
        "where l.seen is null group by s.seen, s.kind order by s.seen, s.kind"
    )


def first_sightings(
    unread: pl.DataFrame, links: list[dict[str, Any]]
) -> dict[str, tuple[datetime, int]]:
    """When each term of these links was first known, and in how many rows."""
    if not links:
        return {}
    joined = pl.DataFrame(links, schema=LINK_SCHEMA).join(unread, on=["seen", "kind"])
    found = joined.group_by("term_id").agg(
        pl.col("first_known").min(), pl.col("n_observations").sum()
    )
    return {term_id: (known, count) for term_id, known, count in found.iter_rows()}


def read_texts(
    rows: Iterable[Mapping[str, Any]],
) -> tuple[list[dict[str, Any]], dict[str, dict[str, Any]]]:
    """Links and terms of some seen texts."""
    catalogue = {term_id(normalise(niche.term, kind=Kind.NICHE).key): niche for niche in niches()}
    links: list[dict[str, Any]] = []
    terms: dict[str, dict[str, Any]] = {}
    for row in rows:
        kind = Kind(row["kind"])
        found = _terms_of(str(row["seen"]), kind)
        for term in found:
            identity = term_id(term.key)
            links.append({"seen": row["seen"], "kind": row["kind"], "term_id": identity})
            curated = bool(row["is_curated"])
            if identity not in terms or (curated and not terms[identity]["is_curated"]):
                terms[identity] = describe(term, kind, curated, catalogue.get(identity))
        if not found:
            links.append({"seen": row["seen"], "kind": row["kind"], "term_id": ""})
    return links, terms


def _terms_of(seen: str, kind: Kind) -> tuple[Term, ...]:
    try:
        if kind is Kind.TITLE:
            return terms_in_title(seen, curated_vocabulary())
        term = normalise(seen, kind=kind)
    except UnusableTerm:
        return ()
    return (term,) if term.key else ()


def describe(term: Term, kind: Kind, curated: bool, niche: Niche | None) -> dict[str, Any]:
    """The row of one term: text features, fit, intent, products and the gate's verdict."""
    category = niche.category if niche else None
    fit = product_fit(
        term.words,
        display=term.display,
        language=term.language,
        is_noise=term.is_noise,
        category=category,
    )
    subject = understand(term.words, term.display, category)
    suits = products_of(term.words, term.display, fit, subject)
    risk = assess(
        term.display,
        words=term.words,
        kind=str(kind),
        segmentation_confidence=term.segmentation_confidence,
        is_curated=curated,
    )
    return {
        "term_id": term_id(term.key),
        "term": term.key,
        "display": term.display,
        "language": term.language,
        "kind": str(kind),
        "is_noise": term.is_noise,
        "noise_reason": term.noise_reason,
        "is_weekday": term.is_weekday,
        "is_curated": curated,
        "category": str(category) if category else None,
        "fit": fit.value,
        "fit_reason": fit.reason,
        "intent": buying_intent(term.words).value,
        "risk_status": str(risk.status),
        "risk_category": str(risk.category),
        "risk_code": risk.code,
        "risk_reason": risk.reason,
        "risk_evidence": json.dumps([asdict(item) for item in risk.evidence]),
        "rules_version": VERSION,
        "products": ",".join(suit.product for suit in suits),
        "product_reasons": ",".join(suit.reason for suit in suits),
        "occasion": occasion_for(term.words),
    }


def write_terms(
    engine: Engine, links: list[dict[str, Any]], terms: dict[str, dict[str, Any]]
) -> None:
    """Insert the new links and terms; a term met before keeps its row unless now curated."""
    if links:
        frame = pl.DataFrame(links, schema=LINK_SCHEMA)
        engine.append("raw.term_links", frame.with_columns(rules_version=pl.lit(VERSION)))
    known = {
        str(row["term_id"]): bool(row["is_curated"])
        for row in engine.query("select term_id, is_curated from raw.terms")
    }
    fresh = [
        row
        for row in terms.values()
        if row["term_id"] not in known or (row["is_curated"] and not known[row["term_id"]])
    ]
    if not fresh:
        return
    for row in fresh:
        if row["term_id"] in known:
            for table in ("terms", "term_occasions"):
                engine.execute(
                    f"delete from raw.{table} where term_id = $id",  # noqa: S608  # our own names
                    {"id": row["term_id"]},
                )
    frame = pl.DataFrame(fresh, infer_schema_length=None)
    engine.append("raw.terms", frame.drop("occasion"))
    occasions = frame.filter(pl.col("occasion").is_not_null()).select("term_id", "occasion")
    if occasions.height:
        engine.append("raw.term_occasions", occasions)
