"""The stored rows behind a figure."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from api.schemas.trends import SeenEvidence
from app.widgets.markup import esc, table, web_address
from app.words import compact, moment, named, number, region, t


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
