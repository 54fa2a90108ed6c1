"""Where the figures come from: each source's rights and health, and what is not connected."""

from __future__ import annotations

import streamlit as st

from api.schemas.sources import Source
from app.reads import reader
from app.widgets.frame import answers, page_head, show_as_of
from app.widgets.markup import Tone, chip, chips, esc, facts, table
from app.words import day, moment, named, number, t, t_or

TONES: dict[str, Tone] = {
    "ok": "good",
    "unchanged": "good",
    "empty": "warm",
    "failed": "bad",
    "never": "calm",
}


def used(source: Source) -> bool:
    """Whether it told of anything here, or was asked."""
    return bool(source.n_observations) or source.health.status != "never"


def rights(source: Source) -> tuple[tuple[str, str], ...]:
    """What may be done with its data."""
    found = source.rights
    if found is None:
        return ((t("source.licence"), esc(t("source.not_registered"))),)
    kept = (
        t("source.for_days", n=found.retention_days)
        if found.retention_days is not None
        else t("source.no_limit")
    )
    return (
        (t("source.licence"), esc(found.licence)),
        (t("source.kept"), esc(kept if found.may_store else t("source.not_kept"))),
        (t("source.business"), esc(t("word.yes") if found.commercial_use else t("word.no"))),
    )


def card(source: Source) -> str:
    """One source: state, what it brought, rights."""
    health = source.health
    labels = [chip(named("health", health.status), TONES.get(health.status, "calm"))]
    labels += [chip(named("origin", origin)) for origin in source.origins]
    labels.append(chip(named("source_family", source.family)))
    span = "–"
    if source.first_observed_on is not None:
        span = f"{day(source.first_observed_on)} – {day(source.last_observed_on)}"
    visit = [
        (t("source.last_run"), esc(moment(health.finished_at))),
        (t("source.rows"), number(health.rows)),
        (t("source.refused"), number(health.quarantined)),
    ]
    pairs = [
        *(visit if health.status != "never" else []),
        (t("source.observations"), number(source.n_observations)),
        (t("source.terms"), number(source.n_terms)),
        (t("source.span"), esc(span)),
        *rights(source),
    ]
    if health.last_ok_at is not None and health.last_ok_at != health.finished_at:
        pairs.insert(1, (t("source.last_good"), esc(moment(health.last_ok_at))))
    problem = ""
    if health.status == "failed":
        said = t_or(f"error.{health.error_code}", health.message or t("source.failed"))
        problem = f'<p class="pp-problem">{esc(said)}</p>'
    credit = source.rights.attribution if source.rights else None
    line = f'<p class="pp-soft pp-small">{esc(credit)}</p>' if credit else ""
    name = esc(named("source", source.source_id, source.name))
    return f'<li class="pp-card"><h3>{name}</h3>{chips(labels)}{problem}{facts(pairs)}{line}</li>'


badge = page_head(t("sources.title"), t("sources.lead"))
with answers():
    page = reader().sources()
    features = reader().capabilities().items
show_as_of(badge, page.as_of)

in_use = [source for source in page.items if used(source)]
idle = [source for source in page.items if not used(source)]

st.header(t("sources.in_use"), anchor=False)
if in_use:
    st.html(f'<ul class="pp-list pp-two">{"".join(card(source) for source in in_use)}</ul>')
else:
    st.markdown(t("sources.none_in_use"))

st.header(t("sources.not_connected"), anchor=False)
st.markdown(t("sources.not_connected_lead"))
missing = [feature for feature in features if not feature.available]
if missing:
    st.html(
        table(
            (t("feature.name"), t("feature.state"), t("feature.needs")),
            [
                (
                    esc(named("feature", feature.name, feature.enables)),
                    chip(
                        t("feature.planned")
                        if feature.code == "capability.planned"
                        else t("feature.needs_key"),
                        "calm" if feature.code == "capability.planned" else "warm",
                    ),
                    f'<span class="pp-soft pp-small">{esc(", ".join(feature.needs) or "–")}</span>',
                )
                for feature in missing
            ],
            caption=t("sources.not_connected"),
        )
    )

if idle:
    with st.expander(t("sources.idle", n=len(idle)), icon=":material/database_off:"):
        st.html(f'<ul class="pp-list pp-two">{"".join(card(source) for source in idle)}</ul>')
