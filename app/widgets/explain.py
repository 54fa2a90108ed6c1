"""One term explained: its figures, its confidence, what makes the score, its season, its name."""

from __future__ import annotations

import streamlit as st

from api.schemas.terms import TrendDetail
from app.widgets import charts
from app.widgets.frame import provenance
from app.widgets.markup import bar, chip, esc, plain, table
from app.words import day, humane, named, number, percent, region, t

OWN_LISTS = 40  # characters of a list's name before it is cut


def headline(found: TrendDetail) -> None:
    """The score in one sentence, then the figures."""
    if found.score is None or found.score_low is None:
        st.markdown(t("term.no_score"))
    else:
        st.markdown(
            t(
                "term.sentence",
                score=number(found.score),
                low=number(found.score_low),
                sure=percent(found.confidence),
            )
        )
    cells = st.grid(5, min_column_width=150, gap="small")
    cells.metric(t("column.score"), number(found.score), help=t("column.score_help"), border=True)
    cells.metric(t("column.low"), number(found.score_low), help=t("column.low_help"), border=True)
    cells.metric(
        t("column.confidence"),
        percent(found.confidence),
        help=t("column.confidence_help"),
        border=True,
    )
    cells.metric(
        t("column.stage"),
        named("stage", found.stage),
        help=named("stage_help", found.stage),
        border=True,
    )
    cells.metric(
        t("column.rank"),
        number(found.rank) if found.rank else "–",
        help=t("column.rank_help"),
        border=True,
    )
    st.markdown(f"**{named('stage', found.stage)}:** {named('stage_help', found.stage)}")


def confidence(found: TrendDetail) -> None:
    """The three parts whose product the confidence is."""
    parts = found.confidence_parts
    lines = (
        (t("confidence.coverage"), parts.coverage, t("confidence.coverage_help")),
        (
            t("confidence.sample"),
            parts.sample_size,
            t("confidence.sample_help", days=number(parts.days_seen)),
        ),
        (
            t("confidence.agreement"),
            parts.agreement,
            t(
                "confidence.agreement_help",
                sources=number(parts.n_sources),
                families=number(parts.n_families),
            ),
        ),
    )
    rows = [
        (esc(name), percent(share) + bar(share or 0.0), f'<span class="pp-soft">{esc(why)}</span>')
        for name, share, why in lines
    ]
    st.html(
        table(
            (t("confidence.part"), t("confidence.share"), t("confidence.why")),
            rows,
            caption=t("term.confidence"),
        )
    )
    st.caption(t("confidence.product", sure=percent(found.confidence)))


def contributions(found: TrendDetail) -> None:
    """The waterfall, its figures, and what is not known."""
    if not any(part.is_known for part in found.contributions):
        st.markdown(t("term.no_parts"))
        return
    st.vega_lite_chart(
        None,
        charts.waterfall(found.contributions),
        width="stretch",
        alt=charts.waterfall_words(found.contributions),
        key="waterfall",
    )
    provenance(found.sources, found.as_of, found.origin)
    missing = [part for part in found.contributions if not part.is_known]
    if missing:
        st.markdown(f"**{t('term.unknown')}**")
        items = "".join(
            f"<li><b>{esc(named('component', part.component))}</b> "
            f'<span class="pp-soft">{esc(named("component_missing", part.component))}</span></li>'
            for part in missing
        )
        st.html(f'<ul class="pp-checks">{items}</ul>')
    with st.expander(t("term.parts"), icon=":material/table_rows:"):
        st.html(
            table(
                (t("part.name"), t("part.value"), t("part.weight"), t("part.log"), t("part.kept")),
                [
                    (
                        f"{esc(named('component', part.component))}"
                        f'<div class="pp-soft pp-small">'
                        f"{esc(named('component_help', part.component))}</div>",
                        number(part.component_value, 2),
                        percent(part.weight_used),
                        number(part.contribution, 3) if part.is_known else "–",
                        percent(kept) if part.is_known else esc(t("part.unknown")),
                    )
                    for part, kept in (
                        (part, _kept(part.contribution)) for part in found.contributions
                    )
                ],
                caption=t("term.parts"),
                numeric=(1, 2, 3, 4),
            )
        )
        st.caption(
            t(
                "term.sum",
                total=number(found.log_score, 3),
                score=number(found.score, 1),
                version=plain(found.score_version),
            )
        )


def _kept(contribution: float) -> float:
    from math import exp

    return exp(contribution)


def season(found: TrendDetail) -> None:
    """The occasion with its publish window, or the yearly shape, or that neither is known."""
    shape = found.season
    if shape.falls_on is not None:
        st.markdown(
            t(
                "season.occasion",
                occasion=plain(shape.occasion or ""),
                country=region(shape.country or "WW"),
                day=day(shape.falls_on),
                start=day(shape.publish_from),
                end=day(shape.publish_by),
            )
        )
        st.vega_lite_chart(
            None,
            charts.season(shape, found.as_of),
            width="stretch",
            alt=t(
                "season.alt",
                start=day(shape.publish_from),
                end=day(shape.publish_by),
                day=day(shape.falls_on),
            ),
            key="season",
        )
        st.caption(t("season.calendar", as_of=day(found.as_of)))
    elif shape.basis == "measured" and shape.index is not None:
        st.markdown(
            t(
                "season.measured",
                now=percent(shape.index),
                ahead=percent(shape.ahead),
                n=shape.years or 0,
            )
        )
        if shape.peak_basis == "measured" and found.peak_on is not None:
            st.markdown(
                t(
                    "season.window",
                    day=day(found.peak_on),
                    start=day(shape.publish_from),
                    end=day(shape.publish_by),
                )
            )
        provenance(found.sources, found.as_of, found.origin)
    else:
        st.markdown(t("season.unknown"))


def names(found: TrendDetail) -> None:
    """The name check's verdict with what matched. It never changes the score."""
    risk = found.risk
    tone = {"clear": "good", "block": "bad"}.get(risk.status, "warm")
    st.html(chip(named("risk", risk.status), tone))  # type: ignore[arg-type]
    st.markdown(f"{named('risk_help', risk.status)}  \n{plain(risk.reason)}")
    if risk.evidence:
        st.html(
            table(
                (t("names.matched"), t("names.list"), t("names.how")),
                [
                    (
                        esc(match.matched),
                        esc(humane(match.list_name)[:OWN_LISTS]),
                        esc(named("risk_how", match.how)),
                    )
                    for match in risk.evidence
                ],
                caption=t("term.names"),
            )
        )
    st.caption(t("names.advice"))
