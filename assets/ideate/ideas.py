"""Ideas from the scored terms of the published snapshot."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import dagster as dg

from assets import keys
from assets.automation import follows_its_inputs
from assets.resources import PipelineResource
from domain.gate.gate import assess
from domain.gate.risk import RiskStatus
from domain.ideas.brief import Brief
from domain.ideas.select import Candidate, Refused, select
from domain.ideas.subject import understand
from domain.ideas.writer import EmbeddedWriter, Writer, WriteRequest
from domain.terms.text import words_of
from domain.vocabulary import NicheCategory
from warehouse.engine.base import Row
from warehouse.serving.candidates import candidates, evidence_of, risk_summary, scored_term
from warehouse.serving.reader import Snapshot, SnapshotReader
from warehouse.state.repositories import ideas as repository
from warehouse.state.session import migrate_state, session_scope

# One seed for everybody: the same signals give the same ideas; a term, not a clock, varies them.
SEED = 1
DRAWS = 4  # phrases to choose from, when the gate blocks the first


@dg.asset(
    key=keys.IDEAS,
    deps=[keys.SNAPSHOT],
    group_name=keys.IDEATE,
    owners=["team:product"],
    kinds={"python", "sqlite"},
    automation_condition=follows_its_inputs(),
    description="Structured briefs for the best terms that suit a product and name nobody. Every "
    "term that did not become one is kept with its reason.",
)
def ideas(context: dg.AssetExecutionContext, pipeline: PipelineResource) -> dg.MaterializeResult:
    """Choose terms, compose briefs, replace the current set; superseded ideas stay on record."""
    settings = pipeline.warehouse_settings()
    migrate_state(settings)
    snapshot = SnapshotReader(settings.serving).current()
    wanted = pipeline.pipeline_settings().ideas
    selection = select(read_candidates(snapshot), limit=wanted)
    made = compose(snapshot, selection.chosen)
    with session_scope(settings) as session:
        counts = repository.replace_set(
            session,
            made,
            [
                repository.Refused(
                    one.candidate.scored.term_id,
                    one.candidate.scored.display,
                    one.code,
                    one.text,
                )
                for one in selection.refused
            ],
            as_of=snapshot.generation.as_of,
            generation=snapshot.generation.id,
        )
    measured = sum(one.brief.origin != "curated" for one in made)
    context.log.info(f"{len(made)} ideas, {measured} of them from measured terms")
    return dg.MaterializeResult(
        metadata={
            "dagster/row_count": len(made),
            "from_measured_terms": measured,
            "from_curated_terms": len(made) - measured,
            "added": counts.added,
            "unchanged": counts.unchanged,
            "retired": counts.retired,
            "refused": dg.MetadataValue.md(refusal_table(selection.refused)),
            "phrases": dg.MetadataValue.md(phrase_table(made)),
        }
    )


def read_candidates(snapshot: Snapshot) -> list[Candidate]:
    """All scored terms of the last day, as the selection takes them."""
    rows = candidates(snapshot)
    return [candidate(row, snapshot) for row in rows]


def candidate(row: Row, snapshot: Snapshot) -> Candidate:
    """One scored term; what it is about is only asked of terms the gate lets through."""
    clear = row["risk_status"] == "clear" and not row["is_noise"]
    return Candidate(
        scored=scored_term(row, snapshot, ()),
        risk_status=row["risk_status"],
        risk_code=row["risk_code"],
        risk_reason=risk_summary(row),
        is_noise=row["is_noise"],
        is_weekday=row["is_weekday"],
        fit=row["fit"],
        fit_reason=row["fit_reason"],
        language=row["language"],
        subject=understand(
            words_of(row["display"]),
            row["display"],
            NicheCategory(row["category"]) if row["category"] else None,
        )
        if clear
        else None,
    )


def compose(
    snapshot: Snapshot, chosen: Sequence[Candidate], writer: Writer | None = None
) -> list[repository.MadeIdea]:
    """A brief for each chosen term, no two alike, none whose printed words the gate blocks."""
    author = writer or EmbeddedWriter()
    evidence = evidence_of(snapshot, [one.scored.term_id for one in chosen])
    taken: set[str] = set()
    made = []
    for one in chosen:
        if one.subject is None:
            continue
        scored = replace(one.scored, evidence=evidence.get(one.scored.term_id, ()))
        briefs = author.write(WriteRequest(scored, one.subject, DRAWS, SEED, tuple(taken)))
        brief = next((brief for brief in briefs if wearable(brief)), None)
        if brief is None:
            continue
        taken.add(" ".join(brief.phrase))
        made.append(repository.MadeIdea(brief, scored.score, scored.score_low, scored.confidence))
    return made


def wearable(brief: Brief) -> bool:
    """Whether the gate lets the printed words through: a phrase may name what its term does not."""
    return assess(" ".join(brief.phrase), is_curated=True).status is not RiskStatus.BLOCK


def refusal_table(refused: Sequence[Refused]) -> str:
    """How many terms were refused for which reason."""
    counts = Counter(refusal.code for refusal in refused)
    lines = ["| reason | terms |", "|---|--:|"]
    lines += [f"| {code} | {number:,} |" for code, number in counts.most_common()]
    return "\n".join(lines)


def phrase_table(made: Sequence[repository.MadeIdea]) -> str:
    """The printed words of each idea, for the analyst's eye."""
    lines = ["| term | printed words | style | origin |", "|---|---|---|---|"]
    lines += [
        f"| {one.brief.term} | {' / '.join(one.brief.phrase)} | {one.brief.style} "
        f"| {one.brief.origin} |"
        for one in made
    ]
    return "\n".join(lines)
