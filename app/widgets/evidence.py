"""The stored rows behind a figure."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from api.schemas.terms import SeenEvidence, TrendDetail
from app.widgets.markup import esc, plain, table, web_address
from app.words import compact, day, joined, moment, named, number, region, t


def evidence_table(rows: Sequence[SeenEvidence]) -> None:
    """What was seen, where, when, and when it could first be known."""
    st.html(
        table(
            (
                t("evidence.seen"),
                t("evidence.source"),
                t("evidence.what"),
                t("evidence.value"),
                t("evidence.place"),
                t("evidence.origin"),
                t("evidence.region"),
                t("evidence.observed"),
                t("evidence.captured"),
                t("evidence.link"),
            ),
            [_cells(row) for row in rows],
            caption=t("term.evidence"),
            numeric=(3, 4),
            tall=True,
        )
    )
    if any(row.is_partial for row in rows):
        st.caption(t("evidence.partial"))


def evidence_left(found: TrendDetail) -> None:
    """What became of the evidence that is not in the table, source by source."""
    for one in found.evidence_sources:
        if one.ended_on is None:
            continue
        name, kept_for = plain(named("source", one.source_id)), number(one.retention_days)
        ended = day(one.ended_on)
        if one.state == "expired":
            st.markdown(t("evidence.expired", source=name, days=kept_for, day=ended))
        else:
            st.markdown(t("evidence.partly_expired", source=name, days=kept_for, day=ended))
    kept = [one.source_id for one in found.evidence_sources if one.state == "not_shown"]
    if kept:
        names = joined([named("source", source) for source in kept])
        st.markdown(t("evidence.not_shown", sources=plain(names)))
    if found.evidence_complete is False:
        st.markdown(t("evidence.incomplete"))
    if not found.evidence and not found.evidence_sources:
        st.markdown(t("term.no_evidence"))


def _cells(row: SeenEvidence) -> tuple[str, ...]:
    address = web_address(row.url)
    link = "–"
    if address:
        link = (
            f'<a href="{esc(address)}" target="_blank" rel="noopener noreferrer">'
            f"{esc(t('evidence.open'))}</a>"
        )
    what = f"{named('metric', row.metric)}, {named('period', row.period)}"
    return (
        esc(row.seen) + (" *" if row.is_partial else ""),
        esc(named("source", row.source_id)),
        esc(what),
        esc(compact(row.value)),
        number(row.rank) if row.rank else "–",
        esc(named("origin", row.origin)),
        esc(region(row.region)),
        esc(moment(row.observed_at)),
        esc(moment(row.captured_at)),
        link,
    )
