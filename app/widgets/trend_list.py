"""The ranking: as a table on a desk, as cards on a phone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

import polars as pl
import streamlit as st

from api.schemas.trends import Trend
from app.widgets.frame import origin_words, source_names
from app.widgets.markup import bar, chip, chips, esc, sparkline
from app.widgets.time_left import STAGE_TONES, in_short
from app.words import day, named, number, percent, t

ROW_HEIGHT = 40
TERM_PAGE = "views/term.py"


def who(trend: Trend) -> str:
    """Who measured a term; says so when nobody did."""
    if not trend.sources:
        return t("trends.our_list") if trend.is_curated else t("frame.not_measured")
    names = ", ".join(source_names(trend.sources))
    return f"{names} · {t('trends.also_our_list')}" if trend.is_curated else names


def name_check(trend: Trend) -> str:
    """The verdict in a few words: blocked ones say whose name it is."""
    if trend.risk.status == "clear":
        return named("risk", "clear")
    category = named("risk_category", trend.risk.category)
    return f"{named('risk', trend.risk.status)}: {category}"


def line_words(trend: Trend) -> str:
    """What the small line shows, for those who cannot see it."""
    line = trend.sparkline_source
    if line is None:
        return t("trends.no_line")
    return t(
        "trends.line",
        what=named("series", line.metric),
        source=named("source", line.source_id),
        first=day(line.first_on),
        last=day(line.last_on),
    )


def rows(trends: Sequence[Trend]) -> pl.DataFrame:
    """The table's cells, one row a term."""
    return pl.DataFrame(
        {
            "rank": [trend.rank for trend in trends],
            "term": [trend.display for trend in trends],
            "score": [trend.score for trend in trends],
            "low": [trend.score_low for trend in trends],
            "line": [sparkline(trend.sparkline) for trend in trends],
            "stage": [named("stage", trend.stage) for trend in trends],
            "left": [in_short(trend) for trend in trends],
            "confidence": [100 * trend.confidence for trend in trends],
            "publish_by": [day(trend.publish_by) if trend.publish_by else "" for trend in trends],
            "check": [name_check(trend) for trend in trends],
            "who": [who(trend) for trend in trends],
            "origin": [origin_words(trend.origin) for trend in trends],
        },
        schema={
            "rank": pl.Int64,
            "term": pl.String,
            "score": pl.Float64,
            "low": pl.Float64,
            "line": pl.String,
            "stage": pl.String,
            "left": pl.String,
            "confidence": pl.Float64,
            "publish_by": pl.String,
            "check": pl.String,
            "who": pl.String,
            "origin": pl.String,
        },
    )


def _columns() -> dict[str, Any]:
    column = st.column_config
    return {
        "rank": column.NumberColumn(t("column.rank"), width=52, help=t("column.rank_help")),
        "term": column.TextColumn(t("column.term"), width=160),
        "score": column.NumberColumn(
            t("column.score"), width=92, format="%.0f", help=t("column.score_help")
        ),
        "low": column.NumberColumn(
            t("column.low"), width=72, format="%.0f", help=t("column.low_help")
        ),
        "line": column.ImageColumn(t("column.line"), width=130, help=t("column.line_help")),
        "stage": column.TextColumn(t("column.stage"), width=108, help=t("column.stage_help")),
        "left": column.TextColumn(t("column.left"), width=118, help=t("column.left_help")),
        "confidence": column.ProgressColumn(
            t("column.confidence"),
            width=108,
            min_value=0,
            max_value=100,
            format="%.0f%%",
            help=t("column.confidence_help"),
        ),
        "publish_by": column.TextColumn(
            t("column.publish_by"), width=98, help=t("column.publish_by_help")
        ),
        "check": column.TextColumn(t("column.check"), width=170, help=t("column.check_help")),
        "who": column.TextColumn(t("column.who"), width=180, help=t("column.who_help")),
        "origin": column.TextColumn(t("column.origin"), width=150),
    }


def table(trends: Sequence[Trend], key: str) -> None:
    """The ranking as a table; a click on any cell opens the term."""
    with st.container(key="trend_table"):
        event: Any = st.dataframe(
            rows(trends),
            height="content",
            row_height=ROW_HEIGHT,
            hide_index=True,
            column_config=_columns(),
            on_select="rerun",
            selection_mode="single-cell",
            placeholder="–",
            key=f"trend_rows_{key}",
            alt=t("trends.table_alt"),
        )
    cells = event.selection.cells
    if cells:
        open_term(trends[cells[0][0]].term)


def open_term(term: str) -> None:
    """Go to a term's page."""
    st.switch_page(TERM_PAGE, query_params={"term": term})


def cards(trends: Sequence[Trend]) -> None:
    """The ranking for a narrow screen: one link a term."""
    items = "".join(f"<li>{_card(trend)}</li>" for trend in trends)
    with st.container(key="trend_cards"):
        st.html(f'<ol class="pp-list">{items}</ol>')


def _card(trend: Trend) -> str:
    labels = [chip(named("stage", trend.stage), STAGE_TONES.get(trend.stage, "calm"))]
    if trend.days_left is not None:
        labels.append(chip(in_short(trend), "good" if trend.in_time else "calm"))
    if trend.risk.status != "clear":
        labels.append(chip(name_check(trend), "bad" if trend.risk.status == "block" else "warm"))
    if trend.is_curated and not trend.sources:
        labels.append(chip(t("trends.our_list"), "own"))
    if trend.publish_by:
        when = day(trend.publish_by)
        labels.append(
            chip(
                t("trends.publish", occasion=trend.occasion, day=when)
                if trend.occasion
                else t("trends.publish_season", day=when),
                "good",
            )
        )
    drawn = sparkline(trend.sparkline)
    line = f'<img class="pp-spark" src="{drawn}" alt="{esc(line_words(trend))}">' if drawn else ""
    place = t("trends.place", rank=number(trend.rank)) if trend.rank else ""
    bounds = t("trends.at_least", low=number(trend.score_low))
    sure = t("trends.sure", share=percent(trend.confidence))
    return (
        f'<a class="pp-trend" target="_self" href="term?{esc(urlencode({"term": trend.term}))}">'
        f"<div><b>{esc(trend.display)}</b></div>"
        f'<div class="pp-score" aria-label="{esc(t("column.score"))}">{number(trend.score)}</div>'
        f'<div class="pp-soft pp-small">{esc(place)}</div>'
        f'<div class="pp-soft pp-small" style="text-align:right">{esc(bounds)}</div>'
        f'<div class="pp-wide">{line}</div>'
        f'<div class="pp-wide">{chips(labels)}</div>'
        f'<div class="pp-wide pp-soft pp-small">{esc(who(trend))} · {esc(sure)}'
        f"{bar(trend.confidence)}</div></a>"
    )
